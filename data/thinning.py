"""Taking points out of a frozen map, so that what they were cannot be worked out from what is left.

To drop a point's rows is not enough. A basis holds the mean of all points, and the mean times their number less the
points that are left is the point that went; of few points, an axis may even be one point's own. So the mean and the
axes are worked out again from the rows that are left. Distances between these stay as they are, and with them where a
new point lands; places on a map of UMAP or t-SNE stay too, so a region still means the same.

What cannot be undone without reading everything again: which 50 directions a map of more than 51 points keeps was
decided by all of its points together.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.records import Floats

Arrays = dict[str, NDArray[Any]]
ROWS = ("coordinates", "clusters", "strengths", "outliers", "leading", "confidence", "which", "role", "spans")
WORKED_OUT = ("far_limit", "reach")  # from all points: worked out again when they are needed


def without(arrays: Mapping[str, NDArray[Any]], kept: NDArray[np.bool_], *, flat: bool = False) -> Arrays:
    """The arrays of a saved map with only the points (P,) that are ``kept``; ``flat`` of a map that is its PCA."""
    left = {name: array[kept] if name in ROWS else array for name, array in arrays.items() if name not in WORKED_OUT}
    reduced = arrays["reduced"][kept].astype(np.float64)
    components = arrays["basis_components"].astype(np.float64)
    axes = _axes(reduced)
    turned = (reduced - reduced.mean(axis=0)) @ axes.T
    directions = axes @ components
    middle = components @ arrays["basis_mean"] + reduced.mean(axis=0)  # of the points left, in the old axes
    left["reduced"] = turned.astype(np.float32)
    left["basis_components"] = directions.astype(np.float32)
    left["basis_mean"] = (directions.T @ (axes @ middle)).astype(np.float32)
    if flat:
        left["coordinates"] = _first_two(left["reduced"])
    return left


def _axes(reduced: NDArray[np.float64]) -> NDArray[np.float64]:
    """(A, R) principal axes of the points (N, R), the strongest first, each pointing as the old one of its place did.

    Directions in which the points do not differ are left out: they would be those of what went.
    """
    centred = reduced - reduced.mean(axis=0)
    variances, axes = np.linalg.eigh(centred.T @ centred)
    axes = axes.T[::-1][variances[::-1] > max(variances.max(initial=0.0), 0.0) * 1e-6 + 1e-12]
    signs = np.where(axes[np.arange(len(axes)), np.arange(len(axes))] < 0, -1.0, 1.0)
    return np.asarray(axes * signs[:, None], dtype=np.float64)


def _first_two(reduced: Floats) -> Floats:
    places = np.zeros((len(reduced), 2), np.float32)
    places[:, : min(2, reduced.shape[1])] = reduced[:, :2]
    return places
