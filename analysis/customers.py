"""How steadily a customer sounds over several calls, where the metadata names the customer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.errors import WrongShape
from analysis.vectors import checked, unit
from data.records import Floats


@dataclass(frozen=True, slots=True)
class Stability:
    """One customer's calls, compared with each other."""

    customer: str
    rows: tuple[int, ...]  # in the order given, which is the order of the calls
    similarity: float  # mean cosine of its calls to each other
    others: float  # mean cosine of its calls to those of other customers
    latest: float  # cosine of the last call to the mean of the earlier ones
    unlike: int  # row of the call least like the rest


def stability(embeddings: ArrayLike, customers: Sequence[str]) -> list[Stability]:
    """Every customer with at least two calls, the least steady first; embeddings (N, D) in the order of the calls.

    A voice stays the same over calls, so cosines are high in any case: read ``similarity`` beside ``others``.
    """
    vectors = unit(checked(embeddings))
    names = np.asarray(customers, dtype=str)
    if len(vectors) != len(names):
        raise WrongShape(f"{len(vectors)} calls have {len(names)} customers")
    total = vectors.sum(axis=0, dtype=np.float64)
    known, counts = np.unique(names[names != ""], return_counts=True)
    found = [_of(str(name), vectors, np.flatnonzero(names == name), total) for name in known[counts > 1]]
    return sorted(found, key=lambda each: each.similarity)


def _of(name: str, vectors: Floats, rows: np.ndarray, total: np.ndarray) -> Stability:
    own = vectors[rows].astype(np.float64)
    mine = own.sum(axis=0)
    each = (own @ mine - np.square(own).sum(axis=1)) / (len(rows) - 1)  # mean cosine of each call to the others
    elsewhere = len(vectors) - len(rows)
    others = float(mine @ (total - mine)) / (len(rows) * elsewhere) if elsewhere else float("nan")
    earlier = unit((mine - own[-1])[None].astype(np.float32))[0]
    return Stability(
        customer=name,
        rows=tuple(int(row) for row in rows),
        similarity=float(each.mean()),
        others=others,
        latest=float(own[-1] @ earlier),
        unlike=int(rows[each.argmin()]),
    )
