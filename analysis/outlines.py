"""A whole call in one line of a table: its windows' scores laid over a fixed number of equal pieces of the call."""

import numpy as np
from numpy.typing import NDArray

from data.records import Floats

POINTS = 24  # of a course


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


def course(spans: NDArray[np.floating], scores: Floats, *, points: int = POINTS) -> Floats:
    """(points, L) mean scores of equal shares of what a voice says, in order: its shape, pauses left out.

    From windows (W, 2) and their scores (W, L): a day's voices need no timelines for it.
    """
    ends = np.cumsum(spans[:, 1] - spans[:, 0])
    said = np.stack([np.concatenate(([0.0], ends[:-1])), ends], axis=1)
    return outline(said, scores, seconds=float(ends[-1]), pieces=points)


def second_at(spans: NDArray[np.floating], share: float) -> float:
    """Second of the call at which a voice has said a share, 0 … 1, of what it says in its windows (W, 2)."""
    lengths = np.asarray(spans[:, 1] - spans[:, 0], np.float64)
    said = np.cumsum(lengths)
    row = min(int(np.searchsorted(said, share * said[-1])), len(said) - 1)
    return float(spans[row, 1] - max(0.0, said[row] - share * said[-1]))
