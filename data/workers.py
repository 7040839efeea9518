"""Which workers there are, what each is doing, and whether it still says so."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from data import schema
from data.jobs import SILENCE
from data.store import now

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
    row = {"state": state, "model": model, "device": device, "note": note, "beat_at": now()}
    if not connection.execute(sa.update(table).where(table.c.name == name).values(row)).rowcount:
        connection.execute(table.insert().values(row | {"name": name}))
    connection.execute(sa.delete(table).where(table.c.beat_at < now() - 60 * SILENCE))


def alive(connection: sa.Connection) -> list[Worker]:
    """The workers that said something lately, by name."""
    table = schema.worker
    lately = (table.c.beat_at >= now() - SILENCE) & (table.c.state != STOPPED)
    rows = connection.execute(sa.select(table).where(lately).order_by(table.c.name))
    return [Worker(row.name, row.state, row.model, row.device, row.note, row.beat_at) for row in rows]
