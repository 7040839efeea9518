"""From frame logits to scores: of a window, a turn, a quarter, a whole call or any dragged region.

Any region's score is the softmax of the weighted mean of the frame logits inside it, because the models' heads are
linear in the time mean (emotion2vec, Ma et al. 2024, https://arxiv.org/abs/2312.15185). Cumulative sums therefore give
every region in constant time. A region from ``start`` to ``end`` holds the frames that start in it, so neighbouring
regions share no frame and together hold them all.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import NothingHeard
from data.records import Floats, Timeline

Doubles = NDArray[np.float64]
Index = NDArray[np.intp]


def softmax(logits: ArrayLike) -> Floats:
    """Scores that sum to 1 over the last axis, from logits of any shape (…, L)."""
    values = np.asarray(logits, dtype=np.float64)
    if values.size == 0:
        return values.astype(np.float32)
    powers = np.exp(values - values.max(axis=-1, keepdims=True))
    scores: Floats = (powers / powers.sum(axis=-1, keepdims=True)).astype(np.float32)
    return scores


def mean_logits(logits: Floats, weights: Floats, mask: NDArray[np.bool_] | None = None) -> Floats:
    """(L,) weighted mean of frame logits (T, L) with weights (T,), of the frames in ``mask`` (T,) if one is given."""
    if mask is not None:
        logits, weights = logits[mask], weights[mask]
    if len(logits) == 0:
        raise NothingHeard("there is no frame to take a score from")
    return np.average(logits.astype(np.float64), axis=0, weights=weights.astype(np.float64)).astype(np.float32)


def in_speech(timeline: Timeline) -> Timeline:
    """The same timeline without the frames in which the voice detector heard no speech."""
    heard = timeline.speech
    return Timeline(
        frames=timeline.frames[heard],
        logits=timeline.logits[heard],
        weights=timeline.weights[heard],
        speech=timeline.speech[heard],
        step=timeline.step,
    )


class Cumulative:
    """Region scores of one timeline in constant time each, from float64 sums; equal to recomputation to 1e-5."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        weights = timeline.weights.astype(np.float64)
        sums = np.zeros((len(weights) + 1, timeline.logits.shape[1] + 1))
        np.cumsum(timeline.logits * weights[:, None], axis=0, out=sums[1:, :-1])
        np.cumsum(weights, out=sums[1:, -1])
        self._sums = sums

    def rows(self, times: ArrayLike) -> Index:
        """For each time in seconds, the number of the first row that starts at or after it."""
        first = np.ceil(np.asarray(times, dtype=np.float64) / self.timeline.step - 1e-6)
        return np.searchsorted(self.timeline.frames, first)

    def frames(self, start: float, end: float) -> int:
        """How many frames were read between ``start`` and ``end`` seconds."""
        first, last = self.rows([start, end])
        return max(0, int(last - first))

    def logits(self, start: float, end: float) -> Floats:
        """(L,) weighted mean logits between ``start`` and ``end`` seconds; ``NothingHeard`` where there is no frame."""
        if self.frames(start, end) == 0:
            raise NothingHeard(f"nobody was read between {start:.2f} and {end:.2f} s")
        logits: Floats = self.many([start], [end])[0]
        return logits

    def scores(self, start: float, end: float) -> Floats:
        """(L,) scores between ``start`` and ``end`` seconds; ``NothingHeard`` where there is no frame."""
        return softmax(self.logits(start, end))

    def many(self, starts: ArrayLike, ends: ArrayLike) -> Floats:
        """(N, L) mean logits of N regions given by their starts and ends in seconds; rows of NaN where no frame is."""
        return self.between(self.rows(starts), self.rows(ends))

    def between(self, first: Index, last: Index) -> Floats:
        """(N, L) mean logits of the rows from ``first`` (N,) up to before ``last`` (N,); NaN where there is none."""
        totals = self._sums[np.maximum(first, last)] - self._sums[first]
        with np.errstate(invalid="ignore"):  # 0 / 0 is the NaN that marks an empty region
            means = totals[:, :-1] / np.where(totals[:, -1:] > 0, totals[:, -1:], np.nan)
        return means.astype(np.float32)


@dataclass(frozen=True, slots=True)
class Standing:
    """Which two emotions lead, and by how much, so that mixed expression shows."""

    first: int  # number of the label
    score: float
    second: int
    second_score: float

    @property
    def margin(self) -> float:
        """How far the first is ahead of the second, 0 … 1."""
        return self.score - self.second_score


def standing(scores: Floats) -> Standing:
    """The two highest of the scores (L,); with a single label the second is that label again, with score 0."""
    order = np.argsort(-scores, kind="stable")
    if len(order) == 1:
        return Standing(0, float(scores[0]), 0, 0.0)
    return Standing(int(order[0]), float(scores[order[0]]), int(order[1]), float(scores[order[1]]))
