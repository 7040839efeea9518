"""Which workers there are, what each is doing, and whether it still says so."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from data import schema
from data.jobs import SILENCE
from data.store import clock
from data.upsert import upsert

STARTING, READY, STOPPED = "starting", "ready", "stopped"


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker process as it last described itself."""

    name: str
    state: str
    model: str  # Model.key of what it has loaded; empty before that
    device: str
    note: str  # a sentence: what it is doing, or why it cannot
    beat_at: datetime


def tell(
    connection: sa.Connection, name: str, *, state: str, model: str = "", device: str = "", note: str = ""
) -> None:
    """Say how a worker is; called at every change and every few seconds."""
    table = schema.worker
    time = clock(connection)
    row = {"name": name, "state": state, "model": model, "device": device, "note": note, "beat_at": time}
    upsert(connection, table, row)
    connection.execute(sa.delete(table).where(table.c.beat_at < time - 60 * SILENCE))


def alive(connection: sa.Connection) -> list[Worker]:
    """The workers that said something lately, by name."""
    table = schema.worker
    time = clock(connection)
    lately = table.c.beat_at.between(time - SILENCE, time + SILENCE) & (table.c.state != STOPPED)
    rows = connection.execute(sa.select(table).where(lately).order_by(table.c.name))
    return [Worker(row.name, row.state, row.model, row.device, row.note, row.beat_at) for row in rows]
