"""How a database of an older ToneAtlas becomes today's: every change commits together with its record.

A new database is made from ``data.schema`` at once and marked with all numbers. An old one gets the steps it lacks,
each in one transaction, so a crash between two leaves a database that the next start goes on with.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import sqlalchemy as sa

from data import schema
from data.errors import NewerStore

Step = Callable[[sa.Connection], None]
LOCK = 0x70E7A  # any number, the same in every ToneAtlas


def _first_layout(connection: sa.Connection) -> None:
    """Every new database starts with today's tables, so the first step has nothing left to do."""


def _notes(connection: sa.Connection) -> None:
    schema.note.create(connection)


def _own_labels(connection: sa.Connection) -> None:
    schema.metadata.create_all(connection, tables=schema.OWN)


def _alerts(connection: sa.Connection) -> None:
    schema.metadata.create_all(connection, tables=schema.ALERTS)


def _transcripts(connection: sa.Connection) -> None:
    schema.metadata.create_all(connection, tables=[schema.transcript])


def _saved_maps(connection: sa.Connection) -> None:
    schema.metadata.create_all(connection, tables=(schema.saved_map, schema.saved_map_array))


def _numbers(connection: sa.Connection) -> None:
    """Numbers of voices get columns of their own beside the JSON, and an index over them."""
    voice = schema.voice
    there = {column["name"] for column in sa.inspect(connection).get_columns("voice")}
    additions = {
        "negative": "ALTER TABLE voice ADD COLUMN negative FLOAT",
        "ends_negative": "ALTER TABLE voice ADD COLUMN ends_negative FLOAT",
        "shift": "ALTER TABLE voice ADD COLUMN shift FLOAT",
        "longest_negative_run": "ALTER TABLE voice ADD COLUMN longest_negative_run FLOAT",
        "peak_score": "ALTER TABLE voice ADD COLUMN peak_score FLOAT",
    }
    for name, addition in additions.items():
        if name not in there:
            connection.exec_driver_sql(addition)
    told = {name: voice.c.numbers[name].as_float() for name in schema.NUMBERS}
    connection.execute(sa.update(voice).values(told))
    for index in voice.indexes:
        index.create(connection, checkfirst=True)


def _verdicts(connection: sa.Connection) -> None:
    """The verdict of a short mono file is over the whole file, in lists as in its ``result.json``."""
    recording, voice = schema.recording.c, schema.voice
    short = (recording.channels == 1) & (recording.seconds <= 30.0) & (voice.c.labels > 1)
    columns = (voice.c.recording, voice.c.model, voice.c.role, voice.c.scores, voice.c.numbers)
    labels = {row.key: row.labels for row in connection.execute(sa.select(schema.model))}
    for row in connection.execute(sa.select(*columns).join(schema.recording).where(short)).all():
        scores = np.frombuffer(row.scores, "<f4")
        first, second = (int(place) for place in np.argsort(-scores, kind="stable")[:2])
        best, next_best = float(scores[first]), float(scores[second])
        numbers = {**row.numbers, "second_label": float(second), "second_score": next_best, "margin": best - next_best}
        mine = (voice.c.recording == row.recording) & (voice.c.model == row.model) & (voice.c.role == row.role)
        verdict = {"dominant": labels[row.model][first], "confidence": best, "numbers": numbers}
        connection.execute(sa.update(voice).where(mine).values(verdict))


def _sources(connection: sa.Connection) -> None:
    if "source" not in {column["name"] for column in sa.inspect(connection).get_columns("item")}:
        connection.exec_driver_sql("ALTER TABLE item ADD COLUMN source TEXT DEFAULT '' NOT NULL")


STEPS: list[tuple[str, Step]] = [
    ("recordings, readings, timelines, jobs, derived arrays, settings", _first_layout),
    ("what people note while they listen", _notes),
    ("own labels, what was learned from them, and what that says of each voice", _own_labels),
    ("alert rules, what they caught, and messages on their way", _alerts),
    ("transcripts", _transcripts),
    ("maps that people keep", _saved_maps),
    ("numbers of voices in columns, to sort and count by", _numbers),
    ("the verdict of short mono files over the whole file", _verdicts),
    ("where on this machine files of an upload are", _sources),
]


def migrate(engine: sa.Engine, *, steps: list[tuple[str, Step]] | None = None) -> None:
    """Bring the database up to date. ``NewerStore`` when it holds steps this version does not know."""
    steps = STEPS if steps is None else steps
    writer = engine.execution_options(toneatlas_writes=True)  # takes SQLite's write lock at once
    with writer.begin() as connection:
        _wait_for_others(connection)
        if not sa.inspect(connection).has_table("migration"):
            schema.metadata.create_all(connection)
            for number, (what, _) in enumerate(steps, start=1):
                _record(connection, number, what)
            return
    for number, (what, change) in enumerate(steps, start=1):
        with writer.begin() as connection:
            _wait_for_others(connection)
            newest = connection.scalar(sa.select(sa.func.max(schema.migration.c.number))) or 0
            if newest > len(steps):
                raise NewerStore(
                    f"this store was written by a newer ToneAtlas (layout {newest}; this one knows {len(steps)}): "
                    "update ToneAtlas, or point TONEATLAS_HOME at another folder"
                )
            if number > newest:
                change(connection)
                _record(connection, number, what)


def _wait_for_others(connection: sa.Connection) -> None:
    """A second server starting at the same time waits here, then finds it done; SQLite's write lock does the same."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))


def _record(connection: sa.Connection, number: int, what: str) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    connection.execute(schema.migration.insert().values(number=number, what=what, applied_at=now))
