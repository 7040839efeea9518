"""Nearest neighbours by cosine, exactly: unit vectors in float32, as many as memory holds.

Reading the vectors is what takes the time (1,000,000 × 1024 are 4 GB), so in a large library a coarse copy of a quarter
of the size is read first; it bounds every cosine, and only rows that may be among the nearest are worked out in full
(``analysis.coarse``). float32 on purpose: numpy's float16 product is 29 times slower.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.coarse import Rough, coarsen, rounding
from analysis.errors import Unfit, WrongShape
from analysis.vectors import checked, same_size, unit
from data.records import Floats

LARGE = 50_000_000  # numbers (200 MB) from which a coarse copy pays: below, numpy's product takes 15 ms
FEW = 20  # a coarse search must leave no more than a twentieth of the rows, or all are multiplied
BLOCK = 65_536  # rows worked out in full at once


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """The k most similar rows, best first."""

    rows: NDArray[np.intp]  # (k,)
    cosines: Floats  # (k,) -1 … 1


class Library:
    """Vectors (N, D) to search in."""

    def __init__(self, vectors: ArrayLike, *, large: int = LARGE) -> None:
        self.vectors = unit(checked(vectors))
        self._coarse = coarsen(self.vectors) if self.vectors.size >= large else None

    def __len__(self) -> int:
        return len(self.vectors)

    def nearest(self, query: ArrayLike, *, k: int = 10, allowed: NDArray[np.bool_] | None = None) -> Neighbours:
        """The ``k`` rows most similar to the query (D,), of those ``allowed`` (N,) if a filter is given.

        Fewer come back where fewer are allowed. Rows of equal cosine come in their own order.
        """
        direction = self._direction(query)
        if k < 1:
            raise Unfit(f"a search asks for at least 1 neighbour, not {k}")
        if allowed is not None and allowed.shape != (len(self),):
            raise WrongShape(f"a filter over {len(allowed)} rows does not fit {len(self)} stored ones")
        k = min(k, len(self) if allowed is None else int(allowed.sum()))
        rows = self._candidates(direction, k, allowed)
        found = best(self._products(rows, direction), k)
        return Neighbours(rows[found.rows], found.cosines)

    def _candidates(self, direction: Floats, k: int, allowed: NDArray[np.bool_] | None) -> NDArray[np.intp]:
        """Rows that may be among the ``k`` nearest: few, and none that is one of them is missing."""
        if self._coarse is not None:
            rows = reaching(self._coarse.cosines(direction), k, allowed)
            if len(rows) * FEW <= len(self):
                return rows
        errors = np.full(len(self), rounding(len(direction)), np.float32)
        return reaching(Rough(self.vectors @ direction, errors), k, allowed)

    def _products(self, rows: NDArray[np.intp], direction: Floats) -> Floats:
        """(M,) the cosines of some rows, each summed in the same order, so that equal rows have equal ones.

        BLAS does not promise that: among 1,000 equal rows the last bit changed with the place, and with the threads.
        """
        starts = range(0, len(rows), BLOCK)
        blocks = [np.vecdot(self.vectors[rows[row : row + BLOCK]], direction) for row in starts]
        return np.concatenate(blocks) if blocks else np.zeros(0, np.float32)

    def _direction(self, query: ArrayLike) -> Floats:
        direction: Floats = unit(checked(np.asarray(query, dtype=np.float32)[None]))[0]
        same_size(len(direction), self.vectors.shape[1])
        return direction


def reaching(rough: Rough, k: int, allowed: NDArray[np.bool_] | None = None) -> NDArray[np.intp]:
    """Rows, of those ``allowed`` (N,), whose cosine may be one of the ``k`` highest; k ≤ the number allowed."""
    if k == 0:
        return np.zeros(0, dtype=np.intp)
    low, high = rough.cosines - rough.errors, rough.cosines + rough.errors
    if allowed is not None:
        low[~allowed] = high[~allowed] = -np.inf
    return np.flatnonzero(high >= np.partition(low, len(low) - k)[len(low) - k])


def best(values: Floats, k: int) -> Neighbours:
    """The rows of the ``k`` highest values (N,), best first, equal ones in their own order."""
    if k == 0:
        return Neighbours(np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32))
    candidates = np.flatnonzero(values >= np.partition(values, len(values) - k)[len(values) - k])
    rows = candidates[np.lexsort((candidates, -values[candidates]))][:k]
    return Neighbours(rows, values[rows])


def towards(plus: Sequence[Floats], minus: Sequence[Floats] = ()) -> Floats:
    """(D,) what several examples (D,) share and counter-examples do not: mean of the one minus mean of the other.

    Rocchio's query (1971), on unit vectors and with equal weight for both sides.
    """
    if not len(plus):
        raise Unfit("a search by examples needs at least one example to look for")
    query = unit(np.stack(plus)).mean(axis=0)
    if len(minus):
        query = query - unit(np.stack(minus)).mean(axis=0)
    direction: Floats = unit(query[None])[0]
    return direction
