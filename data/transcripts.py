"""Transcripts: sent beside a recording under the same name, kept with it, found by words, erased with it.

One that comes before its recording waits for it under its upload and its name.
"""

from collections.abc import Collection, Sequence
from pathlib import PurePosixPath

import sqlalchemy as sa

from data import jobs, schema
from data.names import clean_name
from data.store import now
from data.subtitles import Line

ENDINGS = (".vtt", ".srt", ".json")


def is_one(name: str) -> bool:
    """Whether a file is taken for a transcript, by the ending of its name."""
    return name.lower().endswith(ENDINGS)


def stem(name: str) -> str:
    """What a recording and its transcript have in common: the name without folders, ending and letter case."""
    return PurePosixPath(clean_name(name)).stem.casefold()


def add(connection: sa.Connection, job: int, *, name: str, lines: Sequence[Line]) -> None:
    """Keep a transcript that came with an upload, for the recording of that name wherever it is by now."""
    table, item = schema.transcript, schema.item.c
    waiting = (table.c.job == job) & (table.c.file == stem(name))
    connection.execute(sa.delete(table).where(waiting))
    told = [[line.start, line.end, line.speaker, line.text] for line in lines]
    said = "\n".join(line.text for line in lines)
    row = {"job": job, "file": stem(name), "recording": None, "lines": told, "said": said, "added_at": now()}
    connection.execute(table.insert().values(row))
    over = (item.job == job) & item.state.in_((jobs.DONE, jobs.DUPLICATE)) & (item.content != "")
    alike = over & item.name.icontains(stem(name), autoescape=True)
    for found in connection.execute(sa.select(item.name, item.content).where(alike)).all():
        if stem(found.name) == stem(name) and _is_recording(connection, found.content):
            bind(connection, job, name=found.name, recording=found.content)


def bind(connection: sa.Connection, job: int, *, name: str, recording: str) -> None:
    """Give a recording of an upload the transcript that came with it, in place of an older one; nothing without one."""
    table = schema.transcript
    waiting = (table.c.job == job) & (table.c.file == stem(name))
    found = connection.scalar(sa.select(table.c.id).where(waiting).limit(1))
    if found is None:
        return
    connection.execute(sa.delete(table).where(table.c.recording == recording))
    mine = {"job": None, "file": "", "recording": recording}
    connection.execute(sa.update(table).where(table.c.id == found).values(mine))


def forget(connection: sa.Connection, job: int, names: Collection[str]) -> None:
    """Remove what waits with an upload for recordings of these names."""
    table = schema.transcript
    mine = (table.c.job == job) & table.c.file.in_({stem(name) for name in names})
    connection.execute(sa.delete(table).where(mine))


def load(connection: sa.Connection, recording: str) -> list[Line]:
    """The lines of a recording in order of time; none where it has no transcript."""
    told = connection.scalar(sa.select(schema.transcript.c.lines).where(schema.transcript.c.recording == recording))
    return [Line(float(start), float(end), speaker, text) for start, end, speaker, text in told or []]


def _is_recording(connection: sa.Connection, content: str) -> bool:
    table = schema.recording.c
    return connection.scalar(sa.select(table.id).where(table.id == content)) is not None
