"""Maps: points in two dimensions in which near means alike.

UMAP (McInnes, Healy & Melville 2018, https://arxiv.org/abs/1802.03426), t-SNE (van der Maaten & Hinton 2008) or PCA.
Embeddings are scaled to length 1, so that Euclidean neighbours are the cosine neighbours, and reduced to at most 50
dimensions by PCA first, which saves UMAP two thirds of its time. Both methods start from the first two principal
components instead of a spectral layout (Kobak & Linderman 2021, https://doi.org/10.1038/s41587-020-00809-z).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from warnings import catch_warnings, filterwarnings

import numpy as np
from numpy.typing import ArrayLike

from analysis.errors import Unfit
from analysis.neighbours import nearest_rows
from analysis.reduction import Basis, fit_basis
from analysis.vectors import checked
from data.records import Floats

METHODS = ("umap", "tsne", "pca")
FEWEST = 5  # points below which UMAP and t-SNE have no neighbourhoods to keep and PCA draws the map
ONE_THREAD = 5000  # t-SNE of fewer points runs on one thread: beside a busy one, two took 15 s where one takes 0.4 s


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """A map of N points."""

    coordinates: Floats  # (N, 2)
    reduced: Floats  # (N, R) the points in the space the map was made from; R ≤ 50
    basis: Basis  # from vectors (N, D) to that space
    parameters: Mapping[str, str | int | float] = field(default_factory=dict)
    note: str = ""  # what had to be done otherwise than asked, as a sentence


def project(
    vectors: ArrayLike, *, method: str = "umap", seed: int = 0, neighbours: int = 15, min_distance: float = 0.1
) -> Projection:
    """Lay out vectors (N, D) in two dimensions; the same input and seed give the same map on the same machine.

    ``neighbours`` is UMAP's n_neighbors and half of t-SNE's perplexity; ``min_distance`` is UMAP's alone. Fewer than
    five points, or points that are all the same, are drawn by PCA and the note says so. ``NotNumbers`` names the rows
    with NaN or infinity.
    """
    if method not in METHODS:
        raise Unfit(f"a map is made by one of {', '.join(METHODS)}, not by {method!r}")
    if neighbours < 2:
        raise Unfit(f"a map needs at least 2 neighbours per point, not {neighbours}")
    vectors = checked(vectors)
    basis = fit_basis(vectors)
    reduced = basis.reduce(vectors)
    used, note = _feasible(method, reduced)
    start = first_two(reduced)
    fitted = min(neighbours, max(2, len(vectors) - 1))
    if used == "umap":
        coordinates = _umap(reduced, start, seed=seed, neighbours=fitted, min_distance=min_distance)
    elif used == "tsne":
        coordinates = _tsne(reduced, start, seed=seed, neighbours=fitted)
    else:
        coordinates = start
    # what was drawn, not what was asked for: the note tells the difference
    parameters = {
        "method": used,
        "seed": seed,
        "neighbours": fitted,
        "min_distance": min_distance,
        "dimensions": reduced.shape[1],
    }
    return Projection(coordinates, reduced, basis, parameters, note)


def warm_up() -> None:
    """Compile what UMAP compiles at its first fit, so that nobody waits for it: 10 s once per process, then nothing."""
    project(np.random.default_rng(0).normal(size=(60, 8)))


def _feasible(method: str, reduced: Floats) -> tuple[str, str]:
    count = len(reduced)
    if method == "pca":
        return method, ""
    if count < FEWEST:
        few = f"{count} points are too few for {method}: drawn by PCA instead"
        return "pca", few if count else "there are no points"
    if float(np.ptp(reduced, axis=0).max(initial=0)) < 1e-6:
        return "pca", f"all {count} points are the same: they lie on one spot"
    return method, ""


def first_two(reduced: Floats) -> Floats:
    """(N, 2) first two components, padded with zeros where there are fewer."""
    start = np.zeros((len(reduced), 2), dtype=np.float32)
    start[:, : min(2, reduced.shape[1])] = reduced[:, :2]
    return start


def _umap(reduced: Floats, start: Floats, *, seed: int, neighbours: int, min_distance: float) -> Floats:
    from umap import UMAP  # imports numba: seconds, and only a worker that draws maps pays for it

    spread = np.abs(start).max() or 1.0
    fit = UMAP(
        n_neighbors=neighbours,
        min_dist=min_distance,
        init=start * (10 / spread),
        precomputed_knn=nearest_rows(reduced, reduced, k=neighbours),
        random_state=seed,
        n_jobs=1,  # what a seed means to umap-learn: one thread
    )
    with catch_warnings():
        filterwarnings("ignore", "precomputed_knn", UserWarning)  # no UMAP.transform then; frozen.place stands for it
        return np.asarray(fit.fit_transform(reduced), dtype=np.float32)


def _tsne(reduced: Floats, start: Floats, *, seed: int, neighbours: int) -> Floats:
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits  # comes with scikit-learn

    perplexity = min(2.0 * neighbours, (len(reduced) - 1) / 3)
    scale = float(start[:, 0].std()) or 1.0
    fit = TSNE(perplexity=perplexity, init=start / scale * 1e-4, random_state=seed)
    with threadpool_limits(limits=1 if len(reduced) < ONE_THREAD else None, user_api="openmp"):
        return np.asarray(fit.fit_transform(reduced), dtype=np.float32)
