"""What a whole window sounds like, as one vector: statistics of its descriptors, pitch, rhythm and modulation.

Statistics are taken over the frames in speech, within 35 dB of the window's loud frames, so that pauses and their noise
count only where pauses themselves are measured.
"""

import numpy as np
from numpy.typing import NDArray

from data.records import Floats
from inference import descriptors
from inference.mel import BANDS
from inference.pitch import Pitch

VOICED = 0.45  # autocorrelation from which a frame counts as voiced
COARSE = 20  # bands of the mean spectrum
MODULATION = (0.7, 1.2, 2.0, 3.2, 5.0, 8.0, 12.0, 19.0, 32.0)  # Hz; edges of eight bands
REGIONS = ((0, BANDS), (0, 12), (12, 26), (26, 42), (42, BANDS))  # mel bands whose envelopes are followed


def functionals(spectrum: Floats, mel: Floats, pitch: Pitch) -> Floats:
    """Functionals (F,) of a window's power spectrum (T', 257) and log-mel (T', 64) every 10 ms and its pitch (T,)."""
    length = len(spectrum)
    semitones = np.repeat(pitch.semitones, 2)[:length]
    voicing = np.repeat(pitch.voicing, 2)[:length]
    loudness = descriptors.loudness(spectrum)
    speech = loudness > -descriptors.SPEECH_RANGE
    voiced = speech & (voicing > VOICED)
    frames = descriptors.describe(spectrum, mel, voicing)
    changes = np.diff(frames, axis=0, prepend=frames[:1])
    parts: list[Floats] = [
        _statistics(frames[speech]),
        np.concatenate([changes[speech].std(axis=0), np.abs(changes[speech]).mean(axis=0)]),
        _mean_and_deviation(frames[voiced]),
        _bands(mel[speech]),
        _pitch(semitones, voiced, speech),
        _rhythm(loudness, voiced, speech),
        *(_modulation(mel[:, low:high].mean(axis=1)) for low, high in REGIONS),
    ]
    whole = np.nan_to_num(np.concatenate(parts), nan=0.0, posinf=0.0, neginf=0.0)
    return np.asarray(whole, dtype=np.float32)


def _statistics(frames: Floats) -> Floats:
    """Mean, deviation, five percentiles and skewness of each column, one after another; (8 · columns,)."""
    mean, deviation = frames.mean(axis=0), frames.std(axis=0)
    percentiles = np.percentile(frames, [5, 25, 50, 75, 95], axis=0)
    skewness = ((frames - mean) ** 3).mean(axis=0) / (deviation**3 + 1e-3)
    return np.concatenate([mean, deviation, percentiles.ravel(), skewness]).astype(np.float32)


def _mean_and_deviation(frames: Floats) -> Floats:
    if not len(frames):
        return np.zeros(2 * frames.shape[1], dtype=np.float32)
    return np.concatenate([frames.mean(axis=0), frames.std(axis=0)])


def _bands(mel: Floats) -> Floats:
    """Mean spectrum in 20 bands less its own mean level, and the deviation of each band over time; (40,)."""
    edges = np.linspace(0, BANDS, COARSE + 1).astype(int)
    coarse = np.add.reduceat(mel, edges[:-1], axis=1) / np.diff(edges)
    mean = coarse.mean(axis=0)
    return np.concatenate([mean - mean.mean(), coarse.std(axis=0)])


def _pitch(semitones: Floats, voiced: NDArray[np.bool_], speech: NDArray[np.bool_]) -> Floats:
    """Level, range, shape and movement of the pitch, in semitones and seconds; (20,)."""
    heard = semitones[voiced]
    if len(heard) < 5:
        return np.zeros(20, dtype=np.float32)
    percentiles = np.percentile(heard, [5, 25, 50, 75, 95])
    seconds = np.flatnonzero(voiced) * 0.01
    slope, start = np.polyfit(seconds - seconds[0], heard, 1) if seconds[-1] > seconds[0] else (0.0, heard.mean())
    steps = np.diff(semitones)[voiced[1:] & voiced[:-1]]
    steps = steps[np.abs(steps) < 4] / 0.01  # larger ones are octave errors
    rising, falling = steps[steps > 0], steps[steps < 0]
    third = max(1, len(heard) // 3)
    values = [
        *percentiles,
        percentiles[4] - percentiles[0],
        percentiles[3] - percentiles[1],
        heard.mean(),
        heard.std(),
        ((heard - heard.mean()) ** 3).mean() / (heard.std() ** 3 + 0.1),
        slope,
        start,
        (heard - np.interp(seconds, seconds[[0, -1]], [start, start + slope * (seconds[-1] - seconds[0])])).std(),
        heard[:third].mean() - heard.mean(),
        heard[-third:].mean() - heard.mean(),
        rising.mean() if len(rising) else 0.0,
        falling.mean() if len(falling) else 0.0,
        np.abs(steps).mean() if len(steps) else 0.0,
        np.abs(steps).std() if len(steps) else 0.0,
        voiced.sum() / max(1, speech.sum()),
    ]
    return np.array(values, dtype=np.float32)


def _rhythm(loudness: Floats, voiced: NDArray[np.bool_], speech: NDArray[np.bool_]) -> Floats:
    """Lengths and rates of voiced stretches and pauses, and how the loudness rises and falls; (14,)."""
    seconds = len(loudness) * 0.01
    stretches, pauses = _runs(voiced), _runs(~speech)
    steps = np.diff(loudness)[speech[1:]] if len(loudness) > 1 else np.zeros(1, np.float32)
    place = np.linspace(-1, 1, len(loudness), dtype=np.float32)
    inside = loudness[speech] - loudness[speech].mean()
    values = [
        np.log(seconds),
        speech.mean(),
        len(stretches) / seconds,
        stretches.mean() if len(stretches) else 0.0,
        stretches.std() if len(stretches) else 0.0,
        stretches.max() if len(stretches) else 0.0,
        len(pauses) / seconds,
        pauses.mean() if len(pauses) else 0.0,
        pauses.max() if len(pauses) else 0.0,
        steps[steps > 0].mean() if (steps > 0).any() else 0.0,
        steps[steps < 0].mean() if (steps < 0).any() else 0.0,
        np.abs(steps).std() if len(steps) else 0.0,
        (inside * place[speech]).mean(),
        np.percentile(loudness, 10),
    ]
    return np.array(values, dtype=np.float32)


def _runs(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Lengths in seconds of the stretches of true values."""
    edges = np.diff(np.concatenate([[0], mask.astype(np.int8), [0]]))
    lengths = np.flatnonzero(edges == -1) - np.flatnonzero(edges == 1)
    return np.asarray(lengths * 0.01, dtype=np.float64)


def _modulation(envelope: Floats) -> Floats:
    """Log energy of an envelope's fluctuation in eight bands from 0.7 to 32 Hz, per second of window; (8,)."""
    points = 1024 if len(envelope) <= 1024 else 1 << (len(envelope) - 1).bit_length()
    taper = np.hanning(len(envelope) + 2)[1:-1]
    spectrum = np.square(np.abs(np.fft.rfft((envelope - envelope.mean()) * taper, points))) / len(envelope)
    hertz = np.fft.rfftfreq(points, 0.01)
    bands = np.searchsorted(hertz, MODULATION)
    energy = np.add.reduceat(spectrum, bands)[:-1] / np.diff(bands)
    return np.log(energy + 1e-3).astype(np.float32)
