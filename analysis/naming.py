"""A group's name, made of what is over-represented in it: "fearful + neutral · loans · 14–15 h · 3.1×".

The number says how many times as frequent the over-represented things together are in the group as in the day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.intervals import Interval
from analysis.labels import english

Mask = NDArray[np.bool_]
LiftOf = Callable[[Mask], Interval]
CLEAR = 1.1  # a lift belongs into the name when its whole interval lies above this
OFTEN = 0.3  # and when at least this share of the group has the value
SECOND = 0.2  # share from which a second emotion is named beside the first
LONGEST = 4  # hours of a range in a name
ORDINARY = "like the whole day"  # the name of a group in which nothing is over-represented
PARTS = 2  # further parts beside the emotions, the ones with the highest lift


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One over-represented thing."""

    text: str
    holds: Mask  # (N,)
    lift: Interval


def name(columns: Mapping[str, NDArray[np.str_]], inside: Mask, lift_of: LiftOf) -> str:
    """Name of the group of points ``inside`` (N,), from the values (N,) of each kind.

    ``lift_of`` gives the lift, in this group, of what holds for points (N,).
    """
    emotions, over = _emotions(columns["emotion"], inside, lift_of) if "emotion" in columns else ("", None)
    found = [
        _hours(values, inside, lift_of) if kind == "hour" else _value(values, inside, lift_of)
        for kind, values in columns.items()
        if kind != "emotion"
    ]
    clear = sorted((part for part in found if part), key=lambda part: -part.lift.value)[:PARTS]
    named = [part for part in found if part in clear]  # in the order of the kinds
    counted = [part.holds for part in named] + ([over] if over is not None else [])
    words = [emotions, *(part.text for part in named)]
    if counted:
        words.append(f"{lift_of(np.logical_and.reduce(counted)).value:.1f}×")
    return " · ".join(word for word in words if word) or ORDINARY


def _emotions(values: NDArray[np.str_], inside: Mask, lift_of: LiftOf) -> tuple[str, Mask | None]:
    """The one or two emotions that fill the group, an over-represented one first, and where that one holds."""
    found, counts = np.unique(values[inside & (values != "")], return_counts=True)
    if len(found) == 0:
        return "", None
    shares = counts / counts.sum()
    order = [index for index in np.argsort(-shares, kind="stable") if shares[index] >= SECOND] or [int(shares.argmax())]
    lifts = {index: lift_of(values == found[index]) for index in order}
    over = [index for index in order if lifts[index].low > CLEAR and shares[index] >= OFTEN]
    named = (over + [index for index in order if index not in over])[:2]
    text = " + ".join(english(str(found[index])) for index in named)
    return text, (values == found[over[0]]) if over else None


def _value(values: NDArray[np.str_], inside: Mask, lift_of: LiftOf) -> Part | None:
    """The value that fills at least 30 % of the group and has the highest lift, if that is clear."""
    candidates = [Part(str(value), values == value, lift_of(values == value)) for value in np.unique(values[inside])]
    return _clearest([part for part in candidates if part.text], inside)


def _hours(values: NDArray[np.str_], inside: Mask, lift_of: LiftOf) -> Part | None:
    """The range of up to four hours with the clearest lift: the lower limit decides, the shorter range on a tie."""
    found, which = np.unique(values, return_inverse=True)
    hours = np.array([int(value) if value.isdigit() else -1 for value in found])[which]
    present = np.unique(hours[inside & (hours >= 0)])
    ranges = [(int(first), int(last)) for first in present for last in present if 0 <= last - first < LONGEST]
    candidates = []
    for first, last in sorted(ranges, key=lambda pair: pair[1] - pair[0]):
        holds = (hours >= first) & (hours <= last)
        candidates.append(Part(f"{first}–{last + 1} h", holds, lift_of(holds)))
    return _clearest(candidates, inside)


def _clearest(candidates: list[Part], inside: Mask) -> Part | None:
    clear = [part for part in candidates if part.lift.low > CLEAR and part.holds[inside].mean() >= OFTEN]
    return max(clear, key=lambda part: part.lift.low, default=None)
