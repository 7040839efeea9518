"""Stretches of time over which something lasts, in a voice that also pauses."""

import numpy as np
from numpy.typing import NDArray

from data.records import Floats, Whole

PAUSE = 2.0  # seconds of not speaking that a run survives: a breath, an "mhm" of the other side, not their whole turn


def runs(holds: NDArray[np.bool_], frames: Whole, *, step: float = 0.02, pause: float = PAUSE) -> Floats:
    """(N, 2) start and end in seconds of every run of frames that all hold.

    ``holds`` and ``frames`` are (T,); a run ends at the first frame that does not hold, and where the voice pauses
    for more than ``pause`` seconds. Its length counts the pauses inside it.
    """
    if not holds.any():
        return np.zeros((0, 2), dtype=np.float32)
    rows = np.flatnonzero(holds)
    apart = (np.diff(rows) > 1) | ((np.diff(frames[rows]) - 1) * step > pause)
    first = rows[np.concatenate(([True], apart))]
    last = rows[np.concatenate((apart, [True]))]
    return (np.stack([frames[first], frames[last] + 1], axis=1) * step).astype(np.float32)


def longest(stretches: Floats) -> tuple[float, float] | None:
    """Start and end of the longest of the stretches (N, 2), the first of equals; None where there is none."""
    if len(stretches) == 0:
        return None
    start, end = stretches[int(np.argmax(stretches[:, 1] - stretches[:, 0]))]
    return float(start), float(end)
