"""A zip of recordings, opened with care: its names, sizes and nesting are a stranger's.

Sizes are counted while reading, never believed; names are labels, never paths; entries are read one after another.
"""

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from data.audio import CHUNK, Shelf
from data.errors import BadArchive, TooBig
from data.names import clean_name

MOST_ENTRIES = 50_000  # a day of 1,200 calls, forty times over
MOST_BYTES = 200 << 30  # of everything unpacked: a 200-hour day of two-channel 16-bit 16 kHz is 46 GB
MOST_RATIO = 200  # speech hardly shrinks: PCM silence reaches 1,000, a bomb 1,000 and more
SMALL = 10 << 20  # an entry this small may shrink as it likes
TABLES = (".csv", ".tsv")


def is_zip(path: Path) -> bool:
    """Whether the file starts as a zip does; a name's ending proves nothing."""
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def unpack(
    path: Path, shelf: Shelf, *, limit: int, table: Callable[[bytes], None]
) -> Iterator[tuple[str, str, int, str]]:
    """Put every file of a zip on the shelf: its name, sha256, size, and a sentence when it could not be taken.

    Folders, hidden files and what macOS adds are passed over; a CSV goes to ``table``. ``limit`` is the most bytes of
    one file. ``BadArchive`` or ``TooBig`` when the archive as a whole cannot be used.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise BadArchive(f"the zip is broken ({error}): make it again and send it once more") from error
    with archive:
        entries = [entry for entry in archive.infolist() if _wanted(entry)]
        if len(entries) > MOST_ENTRIES:
            raise TooBig(f"the zip holds {len(entries):,} files; the limit is {MOST_ENTRIES:,}: split it")
        total = 0
        for entry in entries:
            name = clean_name(entry.filename)
            try:
                if name.lower().endswith(TABLES):
                    with archive.open(entry) as file:
                        table(b"".join(_counted(file, entry, 20 << 20)))
                    continue
                with archive.open(entry) as file:
                    content, size = shelf.put(_counted(file, entry, limit), limit)
            except (TooBig, BadArchive) as error:
                yield name, "", entry.file_size, str(error)
                continue
            except RuntimeError as error:  # what zipfile raises for a password
                raise BadArchive("the zip is locked with a password: send it without one") from error
            except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
                yield name, "", entry.file_size, f"this entry of the zip is broken ({error}): send the file by itself"
                continue
            total += size
            if total > MOST_BYTES:
                raise TooBig(f"the zip unpacks to more than {MOST_BYTES >> 30} GB: split it")
            yield name, content, size, ""


def _wanted(entry: zipfile.ZipInfo) -> bool:
    last = entry.filename.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    return not (entry.is_dir() or not last or last.startswith(".") or entry.filename.startswith("__MACOSX/"))


def _counted(file: IO[bytes], entry: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    size = 0
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise TooBig(f"the file is larger than {limit >> 20} MB, the limit for one file")
        if size > SMALL and size > MOST_RATIO * max(entry.compress_size, 1):
            raise BadArchive("this entry unpacks to far more than sound can shrink to: it looks like a zip bomb")
        yield chunk
