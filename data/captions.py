"""What every voice of one model is called and belongs to, without any array: hover texts of a map, rows of a search."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from data import schema
from data.outlines import PIECE
from data.walk import walk

LOOKED_AT = 200  # newest recordings
OF_VOICES = ("dominant", "confidence")
COLUMNS = ("name", "started_at", "agent", "queue", "seconds", *OF_VOICES)


@dataclass(frozen=True, slots=True)
class Caption:
    """One voice in words."""

    name: str
    started_at: datetime | None
    agent: str
    queue: str
    dominant: str
    confidence: float
    metadata: Mapping[str, str]
    flags: tuple[str, ...] = ()  # quality, as in ``Voice.flags``
    seconds: float = 0.0  # of the recording


def load(connection: sa.Connection, *, model: str) -> dict[tuple[str, str], Caption]:
    """Captions of all voices that a model has read, by recording and role."""
    return _load(connection, schema.voice.c.model == model)


def load_some(connection: sa.Connection, recordings: Sequence[str], *, model: str) -> dict[tuple[str, str], Caption]:
    """The same of some recordings only."""
    found: dict[tuple[str, str], Caption] = {}
    for start in range(0, len(recordings), PIECE):
        here = schema.voice.c.recording.in_(recordings[start : start + PIECE])
        found |= _load(connection, here & (schema.voice.c.model == model))
    return found


def column(connection: sa.Connection, name: str, *, model: str) -> dict[Any, Any]:
    """One of ``COLUMNS`` of every recording, by its id; what is ``OF_VOICES`` by recording and role.

    So are the numbers of voices that have a column, ``schema.NUMBERS``, None where a voice has none.

    Alone each comes out of an index or a single look at a table, of 100,000 recordings in a tenth of a second.
    """
    if name not in (*OF_VOICES, *schema.NUMBERS):
        values = sa.select(schema.recording.c.id, schema.recording.c[name])
        return {row[0]: row[1] for row in walk(connection, values)}
    voice = schema.voice.c
    read = (voice.model == model) & (voice.size > 0)
    values = sa.select(voice.recording, voice.role, voice[name]).where(read)
    return {(row[0], row[1]): row[2] for row in walk(connection, values)}


def columns_of_tables(connection: sa.Connection) -> list[str]:
    """Names of the further columns that metadata tables have told, as far as the newest recordings know."""
    table = schema.recording.c
    newest = sa.select(table.metadata).order_by(table.added_at.desc()).limit(LOOKED_AT)
    return sorted({name for told in connection.scalars(newest) for name in told})


def known(connection: sa.Connection, *, model: str) -> set[tuple[str, str]]:
    """Recording and role of every voice that has a caption."""
    voice = schema.voice.c
    keys = sa.select(voice.recording, voice.role).where((voice.model == model) & (voice.size > 0))
    return {(row[0], row[1]) for row in walk(connection, keys)}


def _load(connection: sa.Connection, which: sa.ColumnElement[bool]) -> dict[tuple[str, str], Caption]:
    voice, recording = schema.voice.c, schema.recording.c
    wanted = sa.select(
        voice.recording,
        voice.role,
        voice.dominant,
        voice.confidence,
        recording.name,
        recording.started_at,
        recording.agent,
        recording.queue,
        recording.seconds,
        # As text: most are the same, and to read each of 100,000 as JSON by itself is most of the time.
        sa.cast(recording.metadata, sa.Text).label("details"),
        sa.cast(voice.flags, sa.Text).label("marks"),
    )
    rows = connection.execute(wanted.join(schema.recording).where(which & (voice.size > 0))).all()
    marks = {said: tuple(json.loads(said)) for said in {row.marks for row in rows}}
    details = {said: json.loads(said) for said in {row.details for row in rows}}
    return {
        (row.recording, row.role): Caption(
            row.name,
            row.started_at,
            row.agent,
            row.queue,
            row.dominant,
            row.confidence,
            details[row.details],
            marks[row.marks],
            row.seconds,
        )
        for row in rows
    }
