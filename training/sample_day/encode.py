"""The formats the sample day is written in, through PyAV."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np

from data.records import Floats


@dataclass(frozen=True, slots=True)
class Format:
    """A container and codec that PyAV can write; ``bits`` a second over all channels, 0 where the codec decides."""

    suffix: str
    container: str
    codec: str
    samples: str
    bits: int = 0
    mono: bool = False
    options: Mapping[str, str] = field(default_factory=dict)


FORMATS = {
    # Below 18 kbit/s libopus folds two channels into one; tuned for voice, 18.5 keep them 37 dB apart.
    "ogg": Format(".ogg", "ogg", "libopus", "s16", 18_500, options={"application": "voip"}),
    "mp3": Format(".mp3", "mp3", "libmp3lame", "s16p", 16_000),
    "m4a": Format(".m4a", "ipod", "aac", "fltp", 24_000),  # at 16, FFmpeg's AAC drowns a quiet voice in noise
    "wav-mulaw": Format(".wav", "wav", "pcm_mulaw", "s16"),
    "wav-adpcm": Format(".wav", "wav", "adpcm_ima_wav", "s16p"),
    "flac": Format(".flac", "flac", "flac", "s16"),
    "amr": Format(".amr", "amr", "libopencore_amrnb", "s16", 12_200, mono=True),
}


def encode(path: Path, channels: Floats, rate: int, kind: Format) -> None:
    """Write samples (C, N) in -1 … 1; a mono format gets the mean of the channels."""
    if kind.mono:
        channels = channels.mean(axis=0, keepdims=True)
    layout = "mono" if len(channels) == 1 else "stereo"
    whole = np.round(channels.clip(-1, 1) * 32767).astype(np.int16)
    with av.open(str(path), "w", format=kind.container, container_options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream(
            kind.codec, rate=rate, layout=layout, format=kind.samples, options=dict(kind.options)
        )
        if kind.bits:
            stream.bit_rate = kind.bits
        for first in range(0, whole.shape[1], rate):
            packed = np.ascontiguousarray(whole[:, first : first + rate].T).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout)
            frame.sample_rate = rate
            frame.pts = first
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def duration(path: Path) -> float:
    """Seconds of sound a decoder gets out of the file."""
    with av.open(str(path)) as container:
        return sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))
