"""How a voice's expression runs through a call: quarters, shares, negative runs and recovery, the peak.

Every function takes the voice's timeline in speech, T frames; ``curve`` is its one-second curve, (T, L) scores.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from analysis.errors import NothingHeard
from analysis.labels import expressive, negative
from analysis.runs import longest, runs
from analysis.scores import mean_logits, softmax
from data.records import Floats, Timeline

NEGATIVE_FROM = 0.5  # a moment is negative when the negative emotions together hold at least half of the score
CALM = 3.0  # seconds of speech without negative expression after which a voice has recovered


def quarters(speech: Timeline) -> Floats:
    """(4, L) scores of the four quarters of what a voice says: equal numbers of frames, not of the clock.

    Quarters of the clock would leave a voice that is silent at first without a first quarter. A quarter that has no
    frame, of fewer than four, takes the frame it falls on.
    """
    rows = _quarter_rows(speech)
    return softmax(np.stack([mean_logits(speech.logits[row], speech.weights[row]) for row in rows]))


def quarter_spans(speech: Timeline) -> Floats:
    """(4, 2) seconds of the call at which each of these quarters starts and ends, pauses in between included."""
    frames = [speech.frames[row] for row in _quarter_rows(speech)]
    return np.array([(each[0] * speech.step, (each[-1] + 1) * speech.step) for each in frames], np.float32)


def _quarter_rows(speech: Timeline) -> list[slice]:
    total = len(speech.frames)
    if total == 0:
        raise NothingHeard("a voice without speech has no quarters")
    edges = np.arange(5) * total // 4
    return [slice(first, max(first + 1, last)) for first, last in pairwise(edges)]


def shares(curve: Floats, labels: Sequence[str]) -> dict[str, float]:
    """For each label, under ``share:<label>``, the share of speech time in which it leads the one-second curve."""
    leads = np.bincount(curve.argmax(axis=1), minlength=len(labels))
    return {f"share:{label}": float(count / len(curve)) for label, count in zip(labels, leads, strict=True)}


def shift(speech: Timeline, labels: Sequence[str]) -> dict[str, float]:
    """``last_quarter``'s negative score, its ``shift`` since the first, and whether the voice ``ends_negative``."""
    by_quarter = quarters(speech)[:, negative(labels)].sum(axis=1)
    return {
        "shift": float(by_quarter[3] - by_quarter[0]),
        "last_quarter": float(by_quarter[3]),
        "ends_negative": float(by_quarter[3] >= NEGATIVE_FROM),
    }


def negative_run(speech: Timeline, curve: Floats, labels: Sequence[str]) -> dict[str, float]:
    """``longest_negative_run`` in seconds with its ``…_start``, ``…_label`` and ``…_score``, and ``recovery``.

    The label is the negative emotion that leads in the run, the score is that of the run as a region. Recovery is the
    time from the run's start to the start of the first 3 s of speech after it that hold no negative moment; it is
    absent when the voice does not recover before the call ends.
    """
    holds = curve[:, negative(labels)].sum(axis=1) >= NEGATIVE_FROM
    run = longest(runs(holds, speech.frames, step=speech.step))
    if run is None:
        return {"longest_negative_run": 0.0}
    inside = slice(*np.searchsorted(speech.frames, np.round(np.array(run) / speech.step)))
    scores = softmax(mean_logits(speech.logits[inside], speech.weights[inside]))
    label = int(np.where(negative(labels), scores, -1).argmax())
    numbers = {
        "longest_negative_run": run[1] - run[0],
        "longest_negative_run_start": run[0],
        "longest_negative_run_label": float(label),
        "longest_negative_run_score": float(scores[label]),
    }
    for start, end in runs(~holds, speech.frames, step=speech.step, pause=np.inf):
        first, last = np.searchsorted(speech.frames, np.round(np.array([start, end]) / speech.step))
        if start >= run[1] - speech.step / 2 and (last - first) * speech.step >= CALM:
            return numbers | {"recovery": float(start - run[0])}
    return numbers


def peak(speech: Timeline, curve: Floats, labels: Sequence[str]) -> dict[str, float]:
    """``peak_score`` of any emotion but neutral, the second ``peak_at`` and the ``peak_label``'s number."""
    shown = np.flatnonzero(expressive(labels))
    if len(shown) == 0:
        return {}
    row, column = np.unravel_index(curve[:, shown].argmax(), (len(curve), len(shown)))
    return {
        "peak_score": float(curve[row, shown[column]]),
        "peak_at": float((speech.frames[row] + 0.5) * speech.step),
        "peak_label": float(shown[column]),
    }
