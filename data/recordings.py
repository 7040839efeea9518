"""Recordings: what is known of a call apart from what a model heard in it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from data import derived, schema
from data.errors import Missing
from data.records import Recording
from data.store import now
from data.upsert import upsert

OWNED = (schema.voice, schema.embedding, schema.reading, schema.timeline, schema.held)  # what goes with a recording
# What people, their own emotions and their rules say of it.
SAID = (schema.note, schema.transcript, schema.label, schema.own_source, schema.own_value, schema.hit, schema.delivery)


def describe(connection: sa.Connection, recording: Recording) -> None:
    """Keep what is known of a recording itself; what an earlier upload told and this one does not stays as it was."""
    table = schema.recording
    before = connection.execute(sa.select(table).where(table.c.id == recording.id)).one_or_none()
    if before is not None:
        recording = _joined(recording, recording_of(before))
    row = {
        "id": recording.id,
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
        "added_at": now(),
    }
    upsert(connection, table, row, once=("added_at",))


def find(connection: sa.Connection, recording: str) -> Recording:
    """A recording by its id. ``Missing`` if there is none."""
    row = connection.execute(sa.select(schema.recording).where(schema.recording.c.id == recording)).one_or_none()
    if row is None:
        raise Missing("this recording is not in the store: it was deleted, or never read")
    return recording_of(row)


def by_name(connection: sa.Connection, names: Collection[str]) -> dict[str, list[str]]:
    """Ids of the recordings of these names; several may have the same."""
    table = schema.recording.c
    found: dict[str, list[str]] = {}
    for row in connection.execute(sa.select(table.id, table.name)):  # all: looked up one by one, each is a scan
        if row.name in names:
            found.setdefault(row.name, []).append(row.id)
    return found


def count_synthetic(connection: sa.Connection) -> int:
    """How many recordings are of synthetic voices: the sample day's."""
    table = schema.recording
    return connection.scalar(sa.select(sa.func.count()).select_from(table).where(table.c.synthetic)) or 0


def sizes(connection: sa.Connection, wanted: Sequence[int]) -> list[int]:
    """Which of these sizes in bytes some recording has, ascending: a file of another size cannot be a duplicate."""
    size = schema.recording.c.size
    return list(connection.scalars(sa.select(size).where(size.in_(wanted)).distinct().order_by(size)))


def all_there(connection: sa.Connection, wanted: Sequence[str]) -> bool:
    """Whether all of these different ids are still recordings."""
    identity = schema.recording.c.id
    pieces = (wanted[start : start + 1_000] for start in range(0, len(wanted), 1_000))  # SQLite binds 32,766 at most
    found = sum(
        connection.scalar(sa.select(sa.func.count(identity)).where(identity.in_(piece))) or 0 for piece in pieces
    )
    return found == len(wanted)


def erase(connection: sa.Connection, recording: str) -> None:
    """Remove the rows of a recording; ``data.erasure`` erases its audio, its copies and its traces in jobs too."""
    for table in (*OWNED, *SAID):
        connection.execute(sa.delete(table).where(table.c.recording == recording))
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


def _joined(recording: Recording, before: Recording) -> Recording:
    return replace(
        recording,
        started_at=recording.started_at or before.started_at,
        agent=recording.agent or before.agent,
        queue=recording.queue or before.queue,
        metadata={**before.metadata, **recording.metadata},
        synthetic=recording.synthetic or before.synthetic,
    )
