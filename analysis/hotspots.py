"""Where in the day an emotion is expressed more than elsewhere: a queue, some hours, or a queue in some hours.

Clusters need an emotion to form a clump of its own; this asks directly. Every queue, every range of up to three hours
and every pair of them is a group; the mean score of its calls is held against the day's. Since hundreds of groups are
looked at, chance is taken from shuffled calls: a group counts only if few shufflings of the whole day hold any group
as extreme (the scan statistic's test, Kulldorff 1997, and the max-T of Westfall & Young 1993).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import WrongShape
from analysis.labels import english
from analysis.scores import Doubles

Mask = NDArray[np.bool_]
SHUFFLES = 500
AT_ONCE = 50  # shufflings worked out together
LONGEST = 3  # hours of a group
FEWEST = 4  # calls of a group
CHANCE = 0.05  # share of shufflings that may hold a group as extreme


@dataclass(frozen=True, slots=True)
class Hotspot:
    """One group of calls in which an emotion is expressed more than in the day."""

    emotion: str  # English
    name: str  # "loans · 14–15 h"
    rows: tuple[int, ...]  # its calls
    mean: float  # score of the emotion in its calls
    day: float  # and in all calls
    chance: float  # share of shuffled days that hold a group as extreme; the smallest is 1 / 501

    @property
    def lift(self) -> float:
        """How many times the day's mean."""
        return self.mean / self.day


def hotspots(
    scores: ArrayLike, hours: Sequence[int], queues: Sequence[str], *, labels: Sequence[str], seed: int = 0
) -> list[Hotspot]:
    """Groups beyond chance, the most extreme first; of overlapping ones of an emotion only the most extreme.

    ``scores`` (N, L) are the calls', ``hours`` (N,) 0 … 23 or -1 where unknown, ``queues`` (N,) empty where unknown.
    """
    values = np.asarray(scores, dtype=np.float64)
    if not len(values) == len(hours) == len(queues):
        raise WrongShape(f"{len(values)} calls have {len(hours)} hours and {len(queues)} queues")
    groups = _groups(np.asarray(hours), np.asarray(queues, dtype=str))
    if not groups:
        return []
    names, masks = list(groups), np.stack(list(groups.values()))
    found = _extremes(values, masks)
    highest = np.sort(_highest(values, masks, seed))
    taken = np.zeros((values.shape[1], len(values)), dtype=np.bool_)
    spots = []
    for place in np.argsort(-found, axis=None, kind="stable"):
        group, label = np.unravel_index(place, found.shape)
        chance = (1 + SHUFFLES - int(np.searchsorted(highest, found[group, label]))) / (1 + SHUFFLES)
        if chance > CHANCE:
            break
        if not taken[label, masks[group]].any():
            taken[label, masks[group]] = True
            rows = np.flatnonzero(masks[group])
            mean, day = float(values[rows, label].mean()), float(values[:, label].mean())
            spots.append(Hotspot(english(labels[label]), names[group], tuple(rows.tolist()), mean, day, chance))
    return spots


def _groups(hours: NDArray[np.integer], queues: NDArray[np.str_]) -> dict[str, Mask]:
    """Every group of enough calls, but not of all, by name."""
    present = np.unique(hours[hours >= 0])
    ranges = {
        f"{first}–{last + 1} h": (hours >= first) & (hours <= last)
        for first, last in product(present, present)
        if 0 <= last - first < LONGEST
    }
    lines = {str(name): queues == name for name in np.unique(queues[queues != ""])}
    both = {f"{line} · {hour}": lines[line] & ranges[hour] for line, hour in product(lines, ranges)}
    return {name: mask for name, mask in (lines | ranges | both).items() if FEWEST <= mask.sum() < len(hours)}


def _highest(values: Doubles, masks: NDArray[np.bool_], seed: int) -> Doubles:
    """(500,) the most extreme of all groups in each shuffling of the calls; a few dozen are one product of matrices."""
    draw = np.random.default_rng(seed)
    labels = values.shape[1]
    highest: list[float] = []
    while len(highest) < SHUFFLES:
        count = min(AT_ONCE, SHUFFLES - len(highest))
        shuffled = np.concatenate([values[draw.permutation(len(values))] for _ in range(count)], axis=1)
        highest += _extremes(shuffled, masks).reshape(-1, count, labels).max(axis=(0, 2)).tolist()
    return np.array(highest)


def _extremes(values: Doubles, masks: NDArray[np.bool_]) -> Doubles:
    """(G, L) how many standard errors each group's mean lies above the day's, drawn without replacement."""
    total, sizes = len(values), masks.sum(axis=1).astype(np.float64)
    means = masks.astype(np.float64) @ values / sizes[:, None]
    spread = np.maximum(values.std(axis=0, ddof=1), 1e-12)
    errors = spread * np.sqrt(1 / sizes - 1 / total)[:, None]
    return np.asarray((means - values.mean(axis=0)) / errors, dtype=np.float64)
