"""Acoustic descriptors of a voice, one row every 10 ms; ``functionals`` turns them into statistics of the window.

The names are those of the Geneva minimalistic parameter set (eGeMAPS, Eyben et al. 2016) where it has them.
"""

from functools import cache

import numpy as np

from data.records import Floats
from inference.contract import RATE
from inference.mel import BANDS, POINTS

CEPSTRA = 16
SPEECH_RANGE = 35.0  # dB below the 95th percentile of the frame energies: what is quieter is pause or noise


def describe(spectrum: Floats, mel: Floats, voicing: Floats) -> Floats:
    """Descriptors (T, 25) of a power spectrum (T, 257), its log-mel (T, 64) and the voicing of each row (T,)."""
    relative = loudness(spectrum)
    columns = [mel @ cosines(), *_shape(spectrum), _flux(mel), _harmonicity(voicing), relative]
    return np.column_stack(columns).astype(np.float32)


def loudness(spectrum: Floats) -> Floats:
    """Energy of each frame in dB relative to the window's own 95th percentile, so that gain does not count; (T,)."""
    energy = 10 * np.log10(spectrum[:, 2:].sum(axis=1) + 1e-10)
    relative: Floats = np.maximum(energy - np.percentile(energy, 95), -80.0).astype(np.float32)
    return relative


@cache
def cosines() -> Floats:
    """Cosine transform (64, 16) from log-mel to cepstral coefficients 1–16; the 0th, the level, is left out."""
    positions = (np.arange(BANDS) + 0.5) * np.pi / BANDS
    transform = np.cos(positions[:, None] * np.arange(1, CEPSTRA + 1)) * np.sqrt(2 / BANDS)
    return np.asarray(transform, dtype=np.float32)


def _shape(spectrum: Floats) -> list[Floats]:
    """Centroid, spread, entropy, alpha ratio, Hammarberg index and slope of each frame."""
    hertz = np.arange(POINTS // 2 + 1, dtype=np.float32) * (RATE / POINTS)
    share = spectrum / (spectrum.sum(axis=1, keepdims=True) + 1e-10)
    centroid = share @ hertz
    spread = np.sqrt(np.maximum(share @ np.square(hertz) - np.square(centroid), 0))
    entropy = -(share * np.log(share + 1e-10)).sum(axis=1)
    level = 10 * np.log10(spectrum + 1e-9)
    low, high = (hertz >= 50) & (hertz < 1000), (hertz >= 1000) & (hertz < 3800)  # a telephone keeps both
    alpha = 10 * np.log10((spectrum[:, low].sum(axis=1) + 1e-9) / (spectrum[:, high].sum(axis=1) + 1e-9))
    hammarberg = level[:, hertz < 2000].max(axis=1) - level[:, (hertz >= 2000) & (hertz < 3800)].max(axis=1)
    voice = (hertz >= 300) & (hertz < 3400)
    centred = hertz[voice] - hertz[voice].mean()
    slope = level[:, voice] @ (centred / np.square(centred).sum()) * 1000  # dB per kHz
    return [np.log(centroid + 50), spread / 1000, entropy, alpha, hammarberg, slope]


def _flux(mel: Floats) -> Floats:
    """Mean change of the bands, in dB, from the frame before."""
    change = np.abs(np.diff(mel, axis=0)).mean(axis=1)
    return np.concatenate([change[:1] if len(change) else np.zeros(1, np.float32), change])


def _harmonicity(voicing: Floats) -> Floats:
    """Harmonics-to-noise ratio in dB, from the normalised autocorrelation (Boersma 1993)."""
    periodic = np.clip(voicing, 0.01, 0.999)
    return np.asarray(10 * np.log10(periodic / (1 - periodic)), dtype=np.float32)
