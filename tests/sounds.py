"""Makes sounds and files of them, in every format that FFmpeg's encoders give, so that no recording lies in tests."""

from pathlib import Path

import av
import numpy as np
import soundfile

from data.records import Floats

FORMATS = {  # ending: container, encoder, sample rate
    "mp3": ("mp3", "libmp3lame", 8_000),
    "m4a": ("ipod", "aac", 44_100),
    "mp4": ("mp4", "alac", 44_100),
    "3gp": ("3gp", "libopencore_amrnb", 8_000),
    "aac": ("adts", "aac", 16_000),
    "ogg": ("ogg", "libopus", 48_000),
    "webm": ("webm", "libopus", 48_000),
    "mkv": ("matroska", "pcm_s16le", 16_000),
    "wma": ("asf", "wmav2", 44_100),
    "amr": ("amr", "libopencore_amrnb", 8_000),
    "mp2": ("mp2", "mp2", 44_100),
    "flac": ("flac", "flac", 16_000),
    "aiff": ("aiff", "pcm_s16be", 22_050),
    "caf": ("caf", "pcm_s16be", 22_050),
    "au": ("au", "pcm_mulaw", 8_000),
    "w64": ("w64", "pcm_s16le", 16_000),
    "ulaw.wav": ("wav", "pcm_mulaw", 8_000),
    "alaw.wav": ("wav", "pcm_alaw", 8_000),
    "adpcm.wav": ("wav", "adpcm_ima_wav", 8_000),
    "mp3.wav": ("wav", "libmp3lame", 8_000),
    "wv": ("wv", "wavpack", 16_000),
    "avi": ("avi", "libmp3lame", 44_100),
    "ts": ("mpegts", "aac", 44_100),
}


def tone(hertz: float, seconds: float, *, rate: int = 16_000, height: float = 0.5) -> Floats:
    """A sine as (n,) float32."""
    return (height * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def hiss(seconds: float, *, rate: int = 16_000, height: float = 0.1, seed: int = 0) -> Floats:
    """White noise of that standard deviation, (n,) float32."""
    return np.random.default_rng(seed).normal(0, height, round(seconds * rate)).astype(np.float32)


def save(path: Path, *channels: Floats, rate: int = 16_000, kind: str = "PCM_16", form: str | None = None) -> Path:
    """Write channels with libsndfile; ``kind`` and ``form`` are its names of sample and file format."""
    soundfile.write(path, np.stack(channels, axis=1), rate, subtype=kind, format=form)
    return path


def encode(folder: Path, ending: str, *channels: Floats, rate: int | None = None) -> Path:
    """Write channels, given at the rate of ``FORMATS[ending]``, with FFmpeg's encoder for that ending."""
    container, codec, usual = FORMATS[ending]
    path = folder / f"sound.{ending}"
    layout = "mono" if len(channels) == 1 else "stereo"
    samples = np.stack(channels)
    with av.open(str(path), "w", format=container) as file:
        stream = file.add_stream(codec, rate=rate or usual, layout=layout)
        if codec == "wmav2":
            stream.bit_rate = 64_000  # it has no default
        frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout=layout)
        frame.sample_rate = rate or usual
        resampler = av.AudioResampler(
            stream.codec_context.format, layout, rate or usual, frame_size=stream.codec_context.frame_size or 1_024
        )
        for piece in [*resampler.resample(frame), *resampler.resample(None), None]:
            for packet in stream.encode(piece):
                file.mux(packet)
    return path


def film(path: Path, *, sound: Floats | None = None) -> Path:
    """A short MP4 video, silent unless there is ``sound`` at 44.1 kHz."""
    with av.open(str(path), "w", format="mp4") as file:
        picture = file.add_stream("mpeg4", rate=10)
        picture.width, picture.height, picture.pix_fmt = 32, 32, "yuv420p"
        track = file.add_stream("aac", rate=44_100, layout="mono") if sound is not None else None
        for _ in range(10):
            still = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
            file.mux(picture.encode(still))
        file.mux(picture.encode(None))
        if track is not None:
            frame = av.AudioFrame.from_ndarray(sound[None], format="fltp", layout="mono")
            frame.sample_rate = 44_100
            cut = av.AudioResampler("fltp", "mono", 44_100, frame_size=1_024)
            for piece in [*cut.resample(frame), *cut.resample(None), None]:
                file.mux(track.encode(piece))
    return path
