"""Vectors as they come from outside: checked before anything is worked out from them, and scaled to length 1."""

import numpy as np
from numpy.typing import ArrayLike

from analysis.errors import NotNumbers, WrongShape
from data.records import Floats


def checked(vectors: ArrayLike) -> Floats:
    """Vectors as float32 (N, D), or ``WrongShape`` / ``NotNumbers`` said as a sentence that names the rows."""
    array: Floats = np.asarray(vectors, dtype=np.float32)
    if array.ndim != 2:
        raise WrongShape(f"one row per point is needed; this array has the shape {array.shape}")
    broken = np.flatnonzero(~np.isfinite(array).all(axis=1))
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


def same_size(size: int, other: int, *, what: str = "the stored readings") -> None:
    """``WrongShape`` when vectors of ``size`` numbers meet others of ``other`` numbers."""
    if size != other:
        raise WrongShape(
            f"these readings have {size} numbers each, but {what} have {other}: they come from different models"
        )
