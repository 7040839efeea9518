"""A zip among the uploads: its files become further items of the same job."""

from collections import Counter

from data import jobs, transcripts, uploads
from data.archive import is_zip, unpack
from data.errors import DataError
from data.jobs import Item
from data.store import Store
from data.subtitles import MOST_BYTES
from inference.limits import MAX_FILE_BYTES


def unzip(store: Store, item: Item) -> bool:
    """Put the files of a zip on the shelf as items of the job; False if it is none.

    ``DataError`` when the archive as a whole cannot be used; what was unpacked before stays in the job and is not added
    again when the zip is tried again.
    """
    path = store.audio.find(item.content)
    if not is_zip(path):
        return False
    tables: list[bytes] = []
    said: list[str] = []
    found, there = 0, _from_before(store, item)
    for name, content, size, problem in unpack(path, store.audio, limit=MAX_FILE_BYTES, table=tables.append):
        if content and transcripts.is_one(name):
            said += _add_transcript(store, item.job, name, content)
            continue
        found += 1
        if there[name, content]:
            there[name, content] -= 1
            continue
        with store.atomic() as write:
            jobs.add_item(write, item.job, name=name, content=content, size=size, problem=problem)
    remarks = [f"a zip of {found} files, each in a row of its own"] + [
        _add_table(store, item.job, table) for table in tables
    ]
    remarks += said
    with store.atomic() as write:
        jobs.finish(write, item.id, reason="; ".join(remarks))
    return True


def _from_before(store: Store, item: Item) -> Counter[tuple[str, str]]:
    """Rows by name and content that came after the zip's own: those of an earlier try, which ended half-way."""
    with store.reading() as read:
        return Counter((row.name, row.content) for row in jobs.items(read, item.job) if row.id > item.id)


def _add_transcript(store: Store, job: int, name: str, content: str) -> list[str]:
    """Take in a transcript, which has no row of its own; a remark where it was left out."""
    path = store.audio.find(content)
    try:
        with store.atomic() as write, path.open("rb") as file:
            uploads.add_transcript(write, job, file.read(MOST_BYTES + 1), name=name)
    except DataError as error:
        return [f"{name} was left out: {error}"]
    return []


def _add_table(store: Store, job: int, table: bytes) -> str:
    try:
        with store.atomic() as write:
            return f"its table describes {uploads.add_table(write, job, table)} files"
    except DataError as error:
        return f"a table in it was left out: {error}"
