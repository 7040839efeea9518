"""Which points of a map lie inside what somebody drew around them."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def inside(points: ArrayLike, corners: ArrayLike) -> NDArray[np.bool_]:
    """(N,) whether each of the points (N, 2) lies in the polygon with the given corners (K, 2), in order.

    Even-odd rule (Shimrat 1962, https://doi.org/10.1145/368637.368653): a point is inside if a ray from it crosses an
    odd number of edges. Fewer than three corners hold nothing. Points exactly on an edge may fall on either side.
    """
    x, y = np.asarray(points, dtype=np.float64).reshape(-1, 2).T
    polygon = np.asarray(corners, dtype=np.float64).reshape(-1, 2)
    found = np.zeros(len(x), dtype=np.bool_)
    if len(polygon) < 3:
        return found
    for (x1, y1), (x2, y2) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        if y1 == y2:
            continue
        crosses = (y1 > y) != (y2 > y)
        found ^= crosses & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return found
