"""The numbers of a day held against those of the same weekday before, so that three calls do not look like a trend."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import TooFew
from analysis.intervals import Interval, resampled_means

FEW = 5  # calls of a day below which a difference is not called one, whatever its interval


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


def same_weekday_before(days: Sequence[str], day: str) -> str | None:
    """The latest of the ``days`` (ISO dates) that is the same weekday as ``day`` and earlier, or None.

    >>> same_weekday_before(["2026-03-02", "2026-03-06", "2026-02-23"], "2026-03-09")
    '2026-03-02'
    """
    dates = np.array(sorted(days), dtype="datetime64[D]")
    apart = (np.datetime64(day, "D") - dates).astype(int)
    fitting: NDArray[np.datetime64] = dates[(apart > 0) & (apart % 7 == 0)]
    return str(fitting[-1]) if len(fitting) else None
