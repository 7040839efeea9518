"""Levels at which each voice holds its emotions, one byte each (``analysis.held``), asked in the database.

The bytes never leave it: 100,000 calls are counted there by one of them, or by the highest of a few.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from data import schema

LEVELS = 101  # 0 … 100 hundredths


@dataclass(frozen=True, slots=True)
class Question:
    """Which voices are looked at, and which of their bytes, counted from 0; the highest of those counts."""

    model: str
    places: tuple[int, ...]
    roles: tuple[str, ...]
    queues: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None  # exclusive


def save(connection: sa.Connection, recording: str, *, model: str, role: str, levels: NDArray[np.uint8]) -> None:
    """Keep the levels of one voice, which has none yet."""
    row = {"recording": recording, "model": model, "role": role, "levels": levels.tobytes()}
    connection.execute(schema.held.insert().values(row))


def missing(connection: sa.Connection, *, after: str = "", most: int = 10) -> list[tuple[str, str, str]]:
    """Recording, model and role of voices that were read and have no levels yet: those of an older ToneAtlas.

    In order of recording, from ``after`` on.
    """
    line, held = schema.timeline.c, schema.held.c
    same = (held.recording == line.recording) & (held.model == line.model) & (held.role == line.role)
    wanted = sa.select(line.recording, line.model, line.role).where(line.recording >= after, ~sa.exists().where(same))
    rows = connection.execute(wanted.order_by(line.recording, line.model, line.role).limit(most))
    return [(row.recording, row.model, row.role) for row in rows]


def lacking(connection: sa.Connection) -> int:
    """How many voices that were read have no levels yet."""
    both = (sa.select(sa.func.count()).select_from(table) for table in (schema.timeline, schema.held))
    read, known = (connection.scalar(one) or 0 for one in both)
    return max(0, read - known)


def counts(connection: sa.Connection, question: Question) -> NDArray[np.int64]:
    """(101,) how many of the voices asked about have each level as their highest."""
    found = np.zeros(LEVELS, dtype=np.int64)
    if not question.places:
        return found
    level = _level(question.places).label("level")
    grouped = _asked(question, level, sa.func.count()).group_by(sa.text("level"))
    for value, count in connection.execute(grouped):
        found[min(bytes(value)[0], LEVELS - 1)] += count
    return found


def caught(
    connection: sa.Connection, question: Question, *, level: int, most: int | None = None, nearest: bool = False
) -> list[tuple[str, str, int]]:
    """Recording, role and level of the voices that reach a level, the highest first.

    With ``nearest`` those that just reach it come first: they are what a threshold decides.
    """
    if not question.places:
        return []
    held, best = schema.held.c, _level(question.places)
    reached = sa.or_(*(_byte(place) >= bytes([level]) for place in question.places))
    order = best.asc() if nearest else best.desc()
    rows = _asked(question, held.recording, held.role, best.label("level")).where(reached)
    found = connection.execute(rows.order_by(order, held.recording, held.role).limit(most))
    return [(row.recording, row.role, bytes(row.level)[0]) for row in found]


def _byte(place: int) -> sa.ColumnElement[bytes]:
    return sa.func.substr(schema.held.c.levels, place + 1, 1, type_=sa.LargeBinary)


def _level(places: Sequence[int]) -> sa.ColumnElement[bytes]:
    """The highest of a few bytes."""
    first, *others = places
    best = _byte(first)
    for place in others:
        best = sa.case((_byte(place) > best, _byte(place)), else_=best)
    return best


def _asked(question: Question, *columns: Any) -> sa.Select[Any]:
    held, recording = schema.held.c, schema.recording.c
    rows = sa.select(*columns).select_from(schema.held).where(held.model == question.model)
    rows = rows.where(held.role.in_(question.roles))
    conditions: list[sa.ColumnElement[bool]] = []
    if question.queues:
        conditions.append(recording.queue.in_(question.queues))
    if question.since is not None:
        conditions.append(recording.started_at >= question.since)
    if question.until is not None:
        conditions.append(recording.started_at < question.until)
    return rows.where(held.recording.in_(sa.select(recording.id).where(*conditions))) if conditions else rows
