"""What people note while they listen: marks and comments at a second, and whether an alarm was right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from data import schema
from data.errors import DataError
from data.names import clean_text
from data.store import now

MARK, CONFIRMED, FALSE_ALARM = "mark", "confirmed", "false_alarm"
VERDICTS = (CONFIRMED, FALSE_ALARM)
KINDS = (MARK, *VERDICTS)
LONGEST = 2_000  # characters of a comment


@dataclass(frozen=True, slots=True)
class Note:
    """One thing somebody noted; ``at`` is a second of the recording, or None of the whole call."""

    recording: str
    role: str
    kind: str
    at: float | None = None
    text: str = ""
    id: int = 0
    made_at: datetime | None = None


def add(connection: sa.Connection, note: Note) -> int:
    """Keep a note; its number. A verdict takes the place of an earlier one on the same voice.

    ``DataError`` for a kind nobody knows.
    """
    if note.kind not in KINDS:
        raise DataError(f"a note is one of {', '.join(KINDS)}, not {note.kind!r}")
    if note.kind in VERDICTS:
        table = schema.note.c
        same = (table.recording == note.recording) & (table.role == note.role) & table.kind.in_(VERDICTS)
        connection.execute(sa.delete(schema.note).where(same))
    row = {"recording": note.recording, "role": note.role, "kind": note.kind, "at": note.at}
    said = {"text": clean_text(note.text)[:LONGEST], "made_at": now()}
    insert = schema.note.insert().values(row | said).returning(schema.note.c.id)
    return int(connection.execute(insert).scalar_one())


def of(connection: sa.Connection, recording: str) -> list[Note]:
    """The notes of a recording in order of their second; those of the whole call first."""
    table = schema.note.c
    mine = sa.select(schema.note).where(table.recording == recording)
    return [_note(row) for row in connection.execute(mine.order_by(table.at.nulls_first(), table.id))]


def verdicts(connection: sa.Connection, recordings: Sequence[str]) -> dict[tuple[str, str], str]:
    """The newest verdict on each voice of these recordings, by recording and role."""
    table = schema.note.c
    wanted = sa.select(schema.note).where(table.recording.in_(recordings) & table.kind.in_(VERDICTS))
    return {(row.recording, row.role): row.kind for row in connection.execute(wanted.order_by(table.id))}


def say(connection: sa.Connection, note: int, text: str) -> None:
    """Change what a note says."""
    said = clean_text(text)[:LONGEST]
    connection.execute(sa.update(schema.note).where(schema.note.c.id == note).values(text=said))


def remove(connection: sa.Connection, note: int) -> None:
    """Take a note away; no error if it is gone already."""
    connection.execute(sa.delete(schema.note).where(schema.note.c.id == note))


def _note(row: Any) -> Note:
    return Note(row.recording, row.role, row.kind, row.at, row.text, row.id, row.made_at)
