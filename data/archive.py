"""A zip of recordings, opened with care: its names, sizes and nesting are a stranger's.

Sizes are counted while reading, never believed; names are labels, never paths; entries are read one after another.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import IO

from data.audio import CHUNK, Shelf
from data.errors import BadArchive, BadTable, TooBig
from data.names import clean_name
from data.sheet import MOST_BYTES as TABLE_BYTES

MOST_ENTRIES = 50_000  # a day of 1,200 calls, forty times over
MOST_DIRECTORY = 8 << 20  # bytes of the zip's list of entries, each its name's length and 46 more
MOST_BYTES = 200 << 30  # of everything unpacked: a 200-hour day of two-channel 16-bit 16 kHz is 46 GB
MOST_RATIO = 200  # speech hardly shrinks: PCM silence reaches 1,000, a bomb 1,000 and more
SMALL = 10 << 20  # an entry this small may shrink as it likes
SMALL_ALTOGETHER = 1 << 30  # and all entries together
TABLES = (".csv", ".tsv")
ADDED = ("thumbs.db", "desktop.ini")  # what Windows leaves in folders
LOCAL_HEADER = 30  # bytes that stand before every entry's name
ENCRYPTED, UTF_8 = 0x1, 0x800  # bits of an entry's flags
# What decompresses in steps. bzip2 and LZMA do not here: a megabyte of them would become gigabytes of memory.
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
SIGNS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError)
NESTED = "a zip inside a zip is not opened: unpack it and send the recordings"
BOMB = "it unpacks to far more than sound can shrink to: it looks like a zip bomb"


def is_zip(path: Path) -> bool:
    """Whether the file starts as a zip does; a name's ending proves nothing."""
    with path.open("rb") as file:
        return file.read(4) in SIGNS


def unpack(
    path: Path, shelf: Shelf, *, limit: int, table: Callable[[bytes], None]
) -> Iterator[tuple[str, str, int, str]]:
    """Put every file of a zip on the shelf: its name, sha256, size, and a sentence when it could not be taken.

    Folders, hidden files and what macOS and Windows add are passed over; a CSV goes to ``table``, before everything
    else. ``limit`` is the most bytes of one file. ``BadArchive`` or ``TooBig`` when the archive as a whole cannot be
    used, ``DiskFull`` when there is no room for it; what was unpacked before that stays.
    """
    most = max(SMALL_ALTOGETHER, MOST_RATIO * path.stat().st_size)
    with path.open("rb", buffering=0) as raw, _Sparing(raw) as file:
        try:
            archive = zipfile.ZipFile(file)
        except BROKEN as error:
            raise BadArchive(f"the zip is broken ({error}): make it again and send it once more") from error
        entries = [entry for entry in archive.infolist() if _wanted(entry)]
        _check(entries)
        total = 0
        for entry in sorted(entries, key=lambda entry: not _is_table(entry)):
            name = _name(entry)
            try:
                content, size = _take(archive, entry, shelf, limit=limit, table=table)
            except (TooBig, BadArchive, BadTable) as error:
                yield name, "", min(entry.file_size, MOST_BYTES), str(error)
                continue
            total += size
            if total > MOST_BYTES:
                raise TooBig(f"the zip unpacks to more than {MOST_BYTES >> 30} GB: split it")
            if total > most:
                raise BadArchive(f"the zip is refused: {BOMB}")
            if content:
                yield name, content, size, ""


def _take(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, shelf: Shelf, *, limit: int, table: Callable[[bytes], None]
) -> tuple[str, int]:
    """Sha256 (none of a table) and size of an entry that was read."""
    if entry.compress_type not in METHODS:
        raise BadArchive("this entry is compressed in a way that is not read here: make the zip in the usual way")
    try:
        with archive.open(entry) as file:
            if _is_table(entry):
                content = b"".join(_counted(file, entry, TABLE_BYTES))
                table(content)
                return "", len(content)
            return shelf.put(_counted(file, entry, limit), limit)
    except BROKEN as error:
        raise BadArchive(f"this entry of the zip is broken ({error}): send the file by itself") from error


class _Sparing(io.BufferedReader):
    """A file that is never read in one huge gulp: ``zipfile`` reads the list of entries whole, however long it is."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Up to ``size`` bytes; ``TooBig`` for more than a sensible list of entries has."""
        if size is not None and size > MOST_DIRECTORY:
            raise TooBig(f"the zip lists too many files; the limit is {MOST_ENTRIES:,}: split it")
        return super().read(size)


def _check(entries: Sequence[zipfile.ZipInfo]) -> None:
    """``TooBig`` or ``BadArchive`` for an archive that is refused before anything is unpacked."""
    if len(entries) > MOST_ENTRIES:
        raise TooBig(f"the zip holds {len(entries):,} files; the limit is {MOST_ENTRIES:,}: split it")
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise BadArchive("the zip is locked with a password: send it without one")
    for one, following in pairwise(sorted(entries, key=lambda entry: entry.header_offset)):
        if one.header_offset + LOCAL_HEADER + one.compress_size > following.header_offset:
            raise BadArchive("the zip is refused: its files overlap, as only a zip bomb's do")


def _wanted(entry: zipfile.ZipInfo) -> bool:
    last = entry.filename.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    folder = bool(entry.filename) and not last  # zipfile's own is_dir stumbles over an entry without a name
    added = last.startswith(".") or last.lower() in ADDED or entry.filename.startswith("__MACOSX/")
    return not (folder or added)


def _is_table(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith(TABLES)


def _name(entry: zipfile.ZipInfo) -> str:
    """The entry's name; where the zip does not say how it is written, as macOS and Chinese Windows write it."""
    if not entry.flag_bits & UTF_8:
        raw = entry.filename.encode("cp437", errors="replace")
        for encoding in ("utf-8", "gb2312"):
            with suppress(UnicodeDecodeError):
                return clean_name(raw.decode(encoding))
    return clean_name(entry.filename)


def _counted(file: IO[bytes], entry: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    size = 0
    while chunk := file.read(CHUNK):
        if not size and chunk.startswith(SIGNS):
            raise BadArchive(NESTED)
        size += len(chunk)
        if size > limit:
            raise TooBig(f"the file is larger than {limit >> 20} MB, the limit for one file")
        if size > SMALL and size > MOST_RATIO * max(entry.compress_size, 1):
            raise BadArchive(f"this entry is refused: {BOMB}")
        yield chunk
