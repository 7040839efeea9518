"""How each mood is acted: what espeak-ng is asked for, and what is done to the voice afterwards.

The directions follow what reviews of vocal emotion agree on (Scherer 2003, "Vocal communication of emotion", table 1):
anger and fear fast and high, anger loud and bright, sadness slow, low, narrow and dull, joy high and wide.
"""

from dataclasses import dataclass

import numpy as np
import soxr
from scipy.signal import butter, sosfilt

from data.records import Floats

RATE = 22_050  # Hz, espeak-ng's own


@dataclass(frozen=True, slots=True)
class Acting:
    pitch: int = 0  # % higher
    range: int = 0  # % wider
    speed: int = 0  # % faster
    level: float = -24.0  # dBFS of the speaking parts
    tilt: float = 0.0  # dB by which the band above 1.2 kHz is raised
    drive: float = 0.0  # how hard the wave is pressed into saturation; 0 leaves it
    tremble: float = 0.0  # % by which the pitch wavers, about nine times a second
    breath: float = 0.0  # noise under the voice, as a share of its level
    gap: float = 0.35  # seconds of silence before the line


ACTINGS = {
    "neutral": Acting(pitch=-6, range=-35, tilt=-8, breath=0.05),
    "happy": Acting(pitch=52, range=170, speed=-1, level=-21, tilt=-4, drive=0.7, tremble=0.3, gap=0.25),
    "angry": Acting(pitch=40, range=90, speed=20, level=-15, tilt=5, drive=3.0, gap=0.12),
    "fearful": Acting(pitch=72, range=-25, speed=36, level=-22, tilt=-5, drive=1.0, tremble=3.5, breath=0.22, gap=0.18),
    "sad": Acting(pitch=-20, range=-45, speed=-28, level=-28, tilt=-10, tremble=0.3, breath=0.15, gap=0.9),
    "surprised": Acting(
        pitch=36, range=160, speed=8, level=-20, tilt=4.5, drive=0.9, tremble=0.5, breath=0.20, gap=0.5
    ),
}


def act(speech: Floats, acting: Acting, rng: np.random.Generator) -> Floats:
    """The spoken samples (N,) at 22,050 Hz, coloured by a mood and brought to its level."""
    if acting.tremble:
        speech = tremble(speech, acting.tremble, rng)
    if acting.breath:
        envelope = np.sqrt(sosfilt(butter(2, 12, fs=RATE, output="sos"), speech**2).clip(0))
        speech = speech + acting.breath * envelope * rng.standard_normal(len(speech)) * 2
    if acting.tilt:
        treble = sosfilt(butter(1, 1200, "high", fs=RATE, output="sos"), speech)
        speech = speech + (10 ** (acting.tilt / 20) - 1) * treble
    speech = speech / loudness(speech)
    if acting.drive:
        speech = np.tanh(acting.drive * speech / 3)
        speech = speech / loudness(speech)
    return (speech * 10 ** (acting.level / 20)).astype(np.float32)


def tremble(speech: Floats, percent: float, rng: np.random.Generator) -> Floats:
    """Make pitch and loudness waver, as in a shaking voice, by reading the samples at an uneven pace."""
    seconds = np.arange(len(speech)) / RATE
    knots = np.arange(0, seconds[-1] + 0.8, 0.4)
    rate = np.interp(seconds, knots, rng.normal(9, 1, len(knots)))
    wave = np.sin(2 * np.pi * np.cumsum(rate) / RATE)
    pace = np.cumsum(1 + wave * percent / 100)
    moved = np.interp(pace, np.arange(len(speech)), speech)
    return (moved * (1 + 0.05 * percent * wave)).astype(np.float32)


def loudness(speech: Floats) -> float:
    """Root mean square of the louder half of the 20 ms frames, so that pauses do not count."""
    frames = speech[: len(speech) // 441 * 441].reshape(-1, 441)
    energy = np.sort(np.square(frames).mean(axis=1))
    return float(np.sqrt(energy[len(energy) // 2 :].mean()) + 1e-9)


def telephone(speech: Floats) -> Floats:
    """The samples as a telephone line passes them: 300 to 3,400 Hz, at 8 kHz."""
    band = sosfilt(butter(4, [300, 3400], "bandpass", fs=RATE, output="sos"), speech)
    return soxr.resample(band, RATE, 8000).astype(np.float32)
