"""How much stored windows sound like a set of examples, such as a "happy sample" that a team has put together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.errors import TooFew
from analysis.scores import Doubles
from analysis.vectors import checked, same_size, unit
from data.records import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Similarity:
    """N vectors against a sample."""

    cosines: Floats  # (N,) to the sample's mean direction, -1 … 1
    ranks: Doubles  # (N,) share of the N that are no more alike, 0 … 1: cosines of one model are not those of another
    own: float  # mean cosine of the sample's own examples to the rest of the sample: as alike as can be expected


def similarity_to_sample(vectors: ArrayLike, sample: ArrayLike) -> Similarity:
    """How alike vectors (N, D) are to the examples (M, D) of a sample, all of one model."""
    stored, examples = unit(checked(vectors)), unit(checked(sample))
    if len(examples) == 0:
        raise TooFew("a sample needs at least one example")
    same_size(examples.shape[1], stored.shape[1])
    cosines = stored @ unit(examples.mean(axis=0)[None])[0]
    ranks = np.searchsorted(np.sort(cosines), cosines, side="right") / max(1, len(cosines))
    return Similarity(cosines, ranks, _own(examples))


def _own(examples: Floats) -> float:
    if len(examples) == 1:
        return 1.0
    rest = unit(examples.sum(axis=0) - examples)
    return float(np.einsum("md,md->m", examples, rest).mean())
