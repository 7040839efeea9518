"""Reading with FFmpeg through PyAV: everything that libsndfile does not read or reads slower."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.error import FFmpegError

from data.records import Floats
from inference.containers import Container
from inference.errors import NoSound

_SECONDS = 4  # in a block
_GAP, _LONGEST_GAP = 0.25, 600.0  # seconds: time stamps jitter by less, and a jump by more is a broken one
_SCALES = {"u8": 2**7, "s16": 2**15, "s32": 2**31, "flt": 1, "dbl": 1}  # full scale by sample format


class FFmpegReader:
    """One file, as planar blocks at its own rate; a ``Reader``. Raises FFmpeg's errors as they are, and ``NoSound``."""

    def __init__(self, path: Path, container: Container) -> None:
        options = {"protocol_whitelist": "file"}  # whatever a file refers to, nothing is fetched for it
        self._file = av.open(f"file:{path}", format=container.demuxer, options=options)
        if not self._file.streams.audio:
            self.close()
            raise NoSound("holds no sound")
        self._stream = self._file.streams.audio[0]
        self.rate: int = self._stream.codec_context.sample_rate
        self.channels: int = self._stream.codec_context.channels
        self.codec: str = self._stream.codec_context.codec.canonical_name
        self._tick = float(self._stream.time_base or 0)  # seconds
        self.promised = self._length() if container.trusted else None
        self.damaged, self.silent, self.stopped = 0, 0.0, False

    def _length(self) -> float | None:
        """Seconds, as the header says."""
        if self._stream.duration:
            return float(self._stream.duration * self._tick)
        return self._file.duration / 1_000_000 if self._file.duration else None  # Matroska knows only the whole file's

    def blocks(self) -> Iterator[Floats]:
        """Blocks (C, n) until the file, or what of it can be read, ends."""
        room = self.rate * _SECONDS
        block, filled = self._empty(room), 0
        for frame, count, gap in self._timed(self._frames()):
            if filled and (gap or filled + count > block.shape[1]):
                yield block[:, :filled]
                block, filled = self._empty(room), 0
            if gap:
                yield from self._silence(gap)
            if count > block.shape[1]:
                block = self._empty(count)
            _copy(frame, block, filled, filled + count)
            filled += count
        if filled:
            yield block[:, :filled]

    def _empty(self, samples: int) -> Floats:
        return np.empty((self.channels, samples), dtype=np.float32)

    def _silence(self, samples: int) -> Iterator[Floats]:
        room = self.rate * _SECONDS
        for start in range(0, samples, room):
            yield np.zeros((self.channels, min(samples - start, room)), dtype=np.float32)

    def _timed(self, frames: Iterator[Any]) -> Iterator[tuple[Any, int, int]]:
        """Each frame, its samples, and those that are missing before it by its time stamp: pages lost, silence not
        sent."""
        unit = self._tick * self.rate  # samples in a tick
        position, start = 0, 0
        first = True
        for frame in frames:
            gap, count, stamp = 0, frame.samples, frame.pts
            if stamp is not None and unit:
                stamped = int(stamp * unit)
                start, first = (stamped, False) if first else (start, False)
                gap = stamped - start - position
            if gap > _LONGEST_GAP * self.rate:  # a broken stamp: count on from it
                start, gap = start + gap, 0
            elif gap < _GAP * self.rate:
                gap = 0
            self.silent += gap / self.rate
            position += gap + count
            yield frame, count, gap

    def _frames(self) -> Iterator[Any]:
        """Decoded frames of the file's own rate and channels; a piece that cannot be decoded is counted and skipped."""
        try:
            for packet in self._file.demux(self._stream):
                try:
                    frames = packet.decode()
                except FFmpegError:
                    self.damaged += 1
                    continue
                for frame in frames:
                    if frame.sample_rate != self.rate or frame.layout.nb_channels != self.channels:
                        self.stopped = True  # the recording changes its form on the way; what came before is kept
                        return
                    yield frame
        except FFmpegError:
            self.stopped = True

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _copy(frame: Any, block: Floats, start: int, end: int) -> None:
    """Write a frame's samples, scaled to -1 … 1, into ``block`` (C, n) from ``start`` to ``end``."""
    kind = frame.format.name
    if kind == "fltp":  # what most compressed formats give, 50 times a second: no array in between
        for row, plane in enumerate(frame.planes):
            block[row, start:end] = np.frombuffer(plane, np.float32, end - start)
        return
    samples = frame.to_ndarray()
    if not frame.format.is_planar:
        samples = samples.reshape(-1, len(block)).T
    kind = kind.removesuffix("p")
    np.divide(samples, _SCALES[kind], out=block[:, start:end], casting="unsafe")
    if kind == "u8":
        block[:, start:end] -= 1
