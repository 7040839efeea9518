"""Taking the voice out of the embeddings: what is common to all points of a speaker or a file is subtracted.

The mean of a group of n points counts by n / (n + 3), because the mean of one or two windows is mostly what was said
in them, emotion included (shrinkage as in Stein 1956). The effect is measured, not assumed: see ``compare``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.errors import WrongShape
from analysis.explain import agreement, gain
from analysis.vectors import checked, unit
from data.records import Floats

PRIOR = 3.0  # points that the common mean counts for in every group's mean


@dataclass(frozen=True, slots=True)
class Effect:
    """How often neighbours share a value, beyond chance (0 … 1), before and after centring."""

    kind: str
    before: float
    after: float


def centred(vectors: ArrayLike, groups: Sequence[str]) -> Floats:
    """(N, D) unit vectors less their group's shrunk mean, around the common mean; ``groups`` names N speakers or files.

    Points whose group is unknown ("") stay as they are.
    """
    scaled = unit(checked(vectors))
    names = np.asarray(groups, dtype=str)
    if len(names) != len(scaled):
        raise WrongShape(f"{len(scaled)} points have {len(names)} groups")
    if len(scaled) == 0:
        return scaled
    kinds, which, sizes = np.unique(names, return_inverse=True, return_counts=True)
    means = np.zeros((len(kinds), scaled.shape[1]), dtype=np.float64)
    np.add.at(means, which, scaled)
    means = means / sizes[:, None] - scaled.mean(axis=0, dtype=np.float64)
    means *= np.where(kinds == "", 0.0, sizes / (sizes + PRIOR))[:, None]
    return np.asarray(scaled - means[which], dtype=np.float32)


def compare(
    before: Floats, after: Floats, kinds: Mapping[str, Sequence[str]], *, apart: Sequence[str] | None = None
) -> list[Effect]:
    """For each kind, how much neighbours agree on it before and after; ``apart`` as in ``explain.agreement``.

    ``before`` and ``after`` are (N, R): reduced by ``reduction.fit_basis`` first, or the search takes long.
    """
    return [
        Effect(kind, *(gain(*agreement(points, values, apart=apart)) for points in (before, after)))
        for kind, values in kinds.items()
    ]
