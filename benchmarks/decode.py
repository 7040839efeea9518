"""Decoding and speech detection, × real time on one core, beside the plain way of using the same libraries.

``python -m benchmarks.decode`` prints one line per figure. Files of five minutes are made from the real calls beside
the project, or from noise where they are absent. Seconds are those of the processor, not of the clock, so that what
else the machine does counts little; only the scaling over processes is taken by the clock.
"""

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import av
import numpy as np
import soxr

from benchmarks.figures import Figure, figure
from data.records import Floats
from inference.crosstalk import own_speech
from inference.decode import decode
from inference.sandbox import Decoders
from inference.silero import PIECE
from inference.vad import speech, speech_mask

SECONDS = 300
ROUNDS = 3  # of which the fastest counts
SHARED = Path(__file__).resolve().parents[2] / "shared"
CALLS, DAY = SHARED / "calls", SHARED / "day"
LEAK = 10 ** (-20 / 20)  # of a channel's height that comes through to the other; hybrids let -15 to -30 dB through


@dataclass(frozen=True)
class Format:
    """A kind of file that telephone systems leave."""

    name: str
    ending: str
    container: str
    codec: str
    rate: int
    channels: int
    bits: int = 0  # a second, where the codec asks


FORMATS = (
    Format("µ-law 8 kHz wav", "wav", "wav", "pcm_mulaw", 8_000, 1),
    Format("FLAC 8 kHz stereo", "flac", "flac", "flac", 8_000, 2),
    Format("FLAC 16 kHz", "flac", "flac", "flac", 16_000, 1),
    Format("MP3 8 kHz", "mp3", "mp3", "libmp3lame", 8_000, 1, 16_000),
    Format("MP3 16 kHz", "mp3", "mp3", "libmp3lame", 16_000, 1, 32_000),
    Format("MP3 44 kHz stereo", "mp3", "mp3", "libmp3lame", 44_100, 2, 128_000),
    Format("AAC 48 kHz stereo", "m4a", "ipod", "aac", 48_000, 2, 128_000),
    Format("Ogg Opus 48 kHz", "ogg", "ogg", "libopus", 48_000, 1, 24_000),
    Format("Ogg Opus 48 kHz stereo", "ogg", "ogg", "libopus", 48_000, 2, 48_000),
)


def measure() -> list[Figure]:
    """Every figure: name, value, unit, the plain library's value, and how many times as fast ours is."""
    with tempfile.TemporaryDirectory() as folder:
        files = [(each, make(Path(folder), each)) for each in FORMATS]
        figures = [decoding(each.name, path) for each, path in files]
        return [*figures, *scaling([path for _, path in files]), *hearing(), *leaking()]


def decoding(name: str, path: Path) -> Figure:
    """One format, against FFmpeg frame by frame with its own resampler."""
    ours, plain = fastest(lambda: decode(path, name=name), lambda: plainly(path))
    return speed(f"decode {name}", SECONDS / ours, SECONDS / plain)


def scaling(paths: list[Path]) -> list[Figure]:
    """The sandbox with one process and with one per core, over four files of each kind."""
    files = [(path, path.name) for path in paths * 4]

    def clocked(processes: int) -> float:
        with Decoders(processes=processes) as decoders:
            list(decoders.decode_many(files[: 2 * processes]))  # the processes are up
            start = time.perf_counter()
            for _ in decoders.decode_many(files):
                pass
            return len(files) * SECONDS / (time.perf_counter() - start)

    cores = os.cpu_count() or 1
    many, one = clocked(cores), clocked(1)
    return [figure(f"sandbox, {cores} processes against 1", many, "× real time", one, more_is_better=True)]


def hearing() -> list[Figure]:
    """Speech detection of one channel and of 32, against silero-vad's own network, piece by piece."""
    channel = source(16_000)
    ours, plain = fastest(lambda: speech([channel]), lambda: piecewise(channel))
    many, _ = fastest(lambda: speech([channel] * 32), lambda: None)
    return [
        speed("speech detection, 1 channel", SECONDS / ours, SECONDS / plain),
        speed("speech detection, 32 channels", 32 * SECONDS / many, SECONDS / plain),
    ]


def leaking() -> list[Figure]:
    """Seconds of one voice that are taken for the other's, where each channel of the scripted calls leaks a tenth of
    its height into the other, 10 ms late; compared with what the voice detector alone takes for speech there."""
    ours = plain = lost = 0.0
    for path in sorted(DAY.glob("call*"))[::4]:
        clean = decode(path, name=path.name)[0].samples
        mixed = [clean[side] + LEAK * np.roll(clean[1 - side], 160) for side in (0, 1)]
        spoken, heard = (speech(channels) for channels in (list(clean), mixed))
        frames = clean.shape[1] // 320
        for true, all_of_it, own in zip(spoken, heard, own_speech(mixed, heard), strict=True):
            its, with_leaks, without = (speech_mask(turns, frames) for turns in (true, all_of_it, own))
            plain += float((with_leaks & ~its).sum()) / 50
            ours += float((without & ~its).sum()) / 50
            lost += float((with_leaks & its & ~without).sum()) / 50
    if not plain:
        return []
    return [
        figure("leak at -20 dB taken for a voice of its own", ours, "s", plain),
        figure("  and speech that went with it", lost, "s"),
    ]


def speed(name: str, ours: float, plain: float) -> Figure:
    """One rate beside the plain way's."""
    return figure(name, ours, "× real time per core", plain, more_is_better=True)


def fastest(*ways: Callable[[], object]) -> list[float]:
    """Seconds of the processor that each way takes, taken in turns, the best of each."""
    taken = [[] for _ in ways]
    for _ in range(ROUNDS):
        for way, seconds in zip(ways, taken, strict=True):
            start = time.process_time()
            way()
            seconds.append(time.process_time() - start)
    return [max(min(seconds), 1e-9) for seconds in taken]


def plainly(path: Path) -> Floats:
    """The file at 16 kHz as a page of PyAV's documentation would do it."""
    blocks = []
    with av.open(str(path)) as file:
        resampler = av.AudioResampler("fltp", None, 16_000)
        for frame in file.decode(audio=0):
            blocks += [piece.to_ndarray() for piece in resampler.resample(frame)]
        blocks += [piece.to_ndarray() for piece in resampler.resample(None)]
    return np.concatenate(blocks, axis=1)


def piecewise(channel: Floats) -> Floats:
    """silero-vad as it comes: one call for each 32 ms."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    folder = Path(find_spec("silero_vad").submodule_search_locations[0])
    session = onnxruntime.InferenceSession(str(folder / "data" / "silero_vad.onnx"), options)
    state, before, heard, rate = np.zeros((2, 1, 128), np.float32), np.zeros(64, np.float32), [], np.array(16_000)
    for piece in channel[: len(channel) // PIECE * PIECE].reshape(-1, PIECE):
        sound = np.concatenate([before, piece])
        value, state = session.run(None, {"input": sound[None], "state": state, "sr": rate})
        heard.append(value)
        before = sound[-64:]
    return np.concatenate(heard)


def source(rate: int) -> Floats:
    """Five minutes of real calls one after another, or of noise that swells and fades, (n,)."""
    if CALLS.is_dir():
        calls = [decode(path, name=path.name)[0].samples[0] for path in sorted(CALLS.iterdir())]
        sound = np.resize(np.concatenate(calls), SECONDS * 16_000)
    else:
        swell = np.sin(np.arange(SECONDS * 16_000) / 16_000)
        sound = (0.1 * swell * np.random.default_rng(0).normal(size=len(swell))).astype(np.float32)
    return sound if rate == 16_000 else soxr.resample(sound, 16_000, rate)


def make(folder: Path, kind: Format) -> Path:
    """A file of that kind; the second channel is the first, a minute later."""
    path = folder / f"{kind.codec}{kind.rate}x{kind.channels}.{kind.ending}"
    sound = source(kind.rate)
    samples = np.stack([sound, np.roll(sound, 60 * kind.rate)][: kind.channels])
    layout = "mono" if kind.channels == 1 else "stereo"
    with av.open(str(path), "w", format=kind.container) as file:
        stream = file.add_stream(kind.codec, rate=kind.rate, layout=layout)
        if kind.bits:
            stream.bit_rate = kind.bits
        frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout=layout)
        frame.sample_rate = kind.rate
        cut = av.AudioResampler(
            stream.codec_context.format, layout, kind.rate, frame_size=stream.codec_context.frame_size or 1_024
        )
        for piece in [*cut.resample(frame), *cut.resample(None), None]:
            file.mux(stream.encode(piece))
    return path


def main() -> None:
    """Print what was measured."""
    for each in measure():
        beside = "" if each["ratio"] is None else f"{each['ratio']:5.2f} × the plain way"
        print(f"{each['name']:38} {each['value']:9,.0f} {each['unit']:22} {beside}")


if __name__ == "__main__":
    main()
