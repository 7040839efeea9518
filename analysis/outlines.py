"""A whole call in one line of a table: its windows' scores laid over a fixed number of equal pieces of the call."""

import numpy as np
from numpy.typing import NDArray

from data.records import Floats


def outline(spans: NDArray[np.floating], scores: Floats, *, seconds: float, pieces: int = 96) -> Floats:
    """(pieces, L) mean scores of the windows in each piece, counted by how long they overlap it; NaN where none does.

    ``spans`` (W, 2) are the windows' starts and ends in seconds, ``scores`` (W, L) what was read in them.
    """
    edges = np.linspace(0.0, max(seconds, 1e-9), pieces + 1)
    starts, ends = np.maximum(edges[:-1, None], spans[:, 0]), np.minimum(edges[1:, None], spans[:, 1])
    overlap = np.clip(ends - starts, 0.0, None)  # (pieces, W)
    total = overlap.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):  # 0 / 0 is the NaN that marks a piece in which nobody was read
        means: Floats = (overlap @ scores / total).astype(np.float32)
    return means


def course(spans: NDArray[np.floating], scores: Floats, *, points: int = 24) -> Floats:
    """(points, L) mean scores of equal shares of what a voice says, in order: its shape, pauses left out.

    From windows (W, 2) and their scores (W, L): a day's voices need no timelines for it.
    """
    ends = np.cumsum(spans[:, 1] - spans[:, 0])
    said = np.stack([np.concatenate(([0.0], ends[:-1])), ends], axis=1)
    return outline(said, scores, seconds=float(ends[-1]), pieces=points)
