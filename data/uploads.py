"""What comes with an upload beside the sound: its metadata table, transcripts, and the same call sent once more."""

from collections.abc import Mapping
from dataclasses import replace

import sqlalchemy as sa

from data import jobs, recordings, rules, schema, transcripts
from data.errors import Closed, Missing, TooBig
from data.metadata import Rows, details_of, read_table, with_more
from data.names import clean_text
from data.records import Recording
from data.subtitles import read_lines

READ = "read"  # kind of the job


def check_open(connection: sa.Connection, job: int, *, most: int | None = None) -> None:
    """Whether something may be added to an upload; quick however many files it has.

    ``Missing`` for what is no upload, ``Closed`` for a cancelled one, ``TooBig`` for one that has ``most`` files.
    """
    mine = schema.job.c.id == job
    found = connection.execute(sa.select(schema.job.c.kind, schema.job.c.state).where(mine)).one_or_none()
    if found is None or found.kind != READ:
        raise Missing(f"there is no upload {job}")
    if found.state == jobs.CANCELLED:
        raise Closed("this upload was cancelled: begin a new one")
    files = sa.select(sa.func.count()).where(schema.item.c.job == job)
    if most is not None and (connection.scalar(files) or 0) >= most:
        raise TooBig(f"one upload takes {most:,} files: begin another for the rest")


def size_of(connection: sa.Connection, job: int) -> int:
    """Bytes of all files of an upload."""
    return connection.scalar(sa.select(sa.func.sum(schema.item.c.size)).where(schema.item.c.job == job)) or 0


def add_file(connection: sa.Connection, job: int, *, name: str, content: str, size: int) -> int:
    """One more file of an upload; its item. Sent again after a broken connection it is still the same item."""
    jobs.lock(connection, job)
    item = schema.item.c
    same = (item.job == job) & (item.content == content) & (item.name == clean_text(name))
    before = connection.scalar(sa.select(item.id).where(same).limit(1))
    return before if before is not None else jobs.add_item(connection, job, name=name, content=content, size=size)


def add_folder(connection: sa.Connection, job: int, place: str) -> None:
    """A folder of this machine becomes part of an upload: a worker lists it and reads its files where they are.

    ``place`` is one of ``data.folders``. ``Closed`` when the upload was cancelled.
    """
    jobs.add_sources(connection, job, {place: (place, 0)})


def add_table(connection: sa.Connection, job: int, content: bytes, *, columns: Mapping[str, str] | None = None) -> int:
    """Add a metadata table to an upload; the number of its rows. It may come before its files or after them.

    Of several tables, a later one adds to what the earlier ones told of a file.
    """
    rows = read_table(content, columns=columns)
    jobs.lock(connection, job)
    options = dict(jobs.find(connection, job).options)
    options["metadata"] = with_more(options.get("metadata", {}), rows)
    jobs.set_options(connection, job, options)
    told = Rows(rows)
    for item in jobs.items(connection, job, states=(jobs.DONE, jobs.DUPLICATE)):
        row = told.of(item.name) if item.content else None
        if row is None:
            continue
        try:
            renew(connection, recordings.find(connection, item.content), name=item.name, row=row)
        except Missing:  # a zip, or erased since: its row is of no use
            continue
    return len(rows)


def add_transcript(connection: sa.Connection, job: int, content: bytes, *, name: str) -> int:
    """Add a transcript to an upload, for its recording of the same name; the number of its lines."""
    lines = read_lines(content)
    jobs.lock(connection, job)
    transcripts.add(connection, job, name=name, lines=lines)
    return len(lines)


def renew(connection: sa.Connection, recording: Recording, *, name: str, row: Mapping[str, str] | None) -> None:
    """Keep what a later upload or table tells of a stored call; what it does not tell stays as it was."""
    told = details_of(name, row)
    renewed = replace(recording, started_at=told.started_at, agent=told.agent, queue=told.queue, metadata=told.more)
    recordings.describe(connection, renewed)
    if told.queue and told.queue != recording.queue and rules.load(connection):
        rules.look_again(connection, priority=jobs.USUAL)  # a rule may be about the queue
