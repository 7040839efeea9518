"""The strongest seconds of a call: what to hear of it when there is time for ten seconds."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.labels import negative
from data.records import Floats


def highlight(
    spans: NDArray[np.floating], scores: Floats, *, labels: Sequence[str], within: tuple[float, float], seconds: float
) -> float:
    """Second at which, within a stretch of a call, the ``seconds`` with most negative expression begin.

    ``spans`` (W, 2) are a voice's windows in seconds, ``scores`` (W, L) what was read in them. The sum of score times
    overlap is linear between the moments at which either end of the listening meets an end of a window, so the
    highest is at one of those; the earliest of equals is taken, and the stretch's start where nothing was read or
    the stretch is no longer than ``seconds``.
    """
    first, last = within[0], within[1] - seconds
    if last <= first or not len(spans):
        return first
    ends = np.asarray(spans, np.float64).ravel()
    starts = np.unique(np.clip([first, last, *ends, *(ends - seconds)], first, last))
    shared = np.minimum(spans[None, :, 1], starts[:, None] + seconds) - np.maximum(spans[None, :, 0], starts[:, None])
    heard = np.clip(shared, 0.0, None) @ scores[:, negative(labels)].sum(axis=1)
    return float(starts[np.flatnonzero(heard >= heard.max() - 1e-9)[0]])
