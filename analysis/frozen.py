"""A frozen map: tomorrow's points go into today's map, so that a region means the same on both days.

A new point goes to the weighted mean of its nearest neighbours' places, with UMAP's own membership weights
(McInnes et al. 2018, section 3.1), which is where ``UMAP.transform`` starts from. Nothing but arrays is needed, so it
works for t-SNE too, which has no transform, and nothing is pickled. A PCA map places its points by its matrix.
``benchmarks.analysis`` measures the difference to ``UMAP.transform``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import TooFew, WrongShape
from analysis.intervals import Interval, wilson
from analysis.neighbours import Rows, nearest_rows, usual_distances
from analysis.projection import Projection, first_two
from analysis.reduction import Basis
from analysis.scores import Doubles
from analysis.vectors import checked
from data.records import Floats

SAME = 1e-4  # distance of unit vectors below which two points are the same recording: it keeps its place
FAR = 0.95  # quantile of the map's own distances beyond which a point lies outside of what the map knows
REFIT = 0.15  # share of such points, 0.05 on the map's own day, from which the map should be drawn again
NEIGHBOURS = 15  # that place a new point, and the last of which tells how far it is from the map
SAMPLED = 5_000  # of the map's own points, evenly spaced: from more the quantile changes by less than a hundredth


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Where M new points lie in a frozen map."""

    coordinates: Floats  # (M, 2)
    rows: Rows  # (M, k) their nearest neighbours among the map's points, nearest first
    distances: Floats  # (M, k) to them, in the reduced space
    weights: Doubles  # (M, k) how much each neighbour counted; rows sum to 1


@dataclass(frozen=True, slots=True)
class Drift:
    """How far new points have left what the map was drawn from."""

    far: Interval  # share of points further from their neighbours than 95 % of the map's own points are
    expected: float  # the share to expect without drift

    @property
    def refit(self) -> bool:
        """Whether the share is so high, beyond chance, that the map should be drawn again."""
        return self.far.low > REFIT


def freeze(projection: Projection) -> dict[str, NDArray[np.floating]]:
    """The arrays that a map is stored as; ``thaw`` makes it again from them and its parameters."""
    basis = projection.basis
    return {
        "coordinates": projection.coordinates,
        "reduced": projection.reduced,
        "basis_mean": basis.mean,
        "basis_components": basis.components,
        "basis_explained": np.array([basis.explained], dtype=np.float32),
    }


def thaw(arrays: Mapping[str, ArrayLike], parameters: Mapping[str, str | int | float]) -> Projection:
    """The map that ``freeze`` made these arrays of. ``WrongShape`` when they do not fit together."""
    coordinates, reduced, components = (
        checked(arrays[name]) for name in ("coordinates", "reduced", "basis_components")
    )
    mean: Floats = np.asarray(arrays["basis_mean"], dtype=np.float32)
    fits = coordinates.shape == (len(reduced), 2) and components.shape == (reduced.shape[1], len(mean))
    if not fits:
        raise WrongShape("the stored map is damaged: its arrays do not fit together; draw it again")
    explained = float(np.asarray(arrays["basis_explained"]).reshape(-1)[0])
    return Projection(coordinates, reduced, Basis(mean, components, explained), dict(parameters))


def place(projection: Projection, vectors: ArrayLike, *, neighbours: int = NEIGHBOURS) -> Placement:
    """Put new vectors (M, D) into a map; a point of the map itself keeps its exact place.

    ``TooFew`` for a map without points, ``WrongShape`` for vectors of another model.
    """
    if len(projection.coordinates) == 0:
        raise TooFew("nothing can be placed in a map without points")
    reduced = projection.basis.reduce(checked(vectors))
    rows, distances = nearest_rows(projection.reduced, reduced, k=neighbours)
    weights = memberships(distances)
    if projection.parameters.get("method") == "pca":
        return Placement(first_two(reduced), rows, distances, weights)
    coordinates = np.einsum("mk,mkc->mc", weights, projection.coordinates[rows].astype(np.float64))
    return Placement(coordinates.astype(np.float32), rows, distances, weights)


def memberships(distances: Floats) -> Doubles:
    """(M, k) UMAP's membership strengths of neighbours at ascending distances (M, k), scaled to sum to 1 per row.

    exp(-(d - d₁) / σ), with each row's σ such that the strengths sum to log₂ k, found by bisection. Neighbours that
    are the point itself (closer than 1e-4) share the whole weight.
    """
    beyond = (distances - distances[:, :1]).astype(np.float64)
    low, high = np.zeros((len(beyond), 1)), np.full((len(beyond), 1), np.inf)
    sigma = np.maximum(beyond.mean(axis=1, keepdims=True), 1e-12)
    target = np.log2(max(distances.shape[1], 2))
    for _ in range(64):
        above = np.exp(-beyond / sigma).sum(axis=1, keepdims=True) > target
        low, high = np.where(above, low, sigma), np.where(above, sigma, high)
        sigma = np.where(np.isinf(high), sigma * 2, (low + high) / 2)
    strengths = np.exp(-beyond / sigma)
    same = distances < SAME
    strengths = np.where(same.any(axis=1, keepdims=True), same, strengths)
    return np.asarray(strengths / strengths.sum(axis=1, keepdims=True), dtype=np.float64)


def far_limit(projection: Projection, *, neighbours: int = NEIGHBOURS) -> float:
    """The distance to the last neighbour within which 95 % of the map's own points lie.

    ``TooFew`` for a map of fewer than two points.
    """
    count = len(projection.reduced)
    rows = np.unique(np.linspace(0, count - 1, min(count, SAMPLED)).astype(np.intp))
    own = usual_distances(projection.reduced, rows, k=neighbours)
    if len(own) == 0:
        raise TooFew("drift needs a map of at least two points")
    return float(np.quantile(own, FAR))


def drift(
    projection: Projection, placement: Placement, *, limit: float | None = None, calls: int | None = None
) -> Drift:
    """Compare how far the new points are from the map with how far the map's own points are from each other.

    The distance is to the k-th neighbour, as in the k-nearest-neighbour test of novelty (Ramaswamy, Rastogi & Shim
    2000, https://doi.org/10.1145/342009.335437). ``limit`` is the map's own ``far_limit``, where it was kept.
    ``calls`` is how many calls the new points are from: the interval counts these, because the windows of one call
    are not independent. Without it every point counts.
    """
    if len(placement.distances) == 0:
        raise TooFew("drift needs at least one new point")
    k = placement.distances.shape[1]
    limit = far_limit(projection, neighbours=k) if limit is None else limit
    last = min(k, len(projection.reduced) - 1) - 1
    far = float(np.mean(placement.distances[:, last] > limit + 1e-6))
    counted = len(placement.distances) if calls is None else calls
    return Drift(wilson(far * counted, counted), 1 - FAR)
