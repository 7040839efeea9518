"""A course that a person draws, as the shape of a voice that would run like it."""

from collections.abc import Mapping, Sequence, Set

import numpy as np

from analysis.errors import Unfit
from analysis.labels import english
from analysis.outlines import POINTS
from analysis.scores import Doubles
from data.records import Floats

RESTING = 0.7  # neutral's part of what nobody drew


def drawn(levels: Mapping[str, Sequence[float]], *, labels: Sequence[str], points: int = POINTS) -> Floats:
    """(P, L) the shape that a person draws: the scores of some emotions at even distances from start to end.

    Between the moments drawn, two or more, scores run straight. What is left of 1 is as where nobody drew anything:
    neutral has ``RESTING`` of it and the other labels the rest, for no model gives neutral all. ``Unfit`` for an
    emotion that the model does not know, and for scores that no voice can have.
    """
    names = [english(label) for label in labels]
    if unknown := sorted(set(levels) - set(names)):
        raise Unfit(f"a course is made of {', '.join(names)}; {', '.join(unknown)} cannot be drawn")
    if len({len(line) for line in levels.values()}) > 1 or any(len(line) < 2 for line in levels.values()):
        raise Unfit("every emotion of a course is drawn at the same moments, two or more")
    at = (np.arange(points) + 0.5) / points
    scores = np.zeros((points, len(labels)))
    for name, line in levels.items():
        scores[:, names.index(name)] = np.interp(at, np.linspace(0, 1, len(line)), line)
    left = 1 - scores.sum(axis=1, keepdims=True)
    if not np.isfinite(scores).all() or (scores < 0).any() or (left < -1e-6).any():
        raise Unfit("the scores of a moment are 0 or more and sum to at most 1")
    return np.asarray(scores + left * _resting(names, set(levels)), np.float32)


def _resting(names: Sequence[str], taken: Set[str]) -> Doubles:
    """(L,) how the labels that are not ``taken`` share what nobody drew; all alike where none is free."""
    free = np.array([name not in taken for name in names])
    neutral = free & np.array([name == "neutral" for name in names])
    others = free & ~neutral
    share = neutral * RESTING + others * (1 - RESTING) / max(1, int(others.sum()))
    return np.asarray(share / share.sum() if free.any() else np.full(len(names), 1 / len(names)), np.float64)
