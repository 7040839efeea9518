"""The numbers of a day: emotion mix by hour, queue or role, what calls did on average, and against days before.

Every share and mean comes with its 95 % interval, so that three calls do not look like a trend. Shares of calls have
Wilson's; means over calls, and differences of days, are drawn again 2,000 times (bootstrap). By agent nothing is worked
out here: agents are not ranked by emotion.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import TooFew, WrongShape
from analysis.intervals import Interval, bootstrap_mean, resampled_means, wilson
from data.records import Voice

AVERAGED = ("negative", "shift", "longest_negative_run", "recovery", "talk_ratio", "silence", "overlap")
COUNTED = ("ends_negative",)
FEW = 5  # calls of a day below which a difference is not called one, whatever its interval


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a day: an hour, a queue, a role."""

    name: str
    calls: int
    mix: Mapping[str, Interval]  # share of calls that each label leads


@dataclass(frozen=True, slots=True)
class Difference:
    """A number today against the same number before."""

    today: float
    before: float
    change: Interval
    calls: tuple[int, int]

    @property
    def clear(self) -> bool:
        """Whether the change is beyond chance: zero lies outside the interval and both days have at least 5 calls."""
        return min(self.calls) >= FEW and not self.change.low <= 0 <= self.change.high


def mix(dominant: Sequence[str], parts: Sequence[str], *, labels: Sequence[str]) -> list[Part]:
    """Emotion mix of each part of a day, in the order of the parts' names.

    ``dominant`` (N,) is each voice's emotion; ones outside of ``labels``, such as unknown, do not count. ``parts`` (N,)
    names each voice's hour, queue or role.
    """
    emotion, part = np.asarray(dominant, dtype=str), np.asarray(parts, dtype=str)
    if len(emotion) != len(part):
        raise WrongShape(f"{len(emotion)} voices have {len(part)} parts")
    read = np.isin(emotion, np.asarray(labels, dtype=str))
    return [
        Part(name, total, {label: wilson(int(np.sum(emotion[rows] == label)), total) for label in labels})
        for name in sorted(set(part[read].tolist()), key=_in_order)
        for rows in [read & (part == name)]
        for total in [int(rows.sum())]
    ]


def averages(voices: Sequence[Voice], *, seed: int = 0) -> dict[str, Interval]:
    """Mean of each number over the voices that were read, and shares of those with a yes; none of nothing.

    ``recovery`` is over the voices that had a negative run and recovered.
    """
    found: dict[str, Interval] = {}
    for key in (*AVERAGED, *COUNTED):
        values = [voice.numbers[key] for voice in voices if not voice.reason and key in voice.numbers]
        if values:
            found[key] = wilson(sum(values), len(values)) if key in COUNTED else bootstrap_mean(values, seed=seed)
    return found


def against(today: ArrayLike, before: ArrayLike, *, seed: int = 0) -> Difference:
    """Mean of a number over today's calls (N,) against that over the calls of the same weekday before (M,).

    Percentile bootstrap of the difference of means (Efron & Tibshirani 1993, chapter 16); each side is drawn by itself.
    """
    now, then = np.asarray(today, dtype=np.float64), np.asarray(before, dtype=np.float64)
    if len(now) == 0 or len(then) == 0:
        raise TooFew("a comparison needs calls on both days")
    chance = np.random.default_rng(seed)
    changes = resampled_means(now, chance) - resampled_means(then, chance)
    low, high = np.quantile(changes, [0.025, 0.975])
    change = Interval(float(now.mean() - then.mean()), float(low), float(high))
    return Difference(float(now.mean()), float(then.mean()), change, (len(now), len(then)))


def mix_against(
    today: Sequence[str], before: Sequence[str], *, labels: Sequence[str], seed: int = 0
) -> dict[str, Difference]:
    """For each label, the share of today's voices that it leads against the share before."""
    now, then = ([name for name in names if name in labels] for names in (today, before))
    return {
        label: against([name == label for name in now], [name == label for name in then], seed=seed) for label in labels
    }


def same_weekday_before(days: Sequence[str], day: str) -> str | None:
    """The latest of the ``days`` (ISO dates) that is the same weekday as ``day`` and earlier, or None.

    >>> same_weekday_before(["2026-03-02", "2026-03-06", "2026-02-23"], "2026-03-09")
    '2026-03-02'
    """
    dates = np.array(sorted(days), dtype="datetime64[D]")
    apart = (np.datetime64(day, "D") - dates).astype(int)
    fitting: NDArray[np.datetime64] = dates[(apart > 0) & (apart % 7 == 0)]
    return str(fitting[-1]) if len(fitting) else None


def _in_order(name: str) -> tuple[int, str]:
    return (int(name), "") if name.isdigit() else (1 << 31, name)
