"""Score curves of a timeline for the eye, at any zoom.

A single 20 ms frame was never trained as a unit, so a curve is smoothed over a visible window: its value at a moment
is the score of the region around that moment, ``Cumulative.scores(t - window / 2, t + window / 2)``. Where nobody was
read there is no value. Zooming out widens the window to the distance of the points, so that no speech falls between.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.scores import Cumulative, Doubles, in_speech, softmax
from data.records import Floats, Timeline


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """N points of L scores each; a row of NaN is a gap, and where lines are to break."""

    seconds: Doubles  # (N,) middle of each point's region
    scores: Floats  # (N, L)
    window: float  # seconds that each point looks at


class Curves:
    """All curves of one timeline; made once, then each ``view`` takes milliseconds even of an hour."""

    def __init__(self, timeline: Timeline, *, window: float = 1.0, speech_only: bool = True) -> None:
        self.timeline = in_speech(timeline) if speech_only else timeline
        self.window = window
        self._sums = Cumulative(self.timeline)

    def at(self, moments: NDArray[np.floating], *, window: float | None = None) -> Floats:
        """(N, L) scores of the regions of ``window`` seconds around N moments; NaN where there is no frame at all."""
        half = (window or self.window) / 2
        return _scores(self._sums.many(moments - half, moments + half))

    def every_frame(self) -> Floats:
        """(T, L) smoothed scores at the middle of each of the timeline's frames."""
        return self.at((self.timeline.frames + 0.5) * self.timeline.step)

    def view(self, start: float, end: float, *, points: int = 1000) -> Curve:
        """At most ``points`` evenly spaced points between ``start`` and ``end`` seconds.

        A point is a gap if none of the frames nearer to it than to its neighbours was read.
        """
        step = self.timeline.step
        count = max(1, min(points, round((end - start) / step)))
        edges = np.linspace(start, end, count + 1)
        moments = (edges[:-1] + edges[1:]) / 2
        window = max(self.window, (end - start) / count)
        scores = self.at(moments, window=window)
        rows = self._sums.rows(edges)
        scores[rows[1:] <= rows[:-1]] = np.nan
        return Curve(moments, scores, window)


def _scores(logits: Floats) -> Floats:
    scores = np.full_like(logits, np.nan)
    heard = ~np.isnan(logits).any(axis=1)
    scores[heard] = softmax(logits[heard])
    return scores
