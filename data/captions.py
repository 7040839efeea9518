"""What every voice of one model is called and belongs to, without any array: hover texts of a map, rows of a search."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from data import schema


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


def load(connection: sa.Connection, *, model: str) -> dict[tuple[str, str], Caption]:
    """Captions of all voices that a model has read, by recording and role."""
    voice, recording = schema.voice.c, schema.recording.c
    columns = (voice.recording, voice.role, voice.dominant, voice.confidence)
    wanted = sa.select(
        *columns, recording.name, recording.started_at, recording.agent, recording.queue, recording.metadata
    )
    rows = connection.execute(wanted.join(schema.recording).where((voice.model == model) & (voice.size > 0)))
    return {
        (row.recording, row.role): Caption(
            row.name, row.started_at, row.agent, row.queue, row.dominant, row.confidence, row.metadata
        )
        for row in rows
    }
