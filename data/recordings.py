"""Recordings: what is known of a call apart from what a model heard in it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from data import derived, schema
from data.errors import Missing
from data.records import Recording
from data.store import now

OWNED = (schema.voice, schema.reading, schema.timeline)  # what goes with a recording


def describe(connection: sa.Connection, recording: Recording) -> None:
    """Keep what is known of a recording itself; a later upload's metadata replaces an earlier one's."""
    row = {
        "name": recording.name,
        "seconds": recording.seconds,
        "channels": recording.channels,
        "rate": recording.rate,
        "codec": recording.codec,
        "size": recording.size,
        "roles": list(recording.roles),
        "started_at": recording.started_at,
        "agent": recording.agent,
        "queue": recording.queue,
        "metadata": dict(recording.metadata),
        "mime": recording.mime,
        "synthetic": recording.synthetic,
    }
    table = schema.recording
    changed = connection.execute(sa.update(table).where(table.c.id == recording.id).values(row))
    if not changed.rowcount:
        connection.execute(table.insert().values(row | {"id": recording.id, "added_at": now()}))


def find(connection: sa.Connection, recording: str) -> Recording:
    """A recording by its id. ``Missing`` if there is none."""
    row = connection.execute(sa.select(schema.recording).where(schema.recording.c.id == recording)).one_or_none()
    if row is None:
        raise Missing("this recording is not in the store: it was deleted, or never read")
    return recording_of(row)


def sizes(connection: sa.Connection, wanted: Sequence[int]) -> list[int]:
    """Which of these sizes in bytes some recording has, ascending: a file of another size cannot be a duplicate."""
    size = schema.recording.c.size
    return list(connection.scalars(sa.select(size).where(size.in_(wanted)).distinct().order_by(size)))


def erase(connection: sa.Connection, recording: str) -> None:
    """Remove a recording with everything heard in it. Its audio is erased from the shelf by the caller, after this."""
    for table in OWNED:
        connection.execute(sa.delete(table).where(table.c.recording == recording))
    connection.execute(sa.delete(schema.item).where(schema.item.c.content == recording))
    connection.execute(sa.delete(schema.recording).where(schema.recording.c.id == recording))
    derived.erase_all(connection)  # they hold coordinates, names and mixes of what is to be forgotten


def recording_of(row: Any) -> Recording:
    """A row of the table as the type."""
    return Recording(
        id=row.id,
        name=row.name,
        seconds=row.seconds,
        channels=row.channels,
        rate=row.rate,
        codec=row.codec,
        size=row.size,
        roles=tuple(row.roles),
        started_at=row.started_at,
        agent=row.agent,
        queue=row.queue,
        metadata=row.metadata,
        mime=row.mime,
        synthetic=row.synthetic,
    )


def day_range(connection: sa.Connection) -> tuple[datetime, datetime] | None:
    """Earliest and latest call time in the store, or None when no call has one."""
    table = schema.recording
    first, last = connection.execute(sa.select(sa.func.min(table.c.started_at), sa.func.max(table.c.started_at))).one()
    return None if first is None else (first, last)
