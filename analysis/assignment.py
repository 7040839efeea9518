"""New points join the groups of a stored map, or stay noise, from stored arrays alone.

HDBSCAN's own ``approximate_predict`` needs its fitted object; this follows its idea: a point belongs to the group of
its nearest neighbours if it lies where the group is dense.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.clustering import NOISE, Clusters
from analysis.errors import WrongShape
from analysis.neighbours import nearest_rows, usual_distances
from analysis.vectors import checked
from data.records import Floats

NEIGHBOURS = 5  # that a new point asks
SAMPLED = 500  # members of a group, evenly spaced, that tell how far it reaches


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """Which stored group each of M new points joins."""

    labels: NDArray[np.int32]  # (M,) -1 is noise
    strengths: Floats  # (M,) share of its neighbours that are in the group, 0 … 1; 0 for noise


def assign(
    points: ArrayLike,
    clusters: Clusters,
    new: ArrayLike,
    *,
    neighbours: int = NEIGHBOURS,
    reach: Floats | None = None,
) -> Assignment:
    """Join new points (M, R) to the groups found among points (N, R), both in the space that was clustered.

    A point takes the label most of its ``neighbours`` have. It is noise if that is noise, or if its core distance,
    that to the last neighbour, is larger than those of 99 % of the group's members: ``reach``, where it was kept.
    """
    points, new = checked(points), checked(new)
    if len(points) != len(clusters.labels):
        raise WrongShape(f"{len(points)} points do not fit {len(clusters.labels)} cluster labels")
    if clusters.count == 0 or len(new) == 0:
        return Assignment(np.full(len(new), NOISE, dtype=np.int32), np.zeros(len(new), dtype=np.float32))
    rows, distances = nearest_rows(points, new, k=neighbours)
    votes = clusters.labels[rows]
    counts = np.stack([(votes == label).sum(axis=1) for label in range(NOISE, clusters.count)], axis=1)
    labels = counts.argmax(axis=1).astype(np.int32) + NOISE
    reach = reach_of(points, clusters, neighbours=rows.shape[1]) if reach is None else reach
    labels[(labels != NOISE) & (distances[:, -1] > reach[labels])] = NOISE
    strengths = np.where(labels == NOISE, 0.0, counts.max(axis=1) / rows.shape[1])
    return Assignment(labels, strengths.astype(np.float32))


def reach_of(points: Floats, clusters: Clusters, *, neighbours: int = NEIGHBOURS) -> Floats:
    """(C,) the core distance within which 99 % of each group's members lie, among all points (N, R)."""
    reaches = []
    for label in range(clusters.count):
        members = np.flatnonzero(clusters.labels == label)
        some = members[np.unique(np.linspace(0, max(len(members) - 1, 0), min(len(members), SAMPLED)).astype(np.intp))]
        own = usual_distances(points, some, k=neighbours)
        reaches.append(np.quantile(own, 0.99) if len(own) else 0.0)
    return np.array(reaches, np.float32)
