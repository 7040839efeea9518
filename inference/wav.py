"""Writing sound as WAV, 16 bit, which everything plays."""

import struct
from pathlib import Path

import numpy as np

from inference.audio import Audio

_BLOCK = 1 << 18  # samples of a channel written at once: 16 bit copies of a long call never stand in memory as a whole
_LARGEST = 0xFFFFFFFF - 36  # bytes; eight channels of four hours are 3.7 GB, so what was decoded always fits


def write_wav(path: Path, audio: Audio) -> None:
    """Write samples (C, N) within -1 … 1 to ``path``; full scale is 32767, so that -1 and 1 both fit."""
    channels, count = audio.samples.shape
    size = 2 * channels * count
    if size > _LARGEST:
        raise ValueError(f"a WAV holds at most {_LARGEST} bytes of sound; this is {size}")
    with path.open("wb") as file:
        form = struct.pack("<HHIIHH", 1, channels, audio.rate, 2 * channels * audio.rate, 2 * channels, 16)
        file.write(b"RIFF" + struct.pack("<I", 36 + size) + b"WAVEfmt " + struct.pack("<I", 16) + form)
        file.write(b"data" + struct.pack("<I", size))
        for start in range(0, count, _BLOCK):
            block = np.clip(audio.samples[:, start : start + _BLOCK], -1, 1) * 32_767
            file.write(np.rint(block).astype("<i2").T.tobytes())
