"""The space a map is made from: vectors of length 1, reduced by PCA to at most 50 dimensions.

The basis is two arrays, so it is stored as such and the next day's vectors land in the same space.
"""

from dataclasses import dataclass

import numpy as np

from analysis.vectors import same_size, unit
from data.records import Floats

DIMENSIONS = 50


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """An orthogonal projection of unit vectors; R ≤ 50."""

    mean: Floats  # (D,)
    components: Floats  # (R, D)
    explained: float  # share of the variance that the R components keep, 0 … 1

    def reduce(self, vectors: Floats) -> Floats:
        """(N, R) the vectors (N, D) in this basis."""
        same_size(vectors.shape[1], len(self.mean), what="the map's")
        return np.asarray((unit(vectors) - self.mean) @ self.components.T, dtype=np.float32)


def fit_basis(vectors: Floats, *, dimensions: int = DIMENSIONS) -> Basis:
    """PCA of the unit vectors (N, D) by the eigenvectors of their covariance, which is exact and needs no seed.

    Each component's largest entry is made positive, so that a map does not flip between two runs.
    """
    count, size = vectors.shape
    if count == 0 or size == 0:
        return Basis(np.zeros(size, np.float32), np.zeros((0, size), np.float32), 0.0)
    scaled = unit(vectors)
    mean = scaled.mean(axis=0, dtype=np.float64).astype(np.float32)
    scaled -= mean
    if count >= size:
        variances, axes = np.linalg.eigh((scaled.T @ scaled).astype(np.float64))
        components = axes.T[::-1]
        variances = variances[::-1]
    else:  # fewer points than dimensions: the N × N side is smaller
        variances, sides = np.linalg.eigh((scaled @ scaled.T).astype(np.float64))
        variances, sides = variances[::-1], sides[:, ::-1]
        components = (sides.T @ scaled) / np.sqrt(np.maximum(variances, 1e-20))[:, None]
    kept = min(dimensions, int(np.sum(variances > max(variances[0], 0) * 1e-6 + 1e-12)))
    components = components[:kept]
    signs = np.sign(components[np.arange(kept), np.abs(components).argmax(axis=1)])
    total = float(np.maximum(variances, 0).sum())
    explained = float(variances[:kept].sum() / total) if total > 0 else 0.0
    return Basis(mean, (components * signs[:, None]).astype(np.float32), explained)
