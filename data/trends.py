"""Days, and the queues of a stretch of days, counted in the database: a year of calls never leaves it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import schema
from data.listing import readings_of
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


@dataclass(frozen=True, slots=True)
class Trends:
    """A selection's days in order of time, and its queues by name; calls without a date or a queue are left out."""

    days: list[Tally]
    queues: list[Tally]


def load(connection: sa.Connection, selection: Selection) -> Trends:
    """Both, from one look at the selection's voices."""
    voice, recording = schema.voice.c, schema.recording.c
    by = (
        sa.cast(sa.func.date(recording.started_at), sa.Text).label("day"),
        recording.queue.label("queue"),
        voice.dominant.label("dominant"),
    )
    counted = (
        sa.func.count().label("voices"),
        sa.func.sum(voice.negative).label("negative"),
        sa.func.sum(voice.ends_negative).label("ends"),
    )
    rows = connection.execute(readings_of(selection, *by, *counted).group_by(*by)).all()
    return Trends(_tallies(rows, "day"), _tallies(rows, "queue"))


def _tallies(rows: Iterable[Any], column: str) -> list[Tally]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        name = getattr(row, column)
        if name:
            found.setdefault(name, []).append(row)
    return [_joined(name, found[name]) for name in sorted(found)]


def _joined(name: str, rows: list[Any]) -> Tally:
    voices = sum(row.voices for row in rows)
    emotions: dict[str, int] = {}
    for row in sorted(rows, key=lambda row: row.dominant):
        emotions[row.dominant] = emotions.get(row.dominant, 0) + row.voices
    return Tally(
        name=name,
        voices=voices,
        negative=sum(row.negative or 0.0 for row in rows) / voices,
        ends_negative=round(sum(row.ends or 0.0 for row in rows)),
        emotions=emotions,
    )
