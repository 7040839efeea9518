"""Voice-like sounds, made here, on which a reduced precision is calibrated and checked before it may be used."""

from collections.abc import Sequence

import numpy as np

from data.records import Floats
from inference.contract import RATE

HARMONICS = 24


def voice_like(seconds: Sequence[float], *, seed: int = 0) -> list[Floats]:
    """One sound (n,) at 16 kHz for each length: pulses of a wandering pitch, loud and soft like syllables, in noise."""
    rng = np.random.default_rng(seed)
    return [_sound(round(length * RATE), rng) for length in seconds]


def _sound(samples: int, rng: np.random.Generator) -> Floats:
    time = np.arange(samples) / RATE
    pitch = rng.uniform(80, 300) * (1 + 0.2 * np.sin(2 * np.pi * rng.uniform(0.3, 3) * time + rng.uniform(0, 6)))
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    tilt = rng.uniform(0.3, 1.5)
    voice = np.zeros(samples)
    for harmonic in range(1, HARMONICS):
        voice += np.cos(harmonic * phase) * rng.uniform(0.2, 1) / harmonic**tilt
    syllables = 0.55 + 0.45 * np.sin(2 * np.pi * rng.uniform(1, 6) * time + rng.uniform(0, 6))
    wave = syllables * voice + rng.standard_normal(samples) * rng.uniform(0.02, 1)
    loudness = rng.uniform(0.05, 0.5) / np.abs(wave).max()
    return np.asarray(loudness * wave, dtype=np.float32)
