"""Short-time spectra and log-mel bands on the grid of the model contract.

Frames are 25 ms long (``FIELD`` samples, Hann window, transform of 512 points). ``power`` steps by 10 ms, and every
second of its rows is exactly a frame of the contract: row 2t hears samples 320 t … 320 t + 400.
"""

from functools import cache

import numpy as np

from data.records import Floats
from inference.contract import FIELD, RATE

POINTS = 512  # of the transform; bins are 31.25 Hz apart
FINE_HOP = 160  # samples; half of the contract's hop
BANDS = 64
LOWEST, HIGHEST = 60.0, 7600.0  # Hz
RANGE = 80.0  # dB below the loudest band of the window at which the log-mel is floored


def power(window: Floats) -> Floats:
    """Power spectrum every 10 ms, float32 (2T or 2T - 1, 257), of a window of n ≥ 400 samples."""
    frames = np.lib.stride_tricks.sliding_window_view(window, FIELD)[::FINE_HOP]
    spectrum = np.fft.rfft(frames * _hann(), POINTS, axis=1)
    squared: Floats = (np.square(spectrum.real) + np.square(spectrum.imag)).astype(np.float32)
    return squared


def log_mel(spectrum: Floats) -> Floats:
    """Mel bands of a power spectrum in dB, floored 80 dB below the window's loudest band; float32 (T, 64)."""
    bands = 10 * np.log10(spectrum @ filters() + 1e-10)
    floored: Floats = np.maximum(bands, bands.max() - RANGE).astype(np.float32)
    return floored


def standardised(bands: Floats) -> Floats:
    """Bands less the window's mean, over its standard deviation: gain leaves them unchanged. Shape (T, 64)."""
    moved: Floats = ((bands - bands.mean()) / (bands.std() + 1.0)).astype(np.float32)
    return moved


@cache
def filters() -> Floats:
    """Triangles of equal height, evenly spaced in mel (O'Shaughnessy 1987), as a matrix (257, 64)."""
    mel = np.linspace(_mel(LOWEST), _mel(HIGHEST), BANDS + 2)
    edges = 700 * (10 ** (mel / 2595) - 1)
    bins = np.arange(POINTS // 2 + 1)[:, None] * RATE / POINTS
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    return np.clip(np.minimum(rising, falling), 0, None).astype(np.float32)


@cache
def _hann() -> Floats:
    return np.hanning(FIELD + 1)[:-1].astype(np.float32)


def _mel(hertz: float) -> float:
    return float(2595 * np.log10(1 + hertz / 700))
