"""How loud a recording is over time: the grey shape under an emotion curve."""

import numpy as np
from numpy.typing import NDArray

from data.records import Floats

STEP = 0.01  # seconds of one level: finer than a pixel at the deepest zoom, 2 s across a screen
FLOOR = -54.0  # dB below full scale that is drawn as nothing: the noise of a quiet telephone line
LOUDEST = -6.0  # dB of loud speech, drawn at full height


def levels(samples: NDArray[np.int16], *, rate: int) -> Floats:
    """(B, C) loudness 0 … 1 of each 10 ms of 16-bit samples (N, C): root mean square on a scale of decibels."""
    wide = max(1, round(rate * STEP))
    pieces = len(samples) // wide
    chunk = samples[: pieces * wide].astype(np.float32).reshape(pieces, wide, -1) / 32_768
    power = np.square(chunk).mean(axis=1)
    decibels = 10 * np.log10(np.maximum(power, 1e-12))
    scaled: Floats = np.clip((decibels - FLOOR) / (LOUDEST - FLOOR), 0, 1).astype(np.float32)
    return scaled


def view(heard: Floats, start: float, end: float, *, points: int = 1000) -> Floats:
    """(points or fewer, C) the loudest level in each of equal pieces between ``start`` and ``end`` seconds.

    The loudest, not the mean: a short sound must stay visible at any zoom. A piece beyond the end is silent.
    """
    count = max(1, min(points, round((end - start) / STEP)))
    edges = (np.linspace(start, end, count + 1) / STEP + 1e-6).astype(np.intp)
    shown = np.zeros((count, heard.shape[1]), np.float32)
    inside = edges[:-1] < len(heard)
    if inside.any():
        firsts = edges[:-1][inside]
        shown[inside] = np.maximum.reduceat(heard[: max(edges[-1], firsts[-1] + 1)], firsts, axis=0)
    return shown
