"""What is wrong with the sound of a voice, so that people know how far to trust what a model heard in it.

Every threshold lies between what undamaged recordings show and what the same recordings show when they are damaged on
purpose.
"""

import numpy as np
from numpy.typing import NDArray

from data.records import Floats
from inference.contract import HOP, RATE
from inference.vad import speech_mask

CLIPPED, NOISY, NARROW_BAND, CUT_OFF = "clipped", "noisy", "narrow_band", "cut_off"

TOP, TOP_SHARE = 0.9, 0.003  # share of speech above 90 % of its peak: more is clipped
LEAST_CONTRAST = 12.0  # dB between voice and background; undamaged: 13 and more, usually 25
BAND_EDGE, LEAST_TREBLE = 4_200.0, -45.0  # Hz, dB; 16 kHz speech has -33 and more above it, telephone speech under -56
ABRUPT = -8.0  # dB to the voice's mean level in the recording's first or last 50 ms; finished speech has faded out

_MARGIN = 5  # frames around speech that are neither speech nor background
_BACKGROUND = 25  # frames (half a second) without speech that are enough to know the background
_EDGE = RATE // 20  # samples
_SILENCE = 1e-10  # mean square of -100 dB: what counts as nothing


def flags_of(samples: Floats, turns: Floats) -> tuple[str, ...]:
    """The flags of one voice: ``clipped``, ``noisy``, ``narrow_band``, ``cut_off``, as far as they hold.

    ``samples`` (N,) are its channel at 16 kHz, ``turns`` (S, 2) its stretches of speech in seconds. Without speech
    there are none. Clipping that a lossy codec or resampling from 44.1 kHz and above has blurred is not seen.
    """
    frames = samples[: len(samples) // HOP * HOP].reshape(-1, HOP)
    spoken = speech_mask(turns, len(frames))
    if not spoken.any():
        return ()
    voice = frames[spoken]
    level = float(np.square(voice).mean())
    narrow, noisy = treble(voice) < LEAST_TREBLE, contrast(frames, spoken) < LEAST_CONTRAST
    found = {
        CLIPPED: _top_share(voice, narrow) > TOP_SHARE,
        NOISY: noisy,
        NARROW_BAND: narrow,
        CUT_OFF: not noisy and _breaks_off(samples, turns, level),  # noise does not fade, so nothing can be told
    }
    return tuple(flag for flag, holds in found.items() if holds)


def contrast(frames: Floats, spoken: NDArray[np.bool_]) -> float:
    """How far a voice stands above its background, in dB: mean power of speech to median power of the rest.

    ``frames`` (T, 320), ``spoken`` (T,). Where the rest is shorter than half a second, the quietest twentieth of the
    frames in speech stands for it.
    """
    power = np.square(frames).mean(axis=1)
    near = np.convolve(spoken, np.ones(2 * _MARGIN + 1), mode="same") > 0.5
    rest, voice = power[~near], power[spoken]
    background = np.median(rest) if len(rest) >= _BACKGROUND else np.percentile(voice, 5)
    excess = max(voice.mean() - background, _SILENCE)
    return float(10 * np.log10(excess / max(background, _SILENCE)))


def treble(voice: Floats) -> float:
    """Power of frames (T, 320) above 4.2 kHz relative to all of it, in dB."""
    window = np.hanning(HOP).astype(np.float32)
    power = np.zeros(HOP // 2 + 1)
    for start in range(0, len(voice), 4_096):  # a long call in one piece would take 16 times its own memory
        power += np.square(np.abs(np.fft.rfft(voice[start : start + 4_096] * window))).sum(axis=0)
    edge = int(BAND_EDGE / RATE * HOP)
    return float(10 * np.log10(max(power[edge + 1 :].sum(), _SILENCE) / max(power.sum(), _SILENCE)))


def loudness(samples: Floats, *, step: float = 0.1) -> Floats:
    """Level of each ``step`` seconds of one channel (N,) at 16 kHz, in dB to full scale, not under -100: (M,).

    The last piece may be shorter. A sine of full scale has -3 dB.
    """
    if not len(samples):
        return np.zeros(0, dtype=np.float32)
    edges = np.arange(0, len(samples), round(step * RATE))
    sums = np.add.reduceat(np.square(samples, dtype=np.float64), edges)
    lengths = np.diff(np.append(edges, len(samples)))
    return (10 * np.log10(np.maximum(sums / lengths, _SILENCE))).astype(np.float32)


def _top_share(voice: Floats, narrow: bool) -> float:
    """Share of samples near the peak. Resampling from 8 kHz leaves every second sample nearly as it was."""
    heights = np.abs(voice[:, :: 2 if narrow else 1])
    return float((heights > TOP * heights.max()).mean())


def _breaks_off(samples: Floats, turns: Floats, level: float) -> bool:
    """Whether the recording begins or ends within speech, in full voice."""
    tail = len(samples) / RATE - 0.05
    ends = [samples[:_EDGE]] * bool(turns[0, 0] < 0.05) + [samples[-_EDGE:]] * bool(turns[-1, 1] > tail)
    return any(np.square(end).mean() > level * 10 ** (ABRUPT / 10) for end in ends)
