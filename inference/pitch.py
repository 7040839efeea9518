"""Pitch and voicing of speech on the contract's 20 ms grid, by autocorrelation and a Viterbi path.

Boersma (1993): the autocorrelation of a 40 ms Hann frame divided by the window's own, so that a periodic sound scores
one at its period. The four highest peaks of a frame are its candidates; the path through them pays for jumps. A
perfectly steady sound above 350 Hz has more than four equal peaks and may be taken for one or two octaves lower.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from data.records import Floats
from inference.contract import FIELD, HOP, RATE, frames_in

LENGTH = 640  # samples; 40 ms holds two periods at 50 Hz
POINTS = 1024  # of the transform: lags up to 384 samples do not wrap around
LOWEST, HIGHEST = 62.0, 600.0  # Hz; 600 leaves room for shouting
CANDIDATES = 4
JUMP = 0.35  # autocorrelation that a jump of one octave costs
OCTAVE = 0.05  # autocorrelation that a period twice as long costs: of two equal peaks the higher pitch is heard


@dataclass(frozen=True, slots=True, eq=False)
class Pitch:
    """Pitch of one window."""

    semitones: Floats  # (T,) above 55 Hz, of the best path, also where nothing is voiced
    voicing: Floats  # (T,) normalised autocorrelation at that period, within 0 … 1


def track(window: Floats) -> Pitch:
    """Follow the pitch of a window of n ≥ 400 samples at 16 kHz."""
    correlation = _autocorrelation(window)
    lags, heights = _candidates(correlation)
    octaves = np.log2(RATE / lags / 55.0).astype(np.float32)
    path = _best_path(octaves, heights + OCTAVE * octaves)
    rows = np.arange(len(path))
    return Pitch(
        semitones=(12 * octaves[rows, path]).astype(np.float32),
        voicing=np.clip(heights[rows, path], 0, 1).astype(np.float32),
    )


def _autocorrelation(window: Floats) -> Floats:
    """Normalised autocorrelation (T, lags up to the longest period + 2) of frames centred on the contract's."""
    margin = (LENGTH - FIELD) // 2
    padded = np.pad(window, margin)
    frames = np.lib.stride_tricks.sliding_window_view(padded, LENGTH)[::HOP][: frames_in(len(window))]
    frames = (frames - frames.mean(axis=1, keepdims=True)) * _hann()
    spectrum = np.fft.rfft(frames, POINTS, axis=1)
    lagged = np.fft.irfft(np.square(spectrum.real) + np.square(spectrum.imag), POINTS, axis=1)
    longest = int(RATE / LOWEST) + 2
    energy = lagged[:, :1] + 1e-7  # a silent frame correlates with nothing
    normal: Floats = (lagged[:, :longest] / energy / _own_autocorrelation()[:longest]).astype(np.float32)
    return normal


def _candidates(correlation: Floats) -> tuple[Floats, Floats]:
    """The four highest peaks of each frame: periods in samples and heights, both (T, 4), refined by a parabola."""
    shortest = int(RATE / HIGHEST)
    before, middle, after = (
        correlation[:, shortest - 1 : -2],
        correlation[:, shortest:-1],
        correlation[:, shortest + 1 :],
    )
    peaks = np.where((middle >= before) & (middle > after), middle, -1.0)
    best = np.argpartition(peaks, -CANDIDATES, axis=1)[:, -CANDIDATES:]
    left, top, right = (np.take_along_axis(part, best, axis=1) for part in (before, middle, after))
    curvature = np.minimum(left - 2 * top + right, -1e-6)
    offset = np.clip(0.5 * (left - right) / curvature, -0.5, 0.5)
    heights = np.where(np.take_along_axis(peaks, best, axis=1) > 0, top - 0.25 * (left - right) * offset, 0.0)
    return (best + shortest + offset).astype(np.float32), heights.astype(np.float32)


def _best_path(octaves: Floats, heights: Floats) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Candidate of each frame on the path of the greatest sum of heights less the cost of its jumps; (T,)."""
    jumps = JUMP * np.abs(octaves[1:, None, :] - octaves[:-1, :, None])  # (T - 1, from, to)
    score = heights[0]
    came_from = np.zeros(octaves.shape, dtype=np.intp)
    for frame, jump in enumerate(jumps, start=1):
        arriving = score[:, None] - jump
        came_from[frame] = arriving.argmax(axis=0)
        score = arriving.max(axis=0) + heights[frame]
    path = np.empty(len(octaves), dtype=np.intp)
    path[-1] = score.argmax()
    for frame in range(len(octaves) - 1, 0, -1):
        path[frame - 1] = came_from[frame, path[frame]]
    return path


@cache
def _hann() -> Floats:
    return np.hanning(LENGTH + 1)[:-1].astype(np.float32)


@cache
def _own_autocorrelation() -> Floats:
    spectrum = np.fft.rfft(_hann(), POINTS)
    lagged = np.fft.irfft(np.abs(spectrum) ** 2, POINTS)
    normal: Floats = (lagged / lagged[0]).astype(np.float32)
    return normal
