"""What taking a voice out of a map's points has changed: how often neighbours share an emotion, and a voice."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from analysis.centring import compare
from analysis.errors import TooFew
from analysis.explain import VOICE
from analysis.reduction import fit_basis
from data.records import Floats

SAMPLED = 2_000  # points, evenly spaced, that are compared: a second of work, and shares sure to 2 %


def effect_of(
    before: Floats, after: Floats, kinds: Mapping[str, Sequence[str]], whose: Sequence[str]
) -> list[dict[str, Any]]:
    """For emotion, and each kind of voice known of all points, neighbours' agreement before and after.

    ``before`` and ``after`` (P, D) are the points as read, and less what each voice, ``whose`` (P,), has in common. For
    emotion only neighbours of another voice count: a voice's own would flatter it. Nothing where there is no other.
    """
    rows = np.unique(np.linspace(0, len(before) - 1, min(len(before), SAMPLED)).astype(np.intp))
    reduced = [fit_basis(vectors[rows]).reduce(vectors[rows]) for vectors in (before, after)]
    some = {kind: [values[row] for row in rows] for kind, values in kinds.items()}
    others = {kind: values for kind, values in some.items() if kind in VOICE and all(values) and len(set(values)) > 1}
    try:
        emotion = compare(*reduced, {"emotion": some["emotion"]}, apart=[whose[row] for row in rows])
        return [asdict(each) for each in (*emotion, *compare(*reduced, others))]
    except TooFew:
        return []
