"""Nearest neighbours by cosine, exactly: one matrix of unit vectors in float32 and one product per question.

Exact to about a million vectors in memory (1,000,000 × 1024 are 4 GB, read once per question). float32 on purpose:
numpy's float16 product is 29 times slower.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import Unfit, WrongShape
from analysis.vectors import checked, same_size, unit
from data.records import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """The k most similar rows, best first."""

    rows: NDArray[np.intp]  # (k,)
    cosines: Floats  # (k,) -1 … 1


class Library:
    """Vectors (N, D) to search in."""

    def __init__(self, vectors: ArrayLike) -> None:
        self.vectors = unit(checked(vectors))

    def __len__(self) -> int:
        return len(self.vectors)

    def nearest(self, query: ArrayLike, *, k: int = 10, allowed: NDArray[np.bool_] | None = None) -> Neighbours:
        """The ``k`` rows most similar to the query (D,), of those ``allowed`` (N,) if a filter is given.

        Fewer come back where fewer are allowed. Rows of equal cosine come in their own order.
        """
        direction = self._direction(query)
        if k < 1:
            raise Unfit(f"a search asks for at least 1 neighbour, not {k}")
        cosines = self.vectors @ direction
        if allowed is not None:
            if allowed.shape != cosines.shape:
                raise WrongShape(f"a filter over {len(allowed)} rows does not fit {len(self)} stored ones")
            cosines = np.where(allowed, cosines, -np.inf)
            k = min(k, int(allowed.sum()))
        return best(cosines, min(k, len(self)))

    def like_row(self, row: int, *, k: int = 10, allowed: NDArray[np.bool_] | None = None) -> Neighbours:
        """The ``k`` rows most similar to a stored one, without itself."""
        others = np.ones(len(self), dtype=np.bool_) if allowed is None else allowed.copy()
        others[row] = False
        return self.nearest(self.vectors[row], k=k, allowed=others)

    def _direction(self, query: ArrayLike) -> Floats:
        direction: Floats = unit(checked(np.asarray(query, dtype=np.float32)[None]))[0]
        same_size(len(direction), self.vectors.shape[1])
        return direction


def best(values: Floats, k: int) -> Neighbours:
    """The rows of the ``k`` highest values (N,), best first, equal ones in their own order."""
    if k == 0:
        return Neighbours(np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32))
    candidates = np.argpartition(-values, k - 1)[:k] if k < len(values) else np.arange(len(values))
    rows = candidates[np.lexsort((candidates, -values[candidates]))]
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
