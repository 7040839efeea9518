"""What a selection holds: a page of rows for a table, or all of it as arrays for a map and for search."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from data import schema
from data.errors import DataError
from data.recordings import recording_of
from data.records import Floats, Recording, Selection, Voice
from data.voices import voice_of

RECORDINGS, WINDOWS = "recordings", "windows"
COLUMNS: dict[str, sa.ColumnElement[Any]] = {
    "started_at": schema.recording.c.started_at,
    "name": schema.recording.c.name,
    "agent": schema.recording.c.agent,
    "queue": schema.recording.c.queue,
    "seconds": schema.recording.c.seconds,
    "added_at": schema.recording.c.added_at,
    "role": schema.voice.c.role,
    "dominant": schema.voice.c.dominant,
    "confidence": schema.voice.c.confidence,
}


@dataclass(frozen=True, slots=True)
class Order:
    """How a table is sorted: one of ``COLUMNS``, or the name of one of a voice's numbers."""

    column: str = "started_at"
    descending: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """A selection as arrays; P points, each a voice of a recording or one of its windows."""

    recordings: tuple[str, ...]  # P ids
    roles: tuple[str, ...]  # P
    spans: NDArray[np.float64]  # (P, 2) seconds
    embeddings: Floats  # (P, D)
    scores: Floats  # (P, L)

    def __len__(self) -> int:
        return len(self.recordings)


def page(
    connection: sa.Connection, selection: Selection, *, order: Order | None = None, offset: int = 0, limit: int = 50
) -> list[tuple[Recording, Voice]]:
    """One page of a table: every voice of the selection with its recording, sorted."""
    order = order or Order()
    column = COLUMNS.get(order.column)
    if column is None:
        column = schema.voice.c.numbers[order.column].as_float()
    by = column.desc().nulls_last() if order.descending else column.asc().nulls_last()
    rows = connection.execute(
        _select(selection, schema.recording, *_voice_columns())
        .order_by(by, schema.recording.c.id, schema.voice.c.role)
        .offset(offset)
        .limit(limit)
    )
    return [(recording_of(row), voice_of(row)) for row in rows]


def count(connection: sa.Connection, selection: Selection) -> int:
    """How many voices the selection holds."""
    return (
        connection.scalar(sa.select(sa.func.count()).select_from(_select(selection, schema.recording.c.id).subquery()))
        or 0
    )


def values(connection: sa.Connection, selection: Selection, column: str) -> list[str]:
    """What stands in a text column within the selection, each once, sorted: the choices of a filter."""
    if column not in ("agent", "queue", "role", "dominant"):
        raise DataError(f"there is no filter by {column!r}")
    wanted = COLUMNS[column]
    return [str(value) for value in connection.scalars(_select(selection, wanted).distinct().order_by(wanted)) if value]


def span(connection: sa.Connection, *, model: str) -> tuple[datetime, datetime] | None:
    """Earliest and latest call time that this model has read, or None when no call has one."""
    started = schema.recording.c.started_at
    first, last = connection.execute(
        sa.select(sa.func.min(started), sa.func.max(started)).join(schema.voice).where(schema.voice.c.model == model)
    ).one()
    return None if first is None else (first, last)


def members(connection: sa.Connection, selection: Selection) -> list[tuple[str, str, int]]:
    """Recording, role and number of windows of every voice that was read: what tells two selections' contents apart."""
    voice, reading = schema.voice.c, schema.reading.c
    same = (reading.recording == voice.recording) & (reading.model == voice.model) & (reading.role == voice.role)
    statement = _select(selection, voice.recording, voice.role, reading.windows).join(schema.reading, same)
    return [tuple(row) for row in connection.execute(statement.order_by(voice.recording, voice.role))]


def points(connection: sa.Connection, selection: Selection, *, unit: str = RECORDINGS) -> Points:
    """All of the selection as arrays, in order of recording id, role and time, without voices that were not read."""
    if unit == RECORDINGS:
        return _voice_points(connection, selection)
    if unit == WINDOWS:
        return _window_points(connection, selection)
    raise DataError(f"points are {RECORDINGS} or {WINDOWS}, not {unit!r}")


def _voice_points(connection: sa.Connection, selection: Selection) -> Points:
    voice = schema.voice.c
    wanted = (voice.recording, voice.role, voice.speech_scores, voice.embedding, schema.recording.c.seconds)
    rows = connection.execute(
        _select(selection, *wanted).where(voice.size > 0).order_by(voice.recording, voice.role)
    ).all()
    return Points(
        recordings=tuple(row.recording for row in rows),
        roles=tuple(row.role for row in rows),
        spans=np.array([(0.0, row.seconds) for row in rows], np.float64).reshape(-1, 2),
        embeddings=_matrix([row.embedding for row in rows], len(rows)),
        scores=_matrix([row.speech_scores for row in rows], len(rows)),
    )


def _window_points(connection: sa.Connection, selection: Selection) -> Points:
    voice, reading = schema.voice.c, schema.reading.c
    same = (reading.recording == voice.recording) & (reading.model == voice.model) & (reading.role == voice.role)
    wanted = (voice.recording, voice.role, reading.windows, reading.spans, reading.embeddings, reading.scores)
    statement = _select(selection, *wanted).join(schema.reading, same).where(reading.windows > 0)
    rows = connection.execute(statement.order_by(voice.recording, voice.role)).all()
    total = sum(row.windows for row in rows)
    return Points(
        recordings=tuple(row.recording for row in rows for _ in range(row.windows)),
        roles=tuple(row.role for row in rows for _ in range(row.windows)),
        spans=np.frombuffer(b"".join(row.spans for row in rows), "<f8").astype(np.float64).reshape(-1, 2),
        embeddings=_matrix([row.embeddings for row in rows], total),
        scores=_matrix([row.scores for row in rows], total),
    )


def _matrix(contents: Sequence[bytes], rows: int) -> Floats:
    joined = np.frombuffer(b"".join(contents), "<f4").astype(np.float32)
    return joined.reshape(rows, -1) if rows else np.zeros((0, 0), np.float32)


def _voice_columns() -> list[sa.ColumnElement[Any]]:
    """Columns of a voice beside those of its recording; ``recording`` and ``size`` would clash in a joined row."""
    voice = schema.voice.c
    plain = [column for column in voice if column.name != "size"]
    return [*plain, voice.size.label("embedding_size")]


def _select(selection: Selection, *columns: Any) -> sa.Select[Any]:
    recording, voice = schema.recording.c, schema.voice.c
    statement = (
        sa.select(*columns)
        .select_from(schema.voice.join(schema.recording, voice.recording == recording.id))
        .where(voice.model == selection.model)
    )
    if selection.roles:
        statement = statement.where(voice.role.in_(selection.roles))
    if selection.since is not None:
        statement = statement.where(recording.started_at >= selection.since)
    if selection.until is not None:
        statement = statement.where(recording.started_at < selection.until)
    if selection.agents:
        statement = statement.where(recording.agent.in_(selection.agents))
    if selection.queues:
        statement = statement.where(recording.queue.in_(selection.queues))
    if selection.emotions:
        statement = statement.where(voice.dominant.in_(selection.emotions))
    if selection.search:
        statement = statement.where(recording.name.icontains(selection.search, autoescape=True))
    if selection.jobs:
        sent = sa.select(schema.item.c.content).where(schema.item.c.job.in_(selection.jobs))
        statement = statement.where(recording.id.in_(sent))
    return statement
