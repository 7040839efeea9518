"""Each point's nearest neighbours, exactly, in the reduced space of a map (at most 50 dimensions).

scikit-learn's blocked brute force is exact, deterministic on any number of threads, and for 100,000 points as fast as
the approximate search that umap-learn would run.
"""

import numpy as np
from numpy.typing import NDArray

from data.records import Floats

Rows = NDArray[np.int64]


def nearest_rows(stored: Floats, queries: Floats, *, k: int) -> tuple[Rows, Floats]:
    """For M queries (M, R) the rows (M, k) of the nearest of N stored points (N, R), and the distances (M, k).

    Nearest first; ``k`` is cut to N. A query that is among the stored points finds itself, at distance 0.
    """
    from sklearn.neighbors import NearestNeighbors

    k = min(k, len(stored))
    if k == 0 or len(queries) == 0:
        return np.zeros((len(queries), k), dtype=np.int64), np.zeros((len(queries), k), dtype=np.float32)
    if stored.shape[1] == 0:  # points that are all the same have a space without dimensions
        stored, queries = np.zeros((len(stored), 1), np.float32), np.zeros((len(queries), 1), np.float32)
    search = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(stored)
    distances, rows = search.kneighbors(queries)
    return rows, distances.astype(np.float32)


def nearest_others(points: Floats, *, k: int) -> tuple[Rows, Floats]:
    """As ``nearest_rows`` of the points among themselves, each without itself: (N, k), k cut to N - 1."""
    rows, distances = nearest_rows(points, points, k=k + 1)
    if rows.shape[1] == 0:
        return rows, distances
    itself = rows == np.arange(len(points))[:, None]
    itself[~itself.any(axis=1), -1] = True  # more than k twins came before it: the last of them goes
    keep = ~itself
    return rows[keep].reshape(len(points), -1), distances[keep].reshape(len(points), -1)


def usual_distances(points: Floats, rows: NDArray[np.integer], *, k: int) -> Floats:
    """(M,) how far the points (N, R) at ``rows`` (M,) are from their k-th neighbour; k is cut to N - 1.

    Without any other point there is no such distance: an empty array.
    """
    k = min(k, len(points) - 1)
    if k < 1:
        return np.zeros(0, dtype=np.float32)
    return nearest_rows(points, points[rows], k=k + 1)[1][:, k]  # the first of them is the point itself, or a twin
