"""Vectors as they come from outside: checked before anything is worked out from them, and scaled to length 1."""

import numpy as np
from numpy.typing import ArrayLike

from analysis.errors import NotNumbers, WrongShape
from data.records import Floats

BLOCK = 65_536  # rows looked at once, so that checking a million vectors takes no gigabyte


def checked(vectors: ArrayLike) -> Floats:
    """Vectors as float32 (N, D), or ``WrongShape`` / ``NotNumbers`` said as a sentence that names the rows."""
    array: Floats = np.asarray(vectors, dtype=np.float32)
    if array.ndim != 2:
        raise WrongShape(f"one row per point is needed; this array has the shape {array.shape}")
    finite = [np.isfinite(array[row : row + BLOCK]).all(axis=1) for row in range(0, len(array), BLOCK)]
    broken = np.flatnonzero(~np.concatenate(finite)) if finite else ()
    if len(broken):
        rows = ", ".join(str(row) for row in broken[:5]) + (" …" if len(broken) > 5 else "")
        raise NotNumbers(
            f"{len(broken)} of {len(array)} points hold values that are not numbers (rows {rows}); "
            "read these recordings again or leave them out"
        )
    return array


def unit(vectors: Floats) -> Floats:
    """Rows scaled to length 1; a row of zeros stays as it is."""
    vectors = vectors.astype(np.float32, copy=False)
    lengths = np.sqrt(np.einsum("nd,nd->n", vectors, vectors))
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1)[:, None], dtype=np.float32)


def from_scores(scores: ArrayLike) -> Floats:
    """(N, L) square roots of scores: vectors of length 1, whose distance is Hellinger's (1909) between the scores.

    What a map of scores is made from: as they are, the difference between 0.01 and 0.05 would count for nothing.
    """
    return np.sqrt(np.clip(checked(scores), 0, None))


def same_size(size: int, other: int, *, what: str = "the stored readings") -> None:
    """``WrongShape`` when vectors of ``size`` numbers meet others of ``other`` numbers."""
    if size != other:
        raise WrongShape(
            f"these readings have {size} numbers each, but {what} have {other}: they come from different models"
        )
