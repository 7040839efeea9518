"""From a file to 16 kHz samples: streamed, counted, and stopped at the limits."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from data.records import Floats
from inference.audio import Audio, SourceInfo
from inference.containers import Container, first_bytes, recognise
from inference.contract import RATE
from inference.errors import InferenceError, NoSound, NotAudio, TooLarge, TooLong
from inference.limits import CHANNELS, GIGA, HIGHEST_RATE, HOURS, LOWEST_RATE, MAX_FILE_BYTES
from inference.readers import Reader, open_reader
from inference.resample import Resampler

_ABSURD = 1e6  # samples beyond, of files in floating point, would overflow in resampling; full scale is 1
_ALIKE = 1e-4  # difference (-80 dB) up to which two channels are one that was stored twice: mono exported as stereo
_MISSING = 0.5  # seconds that a file may be shorter than its header says: encoders round to whole packets


def decode(path: Path, *, name: str) -> tuple[Audio, SourceInfo]:
    """The sound of a file at 16 kHz, channel by channel, and what the file was.

    ``name`` is what people call the file; it is only quoted in errors. What could be read of a damaged or cut file is
    kept, and ``SourceInfo.notes`` say so. Raises ``NotAudio``, ``NoSound``, ``TooLong`` or
    ``TooLarge``.
    """
    decoding = Decoding(path, name=name)
    samples = np.concatenate(list(decoding.blocks()), axis=1)
    return Audio(samples[: decoding.voices], RATE), decoding.info


class Decoding:
    """One file on its way to 16 kHz: ``blocks()`` once, then ``info`` and ``voices``."""

    info: SourceInfo
    voices: int  # leading channels that are to be kept: 1 where all hold the same sound, else all

    def __init__(self, path: Path, *, name: str) -> None:
        self._path, self._name = path, name
        self._kind = "a recording"
        self._broken = 0  # samples that were no numbers
        self._alike = True  # so far all channels held the same

    def blocks(self) -> Iterator[Floats]:
        """Blocks (C, n) at 16 kHz within -1 … 1. Raises what ``decode`` raises."""
        try:
            yield from self._blocks()
        except InferenceError as error:
            raise type(error)(f"{self._name} {error}") from error
        except MemoryError:
            raise
        except Exception as error:  # FFmpeg and libsndfile raise eight classes for broken bytes; all mean the same
            started = f"{self._name} is damaged or cut off: it starts like {self._kind} but cannot be read"
            raise NotAudio(f"{started}; send it again or export it anew") from error

    def _blocks(self) -> Iterator[Floats]:
        container = self._recognised()
        self._kind = container.name
        reader = open_reader(self._path, container)
        try:
            _check_form(reader)
            count = 0
            for block in self._resampled(reader):
                count += block.shape[1]
                if count > HOURS * 3600 * RATE:
                    raise TooLong(f"is longer than {HOURS:g} h, the limit; send it in parts")
                if block.shape[1]:
                    yield block
            if not count:
                raise NoSound("holds no sound: not one sample could be read")
            self.voices = 1 if self._alike else reader.channels
            self.info = self._describe(reader, container, count / RATE)
        finally:
            reader.close()

    def _recognised(self) -> Container:
        try:
            size, head = self._path.stat().st_size, first_bytes(self._path)
        except OSError as error:
            raise NotAudio(f"cannot be opened: {error.strerror}") from error
        if size > MAX_FILE_BYTES:
            raise TooLarge(f"has {size / GIGA:.1f} GB; the limit is {MAX_FILE_BYTES // GIGA} GB")
        return recognise(head)

    def _resampled(self, reader: Reader) -> Iterator[Floats]:
        resampler = Resampler(reader.rate, reader.channels)
        for block in reader.blocks():
            if not (block.max() < _ABSURD and block.min() > -_ABSURD):  # nor is anything that holds a NaN
                self._broken += int(np.count_nonzero(~np.isfinite(block)))
                np.nan_to_num(block, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
                np.clip(block, -_ABSURD, _ABSURD, out=block)
            self._alike = self._alike and bool(np.abs(block[1:] - block[0]).max(initial=0) < _ALIKE)
            yield _bounded(resampler.feed(block))
        yield _bounded(resampler.finish())

    def _describe(self, reader: Reader, container: Container, seconds: float) -> SourceInfo:
        notes = []
        promised = reader.promised or 0.0
        cut = seconds < promised - max(_MISSING, 0.02 * promised)
        if cut:
            notes.append(
                f"the file is cut off: its header promises {promised:.0f} s; the {seconds:.1f} s there are were read"
            )
        elif reader.stopped:
            notes.append(f"the file could not be read to its end; its first {seconds:.1f} s were")
        elif reader.damaged:
            notes.append(f"the file is damaged in places; what could be decoded of it, {seconds:.1f} s, was read")
        if self._alike and reader.channels > 1:
            notes.append("all channels hold the same sound: it was read as a recording of one channel")
        if reader.silent:
            notes.append(f"{reader.silent:.1f} s that are missing from the file were read as silence")
        if self._broken:
            notes.append(f"{self._broken} samples were not numbers (NaN or infinity) and were read as silence")
        return SourceInfo(
            rate=reader.rate,
            channels=reader.channels,
            codec=reader.codec,
            container=container.name,
            mime=container.mime,
            plays=reader.codec in container.codecs,
            seconds=seconds,
            notes=tuple(notes),
        )


def _check_form(reader: Reader) -> None:
    if reader.channels < 1 or reader.rate < 1:
        raise NotAudio(f"is damaged: its header says {reader.channels} channels at {reader.rate} Hz")
    if reader.channels > CHANNELS:
        raise TooLarge(f"has {reader.channels} channels; the limit is {CHANNELS}")
    if not LOWEST_RATE <= reader.rate <= HIGHEST_RATE:
        raise TooLarge(f"is sampled at {reader.rate} Hz; {LOWEST_RATE} to {HIGHEST_RATE} Hz can be read")


def _bounded(block: Floats) -> Floats:
    """Within -1 … 1: resampling overshoots full scale a little, and float files may hold anything."""
    return np.clip(block, -1, 1, out=block)
