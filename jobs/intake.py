"""Files of a folder on this machine become a job, as an upload would."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data import jobs, uploads
from data.companions import sort_out
from data.errors import DataError
from data.metadata import read_table
from data.names import clean_name
from data.store import Store
from inference.limits import MAX_FILE_BYTES
from jobs.errors import NothingToDo

TABLE = "metadata.csv"  # the name a folder's metadata table has

log = logging.getLogger("toneatlas.intake")


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder holds: recordings (or what claims to be), its metadata table, and how many files stand beside.

    ``transcripts`` are those of the files beside that are called like a recording.
    """

    recordings: tuple[Path, ...]
    table: Path | None
    beside: int
    transcripts: tuple[Path, ...] = ()


def look(folder: Path) -> Folder:
    """Find the recordings of a folder, at any depth, without hidden files. ``NothingToDo`` if there are none."""
    if folder.is_file():
        return Folder((folder,), None, 0)
    if not folder.is_dir():
        raise NothingToDo(f"there is no folder {folder}")
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not _hidden(path.relative_to(folder)))
    found = sort_out(files)
    if not found.recordings:
        raise NothingToDo(f"{folder} holds no recordings ({len(files)} other files)")
    table = folder / TABLE
    return Folder(found.recordings, table if table in found.tables else None, found.beside, found.transcripts)


def take_in(
    store: Store,
    paths: Sequence[Path],
    *,
    options: dict[str, Any],
    table: Path | None = None,
    transcripts: Sequence[Path] = (),
) -> int:
    """Put files on the shelf and queue them as one job; its number. One that cannot be taken in says why in its row.

    The worker cannot see the job before all its files are in, so nothing is read of a folder that is half copied.
    ``NothingToDo`` or ``BadTable`` for a metadata table that cannot be used, before a file is copied.
    """
    rows = None if table is None else _content(table)
    shelved = [_shelve(store, path) for path in paths]
    with store.atomic() as write:
        job = jobs.add(write, "read", options=options)
        if rows is not None:
            uploads.add_table(write, job, rows)
        for path in transcripts:
            _add_transcript(write, job, path)
        for path, (content, size, problem) in zip(paths, shelved, strict=True):
            jobs.add_item(write, job, name=clean_name(path.name), content=content, size=size, problem=problem)
    return job


def _content(table: Path) -> bytes:
    """The bytes of a metadata table that can be used."""
    try:
        content = table.read_bytes()
    except OSError as error:
        raise NothingToDo(f"the metadata table {table} cannot be opened: {error.strerror}") from error
    read_table(content)
    return content


def _add_transcript(connection: sa.Connection, job: int, path: Path) -> None:
    """A transcript that cannot be used is passed over like any other text beside the recordings; the log says why."""
    try:
        uploads.add_transcript(connection, job, path.read_bytes(), name=path.name)
    except (DataError, OSError) as error:
        log.warning("%s was left out: %s", path.name, error)


def _shelve(store: Store, path: Path) -> tuple[str, int, str]:
    try:
        content, size = store.audio.put_file(path, MAX_FILE_BYTES)
    except DataError as error:
        return "", path.stat().st_size, str(error)
    except OSError as error:
        return "", 0, f"the file cannot be opened: {error.strerror}"
    return content, size, ""


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
