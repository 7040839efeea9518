"""The store: one SQL database and one folder of audio, opened once per process.

    store = Store.open(Home.from_environment())
    with store.atomic() as write:
        recordings.save(write, recording, voices)
    with store.reading() as read:
        found = recordings.find(read, recording_id)

SQLite runs in WAL mode with synchronous FULL: what ``atomic`` returned from survives a power cut, and readers never
wait for the writer.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from data.audio import Shelf
from data.errors import DiskFull
from data.home import Home
from data.migrations import migrate

BUSY_SECONDS = 60  # how long a writer waits for another; a transaction here takes milliseconds, so this never runs out


def now() -> datetime:
    """UTC without a zone, as every time in the store."""
    return datetime.now(UTC).replace(tzinfo=None)


class Store:
    """The database engine and the audio shelf. Thread-safe; make one per process with ``Store.open``."""

    def __init__(self, engine: sa.Engine, home: Home) -> None:
        self.engine = engine
        self.home = home
        self.audio = Shelf(home.audio, home.incoming)

    @classmethod
    def open(cls, home: Home) -> "Store":
        """Open the store under ``home``, made or brought up to date if need be."""
        engine = _engine(home.database)
        with _opening:  # two threads of one process must not make the same new database
            migrate(engine)
        return cls(engine, home)

    @contextmanager
    def atomic(self) -> Iterator[sa.Connection]:
        """A transaction that writes: all of it is kept, or nothing. ``DiskFull`` when there is no room left."""
        try:
            with self.engine.connect().execution_options(toneatlas_writes=True) as connection, connection.begin():
                yield connection
        except sa.exc.OperationalError as error:
            if "disk is full" in str(error):
                raise DiskFull(
                    f"no room is left in {self.home.root}: free some space, nothing stored is lost"
                ) from error
            raise

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A consistent view to read from; writers do not wait for it and it does not wait for them."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


_opening = threading.Lock()


def _engine(url: str) -> sa.Engine:
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_pre_ping=True)
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    sa.event.listen(engine, "connect", _set_up_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin too late: _begin_sqlite does it
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    """Take the write lock at the start of a transaction that writes: a later upgrade could not wait for its turn."""
    writes = connection.get_execution_options().get("toneatlas_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
