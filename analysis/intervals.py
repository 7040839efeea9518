"""How sure a number is: 95 % intervals, so that three calls do not look like a trend."""

from dataclasses import dataclass

import numpy as np

from analysis.scores import Doubles

Z = 1.959963984540054  # 97.5 % point of the normal distribution
DRAWS = 2000  # of a bootstrap
BLOCK = 100_000  # values drawn at once: 1.6 MB, which stay near the processor


@dataclass(frozen=True, slots=True)
class Interval:
    """A value and where it lies with 95 % confidence."""

    value: float
    low: float
    high: float


def wilson(count: float, total: float) -> Interval:
    """Share ``count / total`` with Wilson's score interval (1927); of nothing, anything from 0 to 1 is possible.

    >>> wilson(3, 3)
    Interval(value=1.0, low=0.43849391955098217, high=1.0)
    """
    if total <= 0:
        return Interval(float("nan"), 0.0, 1.0)
    share, spread = count / total, Z * Z / total
    centre = (share + spread / 2) / (1 + spread)
    half = Z * np.sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    low = 0.0 if count <= 0 else float(max(0.0, centre - half))
    high = 1.0 if count >= total else float(min(1.0, centre + half))
    return Interval(float(share), low, high)


def cautious(count: float, total: float) -> Interval:
    """As ``wilson`` with continuity correction (Newcombe 1998, method 4), which a handful of calls does not fool.

    Without it 3 of 3 calls would already count as more than 40 of 97.
    """
    if total <= 0:
        return wilson(count, total)
    share, square = count / total, Z * Z
    below = square - 2 - 1 / total + 4 * share * (total - count + 1)
    above = square + 2 - 1 / total + 4 * share * (total - count - 1)
    low = (2 * count + square - 1 - Z * np.sqrt(max(below, 0.0))) / (2 * (total + square))
    high = (2 * count + square + 1 + Z * np.sqrt(max(above, 0.0))) / (2 * (total + square))
    return Interval(
        float(share), 0.0 if count <= 0 else float(max(0.0, low)), 1.0 if count >= total else float(min(1.0, high))
    )


def ratio(count: float, total: float, *, others: float, other_total: float) -> Interval:
    """How many times as frequent something is in one group (``count`` of ``total``) as in another.

    MOVER-R (Donner & Zou 2012, https://doi.org/10.1177/0962280210384713) on the cautious limits of both shares.
    Infinite where the other group has none; NaN where neither has any.
    """
    one, two = cautious(count, total), cautious(others, other_total)
    if total <= 0 or other_total <= 0 or (count == 0 and others == 0):
        return Interval(float("nan"), 0.0, float("inf"))
    product = one.value * two.value
    below = product**2 - one.low * two.high * (2 * one.value - one.low) * (2 * two.value - two.high)
    low = one.low * (2 * one.value - one.low) / (product + np.sqrt(max(below, 0.0))) if one.low > 0 else 0.0
    if two.low <= 0:  # so few that there might be none: no limit
        value = one.value / two.value if others else float("inf")
        return Interval(float(value), float(low), float("inf"))
    above = product**2 - one.high * two.low * (2 * one.value - one.high) * (2 * two.value - two.low)
    high = (product + np.sqrt(max(above, 0.0))) / (two.low * (2 * two.value - two.low))
    return Interval(one.value / two.value, float(low), float(high))


def lift(count: float, total: float, *, others: float, other_total: float) -> Interval:
    """How many times as frequent something is in a part as in the whole, which is the part and the others together.

    With f the part's share of the whole, lift = 1 / (f + (1 - f) / ratio), which grows with the ratio: the ratio's
    limits become the lift's.
    """
    if total <= 0:
        return Interval(float("nan"), 0.0, float("inf"))
    if other_total <= 0:
        return Interval(1.0, 1.0, 1.0)  # the part is the whole
    part = total / (total + other_total)
    times = ratio(count, total, others=others, other_total=other_total)
    return Interval(*(_lifted(value, part) for value in (times.value, times.low, times.high)))


def resampled_means(values: Doubles, chance: np.random.Generator) -> Doubles:
    """(2000,) means of as many values as there are, each time drawn anew with replacement."""
    block = max(1, BLOCK // len(values))
    sizes = [min(block, DRAWS - done) for done in range(0, DRAWS, block)]
    means = [values[chance.integers(len(values), size=(size, len(values)))].mean(axis=1) for size in sizes]
    return np.concatenate(means)


def _lifted(times: float, part: float) -> float:
    if np.isnan(times):
        return times
    if times == 0:
        return 0.0
    return float(1 / (part + (1 - part) / times))
