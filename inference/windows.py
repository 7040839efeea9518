"""Which stretches of a recording a model reads at once.

Everything is worked out on the grid of 20 ms frames of the recording: frame f hears the samples from 320 f on, 400 of
them, so the last frame is the last that is whole, and no window needs padding.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from data.records import Floats
from inference.contract import HOP, RATE, frames_in, samples_for

PAUSE_SECONDS = 1.0  # longer pauses end a window
SHORTEST_SECONDS, LONGEST_SECONDS = 3.0, 15.0  # short clips read poorly, long ones take memory by their square

_FRAMES = RATE // HOP  # a second
_PAUSE, _SHORTEST, _LONGEST = (int(s * _FRAMES) for s in (PAUSE_SECONDS, SHORTEST_SECONDS, LONGEST_SECONDS))
Span = tuple[int, int]  # first frame, and the first that is no longer part of it


def split(turns: Floats, seconds: float, *, whole: bool) -> list[tuple[float, float]]:
    """Start and end in seconds of each window of one voice, ascending and disjoint.

    ``turns`` (N, 2) are its stretches of speech in seconds, ascending, in a recording of ``seconds``. ``whole`` asks
    for one window over everything, if there is any speech at all: see ``Recording.read_whole``. Otherwise pauses up to
    1 s are merged and what is longer than 15 s is cut at its longest pauses, or evenly where it has none, into parts
    of 3 to 15 s. Starts and ends lie on the 20 ms grid, all speech that lies in whole frames is covered, and speech
    between pauses shorter than 3 s stays a window of its own.
    """
    frames = frames_in(round(seconds * RATE))
    spans = _on_grid(turns, frames)
    if whole:
        return [(0.0, seconds)] if spans else []
    cut = [part for group in _grouped(spans) for part in _parts(group)]
    return [(first / _FRAMES, end / _FRAMES) for first, end in cut]


def cut(samples: Floats, start: float, end: float) -> Floats:
    """The samples of one channel (N,) that a window hears: the last frame reads 80 samples past its hop.

    A window that ends with the recording, off the grid, takes every sample there is: FunASR normalises over them all.
    """
    first, frames = round(start * _FRAMES), frames_in(len(samples))
    if end * _FRAMES > frames:
        return samples[first * HOP :]
    return samples[first * HOP : first * HOP + samples_for(round(end * _FRAMES) - first)]


def _on_grid(turns: Floats, frames: int) -> list[Span]:
    """Turns as spans of frames, rounded outwards; those that come to overlap or touch are one."""
    spans: list[Span] = []
    for start, end in np.asarray(turns, dtype=np.float64).tolist():
        first, last = int(start * _FRAMES), min(frames, int(np.ceil(end * _FRAMES)))
        if spans and first <= spans[-1][1]:
            first, last = spans[-1][0], max(last, spans.pop()[1])
        if first < last:
            spans.append((first, last))
    return spans


def _grouped(spans: Sequence[Span]) -> list[list[Span]]:
    """Spans in groups between which the pauses are longer than 1 s."""
    groups: list[list[Span]] = []
    for span in spans:
        if groups and span[0] - groups[-1][-1][1] <= _PAUSE:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _parts(group: list[Span]) -> list[Span]:
    """One group as windows of at most 15 s."""
    parts, start, end = [], group[0][0], group[-1][1]
    while end - start > _LONGEST:
        pauses = [(before[1], after[0]) for before, after in pairwise(group)]
        earliest, latest = start + _SHORTEST, min(start + _LONGEST, end - _SHORTEST)
        fitting = [(last, first) for last, first in pauses if earliest <= last <= latest and first <= end - _SHORTEST]
        even = start + (end - start) // -(-(end - start) // _LONGEST)
        last, first = max(fitting, key=lambda pause: pause[1] - pause[0], default=(even, even))
        parts.append((start, last))
        start = first
    return [*parts, (start, end)]
