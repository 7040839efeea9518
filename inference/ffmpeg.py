"""Reading with FFmpeg through PyAV: everything that libsndfile does not read or reads slower."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.error import FFmpegError

from data.records import Floats
from inference.errors import NoSound

_SECONDS = 4  # in a block
_SCALES = {"u8": 2**7, "s16": 2**15, "s32": 2**31, "flt": 1, "dbl": 1}  # full scale by sample format


class FFmpegReader:
    """One file, as planar blocks at its own rate. Raises FFmpeg's errors as they are, and ``NoSound``."""

    def __init__(self, path: Path, demuxer: str) -> None:
        self._container = av.open(f"file:{path}", format=demuxer, options={"protocol_whitelist": "file"})
        if not self._container.streams.audio:
            self.close()
            raise NoSound("holds no sound")
        self._stream = self._container.streams.audio[0]
        self.rate: int = self._stream.codec_context.sample_rate
        self.channels: int = self._stream.codec_context.channels
        self.codec: str = self._stream.codec_context.codec.canonical_name
        length, unit = self._stream.duration, self._stream.time_base
        self.promised: float | None = float(length * unit) if length and unit else None  # seconds
        self.damaged = 0  # pieces that could not be decoded

    def blocks(self) -> Iterator[Floats]:
        """Blocks (C, n) until the file, or what of it can be read, ends."""
        buffer, filled = np.empty((self.channels, self.rate * _SECONDS), dtype=np.float32), 0
        for frame in self._frames():
            if frame.samples > buffer.shape[1] - filled:
                yield buffer[:, :filled].copy()
                filled = 0
            if frame.samples > buffer.shape[1]:
                buffer = np.empty((self.channels, frame.samples), dtype=np.float32)
            _copy(frame, buffer[:, filled : filled + frame.samples])
            filled += frame.samples
        if filled:
            yield buffer[:, :filled].copy()

    def _frames(self) -> Iterator[Any]:
        """Decoded frames of the file's own rate and channels; a piece that cannot be decoded is counted and skipped."""
        try:
            for packet in self._container.demux(self._stream):
                try:
                    frames = packet.decode()
                except FFmpegError:
                    self.damaged += 1
                    continue
                for frame in frames:
                    if frame.sample_rate != self.rate or len(frame.layout.channels) != self.channels:
                        self.damaged += 1  # the recording changes its form on the way; what came before is kept
                        return
                    yield frame
        except FFmpegError:
            self.damaged += 1

    def close(self) -> None:
        """Let go of the file."""
        self._container.close()


def _copy(frame: Any, into: Floats) -> None:
    """Write a frame's samples, scaled to -1 … 1, into ``into`` (C, n)."""
    kind = frame.format.name.removesuffix("p")
    if frame.format.is_planar and kind == "flt":  # what the compressed formats give: no array in between
        for row, plane in zip(into, frame.planes, strict=True):
            row[:] = np.frombuffer(plane, dtype=np.float32, count=frame.samples)
        return
    samples = frame.to_ndarray()
    if not frame.format.is_planar:
        samples = samples.reshape(-1, len(into)).T
    np.divide(samples, _SCALES[kind], out=into, casting="unsafe")
    if kind == "u8":
        into -= 1
