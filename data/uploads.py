"""What comes with an upload beside the sound: its metadata table, and the same call sent once more."""

from collections.abc import Mapping
from dataclasses import replace

import sqlalchemy as sa

from data import jobs, recordings
from data.errors import Missing
from data.metadata import details_of, find_row, read_table
from data.records import Recording

READ = "read"  # kind of the job


def add_table(connection: sa.Connection, job: int, content: bytes, *, columns: Mapping[str, str] | None = None) -> int:
    """Add a metadata table to an upload; the number of its rows. It may come before its files or after them."""
    rows = read_table(content, columns=columns)
    options = dict(jobs.lock(connection, job).options)
    options["metadata"] = {**options.get("metadata", {}), **rows}
    jobs.set_options(connection, job, options)
    for item in jobs.items(connection, job, states=(jobs.DONE, jobs.DUPLICATE)):
        row = find_row(rows, item.name) if item.content else None
        if row is None:
            continue
        try:
            renew(connection, recordings.find(connection, item.content), name=item.name, row=row)
        except Missing:  # a zip, or erased since: its row is of no use
            continue
    return len(rows)


def renew(connection: sa.Connection, recording: Recording, *, name: str, row: Mapping[str, str] | None) -> None:
    """Keep what a later upload or table tells of a stored call; what it does not tell stays as it was."""
    told = details_of(name, row)
    renewed = replace(recording, started_at=told.started_at, agent=told.agent, queue=told.queue, metadata=told.more)
    recordings.describe(connection, renewed)
