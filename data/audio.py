"""Audio files by the sha256 of their bytes. A name that somebody sent never becomes a path."""

import errno
import hashlib
import os
import re
import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from data.errors import DiskFull, Missing, TooBig

CHUNK = 1 << 20  # bytes read at a time
SPARE = 256 << 20  # bytes kept free: on a full disk SQLite cannot even delete
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Arrival:
    """A file that is arriving: written to disk chunk by chunk, so that its size never matters to memory."""

    def __init__(self, shelf: "Shelf", limit: int) -> None:
        self._shelf = shelf
        self._limit = limit
        self._digest = hashlib.sha256()
        self._path = shelf.incoming / uuid.uuid4().hex
        self._file = self._path.open("wb")
        self.size = 0

    def write(self, chunk: bytes) -> None:
        """Add bytes. ``TooBig`` over the limit, ``DiskFull`` when the disk has too little room; both drop the file."""
        self.size += len(chunk)
        if self.size > self._limit:
            self.drop()
            raise TooBig(f"the file is larger than {self._limit >> 20} MB, the limit for one file")
        if shutil.disk_usage(self._shelf.incoming).free < SPARE + len(chunk):
            self.drop()
            raise DiskFull(f"the disk has less than {SPARE >> 20} MB left: free some space and send the file again")
        self._digest.update(chunk)
        with self._dropping_when_full():
            self._file.write(chunk)

    def finish(self) -> str:
        """Put the file on the shelf, safe against a power cut, and return its sha256."""
        content = self._digest.hexdigest()
        place = self._shelf.place(content)
        with self._dropping_when_full():
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            if not place.parent.is_dir():
                place.parent.mkdir(exist_ok=True)
                _sync_folder(self._shelf.folder)
            self._path.replace(place)
            _sync_folder(place.parent)
        return content

    def drop(self) -> None:
        """Forget what arrived so far."""
        with suppress(OSError):  # closing writes what is buffered, which on a full disk fails once more
            self._file.close()
        self._path.unlink(missing_ok=True)

    @contextmanager
    def _dropping_when_full(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.drop()
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise DiskFull("the disk is full: free some space and send the file again") from error


class Shelf:
    """The folder of stored audio, and the one where uploads arrive."""

    def __init__(self, folder: Path, incoming: Path) -> None:
        self.folder = folder
        self.incoming = incoming

    def arrive(self, limit: int) -> Arrival:
        """Begin to receive a file of at most ``limit`` bytes."""
        return Arrival(self, limit)

    def put(self, chunks: Iterable[bytes], limit: int) -> tuple[str, int]:
        """Store everything that ``chunks`` gives; sha256 and size of it. An error on the way leaves nothing behind."""
        arrival = self.arrive(limit)
        try:
            for chunk in chunks:
                arrival.write(chunk)
            return arrival.finish(), arrival.size
        except BaseException:
            arrival.drop()
            raise

    def put_file(self, path: Path, limit: int) -> tuple[str, int]:
        """Store a copy of a file."""
        with path.open("rb") as file:
            return self.put(read_chunks(file), limit)

    def place(self, content: str) -> Path:
        """Where a file with that sha256 is or would be. ``Missing`` if it is no sha256 at all."""
        if not _SHA256.fullmatch(content):
            raise Missing("that is not the id of a recording")
        return self.folder / content[:2] / content

    def find(self, content: str) -> Path:
        """Where the file is. ``Missing`` if it is not there."""
        place = self.place(content)
        if not place.is_file():
            raise Missing("the audio of this recording is no longer stored; its readings are")
        return place

    def erase(self, content: str) -> None:
        """Remove the file for good; no error if it is gone already."""
        self.place(content).unlink(missing_ok=True)

    def sweep(self, older_than: float) -> int:
        """Remove uploads that stopped arriving before that time (seconds since 1970); how many there were."""
        swept = 0
        for path in self.incoming.iterdir():
            with suppress(FileNotFoundError):  # it arrived meanwhile
                if path.stat().st_mtime < older_than:
                    path.unlink()
                    swept += 1
        return swept

    def files(self) -> Iterator[Path]:
        """Every stored file; its name is its sha256."""
        return (path for path in self.folder.glob("??/*") if _SHA256.fullmatch(path.name))


def read_chunks(file: BinaryIO) -> Iterable[bytes]:
    """The rest of an open file, a megabyte at a time."""
    while chunk := file.read(CHUNK):
        yield chunk


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open folders, and its rename is journalled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
