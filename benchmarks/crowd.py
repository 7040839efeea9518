"""Stores with many calls for measurements: sixty made calls, and copies of them under names and times of their own."""

import hashlib
from datetime import timedelta

import sqlalchemy as sa

from data import schema
from data.store import Store
from tests.day import AGENTS, DISTINCT, MODEL, QUEUES, STARTS, fill

A_DAY = 1_250  # calls of a large centre
COPIED = (schema.voice, schema.embedding, schema.reading, schema.timeline, schema.held)


def crowd(store: Store, *, calls: int, seconds: float = 20.0) -> list[str]:
    """Put that many calls into an empty store of SQLite, ``A_DAY`` a day; their ids, the oldest call first.

    The first sixty are made one by one and the others copied by the database, a thousand times as fast. A copy has an
    id, a name, a time, an agent and a queue of its own, and shares what was heard with every sixtieth call.
    """
    made = fill(store, calls=min(calls, DISTINCT), seconds=seconds, model=MODEL)
    ids = made + [hashlib.sha256(f"copy {number}".encode()).hexdigest() for number in range(len(made), calls)]
    wanted = [_copy(number, one, made) for number, one in enumerate(ids) if number >= len(made)]
    with store.atomic() as write:
        if wanted:
            _insert(write, wanted)
    return ids


def _copy(number: int, recording: str, made: list[str]) -> dict[str, object]:
    day, of_day = divmod(number, A_DAY)
    started = STARTS + timedelta(days=day, hours=9 * of_day / A_DAY)
    agent, queue = AGENTS[number % len(AGENTS)], QUEUES[number % len(QUEUES)]
    name = f"call{number:06d}_AGENT_{agent}_DT_{started:%Y-%m-%dT%H-%M-%S}.wav"
    source = made[number % len(made)]
    return {"id": recording, "source": source, "name": name, "started_at": started, "agent": agent, "queue": queue}


def _insert(connection: sa.Connection, wanted: list[dict[str, object]]) -> None:
    told = ("name", "started_at", "agent", "queue")
    columns = [sa.Column(name, schema.recording.c[name].type) for name in told]
    copy = sa.Table(
        "copy",
        sa.MetaData(),
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("source", sa.String(64)),
        *columns,
        prefixes=["TEMPORARY"],
    )
    copy.create(connection)
    connection.execute(copy.insert(), wanted)
    names = [column.name for column in schema.recording.c]
    given = [copy.c[name] if name in ("id", *told) else schema.recording.c[name] for name in names]
    rows = sa.select(*given).join_from(copy, schema.recording, schema.recording.c.id == copy.c.source)
    connection.execute(schema.recording.insert().from_select(names, rows.order_by(copy.c.id)))
    for table in COPIED:
        names = [column.name for column in table.c]
        given = [copy.c.id if name == "recording" else table.c[name] for name in names]
        rows = sa.select(*given).join_from(copy, table, table.c.recording == copy.c.source)
        connection.execute(table.insert().from_select(names, rows.order_by(copy.c.id)))
    copy.drop(connection)
