"""What happens to a voice on its way through a telephone: band, codec, noise, room, gain; and other speeds and pitches.

Every function takes and returns mono float32 at 16 kHz; all chance comes from the generator that is passed in.
"""

import io
from collections.abc import Callable

import av
import numpy as np
import soxr
from scipy.signal import butter, fftconvolve, sosfilt

from data.records import Floats
from inference.contract import RATE

BLOCK = 160  # samples, 10 ms
NARROW = 8_000  # Hz, sampling rate of a telephone line
Change = Callable[[Floats, np.random.Generator], Floats]


def telephone(samples: Floats) -> Floats:
    """The plain line every telephone figure is measured on: 300–3400 Hz, 8 kHz, µ-law."""
    narrow = soxr.resample(samples, RATE, NARROW)
    narrow = sosfilt(butter(4, (300, 3400), "bandpass", fs=NARROW, output="sos"), narrow)
    return _wide(_mulaw(narrow / _peak(narrow) * 0.5))


def line(samples: Floats, chance: np.random.Generator) -> Floats:
    """A telephone line of some kind: any pass band, and one of no coding, µ-law, AMR and MP3."""
    narrow = soxr.resample(samples, RATE, NARROW)
    low, high = chance.uniform(60, 350), chance.uniform(3100, 3900)
    narrow = sosfilt(butter(int(chance.integers(2, 6)), (low, high), "bandpass", fs=NARROW, output="sos"), narrow)
    narrow = narrow / _peak(narrow) * chance.uniform(0.1, 0.9)
    coding = chance.choice(["none", "mulaw", "amr", "mp3"], p=[0.25, 0.35, 0.2, 0.2])
    if coding == "mulaw":
        return _wide(_mulaw(narrow))
    if coding == "amr":
        return _wide(_coded(narrow, "amr", "libopencore_amrnb", int(chance.choice([5900, 7950, 12200]))))
    if coding == "mp3":
        return _wide(_coded(narrow, "mp3", "libmp3lame", int(chance.choice([16_000, 24_000]))))
    return _wide(narrow)


def trimmed(samples: Floats, chance: np.random.Generator) -> Floats:
    """Without the silence at either end but for up to 0.3 s: as the product cuts the windows of a call.

    Frames within 30 dB of the loud ones (95th percentile) are the utterance.
    """
    energy = np.square(samples[: len(samples) // BLOCK * BLOCK].reshape(-1, BLOCK)).mean(axis=1)
    loud = np.flatnonzero(energy > np.percentile(energy, 95) / 1000)
    before, after = chance.uniform(0, 0.3 * RATE, 2).astype(int)
    kept = samples[max(0, loud[0] * BLOCK - before) : (loud[-1] + 1) * BLOCK + after]
    return kept if len(kept) >= RATE // 2 else samples


def noise(samples: Floats, chance: np.random.Generator) -> Floats:
    """Noise of a random colour 5–35 dB below the voice, swelling slowly."""
    white = np.fft.rfft(chance.standard_normal(len(samples)))
    hertz = np.maximum(np.fft.rfftfreq(len(samples), 1 / RATE), 20)
    coloured = np.fft.irfft(white * hertz ** -chance.uniform(0, 1.2), len(samples))
    knots = np.exp(chance.normal(0, 0.3, 2 + len(samples) // RATE))
    coloured *= np.interp(np.linspace(0, 1, len(samples)), np.linspace(0, 1, len(knots)), knots)
    ratio = 10 ** (-chance.uniform(5, 35) / 20)
    level = np.sqrt(np.square(samples).mean() / np.square(coloured).mean())
    return (samples + coloured * level * ratio).astype(np.float32)


def room(samples: Floats, chance: np.random.Generator) -> Floats:
    """Reverberation: the direct sound and a tail of noise that falls by 60 dB in 0.15–0.6 s, 5–20 dB below it."""
    seconds = chance.uniform(0.15, 0.6)
    time = np.arange(int(seconds * RATE)) / RATE
    tail = chance.standard_normal(len(time)) * 10 ** (-3 * time / seconds)
    tail[: int(0.002 * RATE)] = 0
    tail *= 10 ** (-chance.uniform(5, 20) / 20) / np.sqrt(np.square(tail).sum())
    tail[0] = 1
    return fftconvolve(samples, tail)[: len(samples)].astype(np.float32)


def speed(samples: Floats, chance: np.random.Generator) -> Floats:
    """Faster or slower by up to 12 %, the pitch with it, as another speaker would be built."""
    return soxr.resample(samples, RATE, RATE / chance.uniform(0.88, 1.12)).astype(np.float32)


def equaliser(samples: Floats, chance: np.random.Generator) -> Floats:
    """A smooth random colouring of up to about ±6 dB, as of another microphone."""
    spectrum = np.fft.rfft(samples)
    place = np.log(np.maximum(np.fft.rfftfreq(len(samples), 1 / RATE), 50))
    knots = np.linspace(place[0], place[-1], 7)
    gain = np.interp(place, knots, chance.normal(0, 3, len(knots)))
    return np.fft.irfft(spectrum * 10 ** (gain / 20), len(samples)).astype(np.float32)


def _peak(samples: Floats) -> float:
    return float(np.abs(samples).max()) + 1e-6


def _wide(narrow: Floats) -> Floats:
    return soxr.resample(np.asarray(narrow, dtype=np.float32), NARROW, RATE).astype(np.float32)


def _mulaw(samples: Floats) -> Floats:
    """ITU-T G.711's companding to 8 bits and back."""
    squeezed = np.sign(samples) * np.log1p(255 * np.minimum(np.abs(samples), 1)) / np.log(256)
    kept = np.round(squeezed * 127) / 127
    return np.asarray(np.sign(kept) * np.expm1(np.abs(kept) * np.log(256)) / 255, dtype=np.float32)


def _coded(narrow: Floats, container: str, codec: str, bits: int) -> Floats:
    """Through FFmpeg's coder and back, in memory; codecs add a delay, so the length is kept but not the alignment."""
    held = io.BytesIO()
    with av.open(held, "w", format=container) as out:
        stream = out.add_stream(codec, rate=NARROW)
        stream.bit_rate = bits
        stream.layout = "mono"
        whole = np.round(np.clip(narrow, -1, 1) * 32767).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(whole, format="s16", layout="mono")
        frame.rate = NARROW
        fifo = av.AudioFifo()
        resampler = av.AudioResampler(format=stream.codec_context.format, layout="mono", rate=NARROW)
        for converted in resampler.resample(frame):
            fifo.write(converted)
        size = stream.codec_context.frame_size or 160
        while (block := fifo.read(size, partial=False)) is not None:
            out.mux(stream.encode(block))
        out.mux(stream.encode(None))
    held.seek(0)
    with av.open(held, format=container) as coded:
        blocks = [block.to_ndarray() for block in coded.decode(audio=0)]
    if not blocks:
        return narrow
    heard = np.concatenate(blocks, axis=1)[0]
    heard = heard / 32768 if heard.dtype == np.int16 else heard
    return np.pad(heard, (0, max(0, len(narrow) - len(heard))))[: len(narrow)].astype(np.float32)
