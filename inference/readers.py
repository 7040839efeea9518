"""Which library reads a file: libsndfile where it is faster, FFmpeg for the rest and for what is damaged."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from data.records import Floats
from inference.containers import MP3, Container, first_bytes
from inference.errors import InferenceError
from inference.ffmpeg import FFmpegReader
from inference.mpeg import counted_bytes, id3_bytes
from inference.sndfile import SndfileError, SndfileReader

_TAG_BYTES = 1_024  # that may follow an MP3's sound: an ID3v1 tag has 128; less than a quarter second at any bit rate


class Reader(Protocol):
    """An open file: its form, and its sound in planar blocks (C, n) at its own rate."""

    @property
    def rate(self) -> int:
        """Samples per second."""

    @property
    def channels(self) -> int:
        """Rows of each block."""

    @property
    def codec(self) -> str:
        """What the sound is coded in."""

    @property
    def promised(self) -> float | None:
        """Seconds that the header says there are, if it can be believed."""

    @property
    def damaged(self) -> int:
        """Pieces that could not be decoded so far."""

    @property
    def stopped(self) -> bool:
        """Whether reading ended before the file did."""

    @property
    def silent(self) -> float:
        """Seconds of silence put where the file has gaps, so far."""

    def blocks(self) -> Iterator[Floats]:
        """The sound, once."""

    def close(self) -> None:
        """Let go of the file."""


def open_reader(path: Path, container: Container) -> Reader:
    """The reader for a file that was recognised as ``container``. Raises what the libraries raise, and ``NoSound``."""
    if not container.fast or (container == MP3 and not _is_counted(path)):
        return FFmpegReader(path, container)
    try:
        return _Relay(path, container)
    except SndfileError:  # a codec that libsndfile does not know, such as MP3 in a WAV
        return FFmpegReader(path, container)


def _is_counted(path: Path) -> bool:
    """Whether an MP3 holds no more sound than its own header counts.

    Without a header libsndfile guesses the length and stops there, and of two files joined into one it reads the
    first: either would drop the rest without a word.
    """
    with path.open("rb") as file:
        tag = id3_bytes(file.read(10))
    counted = counted_bytes(first_bytes(path))
    return counted > 0 and path.stat().st_size - tag - counted < _TAG_BYTES


class _Relay(SndfileReader):
    """libsndfile until it stumbles over damage, then FFmpeg from the same sample on: it skips what it cannot decode."""

    def __init__(self, path: Path, container: Container) -> None:
        super().__init__(path)
        self._path, self._container = path, container
        self.silent, self.stopped = 0.0, False

    def blocks(self) -> Iterator[Floats]:
        read = 0
        try:
            for block in super().blocks():
                read += block.shape[1]
                yield block
        except SndfileError:
            self.damaged += 1
            yield from self._rest(read)

    def _rest(self, read: int) -> Iterator[Floats]:
        try:
            reader = FFmpegReader(self._path, self._container)
        except (OSError, ValueError, InferenceError):
            if not read:
                raise
            self.stopped = True  # what libsndfile has read is all there is
            return
        try:
            if (reader.rate, reader.channels) != (self.rate, self.channels):
                self.stopped = True
                return
            position = 0
            for block in reader.blocks():
                fresh = block[:, max(0, read - position) :]
                position += block.shape[1]
                if fresh.shape[1]:
                    yield fresh
            self.silent, self.stopped = reader.silent, reader.stopped
        finally:
            reader.close()
