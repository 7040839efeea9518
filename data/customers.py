"""Calls of one customer, where the metadata names the customer."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from data import schema
from data.recordings import recording_of
from data.records import Recording, Voice
from data.voices import voice_of, whole

COLUMNS = ("customer", "Customer", "customer_id", "客户")  # of the metadata, the first that is filled


def name_in(metadata: Mapping[str, str]) -> str:
    """Who called, as the metadata names them; empty where it does not."""
    return next((metadata[column] for column in COLUMNS if metadata.get(column)), "")


def calls(connection: sa.Connection, customer: str, *, model: str, role: str) -> list[tuple[Recording, Voice]]:
    """The customer's calls that a model has read, in order of call time; those without one come first."""
    recording = schema.recording.c
    rows = connection.execute(
        _read(model, role).where(_name() == customer).order_by(recording.started_at.asc().nulls_first(), recording.id)
    )
    return [(recording_of(row), voice_of(row)) for row in rows]


def others(connection: sa.Connection, customer: str, *, model: str, role: str, most: int) -> list[Voice]:
    """Voices of other customers, to compare with: the first by the recordings' ids, which are as good as random."""
    theirs = _read(model, role).where(_name() != customer)
    return [voice_of(row) for row in connection.execute(theirs.order_by(schema.voice.c.recording).limit(most))]


def _read(model: str, role: str) -> sa.Select[Any]:
    voice = schema.voice.c
    mine = (voice.model == model) & (voice.role == role) & (voice.size > 0)
    same = schema.recording.c.id == voice.recording
    return whole(schema.recording).join(schema.recording, same).where(mine)


def _name() -> sa.ColumnElement[Any]:
    filled = [sa.func.nullif(schema.recording.c.metadata[column].as_string(), "") for column in COLUMNS]
    return sa.func.coalesce(*filled)
