"""How strongly each emotion is held for how long in which part of a call: a few hundred bytes that answer any rule.

A rule catches a voice if its emotion stays at or above the threshold for so many seconds. For a given emotion, part
and duration there is a highest threshold that still catches; kept in hundredths, it answers every threshold at once.
So a rule is tried on 100,000 stored calls without touching one timeline, and the answer is exactly that of
``analysis.alerts.episodes``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.alerts import DURATIONS, PARTS, Rule, emotions, rows_of, strengths
from analysis.intervals import Interval, wilson
from analysis.runs import PAUSE
from analysis.scores import Index
from data.records import Floats, Timeline, Whole

Levels = NDArray[np.uint8]
GRID = (np.arange(101) / 100).astype(np.float32)  # as ``episodes`` compares scores with a threshold


def levels(timeline: Timeline, *, seconds: float, labels: Sequence[str]) -> Levels:
    """(E, P, D) highest threshold, in hundredths, at which a rule of that emotion, part and duration still catches.

    0 where nothing lasts so long. ``seconds`` is the length of the call.
    """
    frames, scores = strengths(timeline, labels=labels)
    found = np.zeros((len(emotions(labels)), len(PARTS), len(DURATIONS)), dtype=np.uint8)
    if len(frames) == 0:
        return found
    step = timeline.step
    parts = [rows_of(part, frames, seconds=seconds, step=step) for part in PARTS]
    lowest = _Lowest(scores)
    for column, duration in enumerate(DURATIONS):
        first, last = _windows(frames, duration=duration, step=step)
        if len(first) == 0:
            break  # nothing lasts longer either
        held = lowest.between(first, last)
        for row, (begin, end) in enumerate(parts):
            inside = (first >= begin) & (last < end)
            if inside.any():
                found[:, row, column] = np.searchsorted(GRID, held[inside].max(axis=0), side="right") - 1
    return found


def places(rule: Rule, labels: Sequence[str]) -> list[int]:
    """Where in the bytes of ``levels`` the rule's answers are; empty if the model knows none of its emotions."""
    names = emotions(labels)
    inside = list(PARTS).index(rule.part) * len(DURATIONS) + DURATIONS.index(rule.seconds)
    whole = len(PARTS) * len(DURATIONS)
    return [names.index(name) * whole + inside for name in dict.fromkeys(rule.emotions) if name in names]


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """How many voices a rule would have caught, at each threshold."""

    counts: NDArray[np.int64]  # (101,) voices by the highest threshold that catches them, in hundredths

    @property
    def total(self) -> int:
        """Voices looked at."""
        return int(self.counts.sum())

    @property
    def caught(self) -> NDArray[np.int64]:
        """(101,) voices caught at each threshold."""
        return self.counts[::-1].cumsum()[::-1]

    def share(self, level: int) -> Interval:
        """Of the voices looked at, caught at a threshold in hundredths."""
        return wilson(int(self.caught[level]), self.total)


def _windows(frames: Whole, *, duration: float, step: float) -> tuple[Index, Index]:
    """First and last row of every shortest stretch that lasts ``duration`` seconds and has no long pause in it."""
    length = int(np.ceil(duration / step - 0.5 - 1e-9))  # frames: half a frame short still counts
    last = np.searchsorted(frames, frames + length - 1)
    breaks = np.flatnonzero((np.diff(frames) - 1) * step > PAUSE)
    ends = np.concatenate((breaks, [len(frames) - 1]))
    first = np.arange(len(frames))
    lasts = last <= ends[np.searchsorted(ends, first)]
    return first[lasts], last[lasts]


class _Lowest:
    """Minimum over any stretch of rows in constant time: two overlapping powers of two (a sparse table)."""

    def __init__(self, scores: Floats) -> None:
        self._tables = [scores]

    def between(self, first: Index, last: Index) -> Floats:
        """(N, E) minimum of the rows from ``first`` (N,) to ``last`` (N,), both included."""
        found = np.empty((len(first), self._tables[0].shape[1]), dtype=np.float32)
        power = np.log2(last - first + 1).astype(np.intp)
        for exponent in np.unique(power):
            rows = power == exponent
            table = self._table(int(exponent))
            found[rows] = np.minimum(table[first[rows]], table[last[rows] - (1 << exponent) + 1])
        return found

    def _table(self, exponent: int) -> Floats:
        while len(self._tables) <= exponent:
            before, half = self._tables[-1], 1 << (len(self._tables) - 1)
            self._tables.append(np.minimum(before[:-half], before[half:]))
        return self._tables[exponent]
