"""Days, and the queues of a stretch of days, counted in the database: a year of calls never leaves it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import schema
from data.records import Selection


@dataclass(frozen=True, slots=True)
class Tally:
    """What the read voices of one day or one queue come to."""

    name: str  # ISO date, or the queue
    voices: int
    negative: float  # mean negative score
    ends_negative: int  # voices that end negative
    emotions: dict[str, int]  # voices by dominant label

    @property
    def day(self) -> date:
        """The name as a date, where it is one."""
        return date.fromisoformat(self.name)


def by_day(connection: sa.Connection, selection: Selection) -> list[Tally]:
    """One tally per day that has calls, in order of time; calls without a date are left out."""
    return _tallies(connection, selection, sa.func.date(schema.recording.c.started_at))


def by_queue(connection: sa.Connection, selection: Selection) -> list[Tally]:
    """One tally per queue, by name; calls without a queue are left out."""
    return _tallies(connection, selection, schema.recording.c.queue)


def _tallies(connection: sa.Connection, selection: Selection, group: sa.ColumnElement[Any]) -> list[Tally]:
    voice, recording = schema.voice.c, schema.recording.c
    numbers = voice.numbers
    conditions = [voice.model == selection.model, voice.size > 0, group.is_not(None)]
    if selection.roles:
        conditions.append(voice.role.in_(selection.roles))
    if selection.since is not None:
        conditions.append(recording.started_at >= selection.since)
    if selection.until is not None:
        conditions.append(recording.started_at < selection.until)
    if selection.queues:
        conditions.append(recording.queue.in_(selection.queues))
    name = sa.cast(group, sa.Text).label("name")
    counted = (
        sa.select(
            name,
            voice.dominant,
            sa.func.count().label("voices"),
            sa.func.sum(numbers["negative"].as_float()).label("negative"),
            sa.func.sum(numbers["ends_negative"].as_float()).label("ends"),
        )
        .join(schema.recording)
        .where(*conditions)
        .group_by(name, voice.dominant)
        .order_by(name, voice.dominant)
    )
    found: dict[str, list[Any]] = {}
    for row in connection.execute(counted):
        if row.name:
            found.setdefault(row.name, []).append(row)
    return [_joined(name, rows) for name, rows in found.items()]


def _joined(name: str, rows: list[Any]) -> Tally:
    voices = sum(row.voices for row in rows)
    return Tally(
        name=name,
        voices=voices,
        negative=sum(row.negative or 0.0 for row in rows) / voices,
        ends_negative=round(sum(row.ends or 0.0 for row in rows)),
        emotions={row.dominant: row.voices for row in rows},
    )
