"""The store: one SQL database and one folder of audio, opened once per process.

    store = Store.open(Home.from_environment())
    with store.atomic() as write:
        voices.save(write, recording, model=model, told=told)
    with store.reading() as read:
        found = recordings.find(read, recording_id)

SQLite runs in WAL mode with synchronous FULL: what ``atomic`` returned from survives a power cut, and readers never
wait for the writer. PostgreSQL keeps the same promises by itself.
"""

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from data.audio import Shelf
from data.errors import BrokenStore, DiskFull
from data.home import Home
from data.migrations import migrate

BUSY_SECONDS = 60  # how long a writer waits for another; a transaction here takes milliseconds, so this never runs out
SCRUB_SECONDS = 5  # how long emptying the log may hold others up while it waits for a reader
RESERVED = 64 << 20  # bytes: what deleting a long recording and every map writes, several times over
FULL_SIGNS = ("disk is full", "No space left on device")  # what SQLite and PostgreSQL say of a full disk
# Deleted bytes are overwritten, and what is sorted stays in memory: temporary files are nowhere we could erase them.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY")
# How a connection that only reads is opened: its view does not change while it reads, and it cannot write.
READS: dict[str, dict[str, Any]] = {
    "sqlite": {"toneatlas_writes": False},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}


def now() -> datetime:
    """UTC without a zone, as every time in the store."""
    return datetime.now(UTC).replace(tzinfo=None)


def clock(connection: sa.Connection) -> datetime:
    """The time by the database's clock, so that workers on several machines agree on it; UTC without a zone."""
    if connection.dialect.name == "sqlite":
        return now()
    told: datetime = connection.execute(sa.select(sa.func.timezone("utc", sa.func.clock_timestamp()))).scalar_one()
    return told


class Store:
    """The database engine and the audio shelf. Thread-safe; make one per process with ``Store.open``."""

    def __init__(self, engine: sa.Engine, home: Home) -> None:
        self.engine = engine
        self.home = home
        self.audio = Shelf(home.audio, home.incoming)
        self._beside = engine.dialect.name == "sqlite"  # the database lies beside the audio, on the same disk
        self._writer = engine.execution_options(toneatlas_writes=True)
        self._reader = engine.execution_options(**READS[engine.dialect.name])

    @classmethod
    def open(cls, home: Home) -> "Store":
        """Open the store under ``home``, made or brought up to date if need be.

        ``BrokenStore`` when the database cannot be opened, ``NewerStore`` when a newer ToneAtlas wrote it.
        """
        engine = _engine(home.database)
        try:
            with _opening:  # two threads of one process must not make the same new database
                migrate(engine)
        except sa.exc.DBAPIError as error:
            engine.dispose()
            _raise_if_full(error, home)
            raise BrokenStore(
                f"the database of {home.root} cannot be opened ({error.orig}): is the folder readable and writable, "
                "and the file whole? if not, put back a copy of it"
            ) from error
        return cls(engine, home)

    @contextmanager
    def atomic(self, *, frees: bool = False) -> Iterator[sa.Connection]:
        """A transaction that writes: all of it is kept, or nothing. ``DiskFull`` when there is no room left.

        The last megabytes are for one that ``frees`` room: on a full disk SQLite cannot even delete.
        """
        try:
            if not frees and self._beside and shutil.disk_usage(self.home.root).free < RESERVED:
                raise DiskFull(_full(self.home))
            with self._writer.connect() as connection, connection.begin():
                yield connection
        except sa.exc.OperationalError as error:
            _raise_if_full(error, self.home)
            raise

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A consistent view to read from; writers do not wait for it and it does not wait for them."""
        with self._reader.connect() as connection, connection.begin():
            yield connection

    def scrub(self) -> bool:
        """Empty SQLite's log, which holds bytes that were erased since; False if somebody was reading for too long.

        PostgreSQL frees and overwrites erased rows when it next vacuums, which it does by itself.
        """
        if not self._beside:
            return True
        with self.engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute(f"PRAGMA busy_timeout={SCRUB_SECONDS * 1000}")
            try:
                held, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                raw.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        return not held

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


_opening = threading.Lock()


def _raise_if_full(error: sa.exc.DBAPIError, home: Home) -> None:
    if any(sign in str(error.orig) for sign in FULL_SIGNS):
        raise DiskFull(_full(home)) from error


def _full(home: Home) -> str:
    return f"no room is left in {home.root}: free some space or erase recordings, nothing stored is lost"


def _engine(url: str) -> sa.Engine:
    """The engine of either kind; what is stored, names and secrets among it, is hidden from its errors and logs."""
    made = sa.make_url(url)
    if made.get_backend_name() == "postgresql":
        return _postgresql(made)
    if made.get_backend_name() != "sqlite":
        raise BrokenStore(f"the store can be SQLite or PostgreSQL, not {made.get_backend_name()}")
    engine = sa.create_engine(made, connect_args={"timeout": BUSY_SECONDS}, json_serializer=_json, hide_parameters=True)
    sa.event.listen(engine, "connect", _set_up_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql(url: sa.URL) -> sa.Engine:
    try:
        url = url.set(drivername="postgresql+psycopg")
        return sa.create_engine(url, pool_pre_ping=True, json_serializer=_json, hide_parameters=True)
    except ModuleNotFoundError as error:
        raise BrokenStore(
            "a store in PostgreSQL needs its driver: pip install -r requirements-postgresql.txt"
        ) from error


def _json(value: Any) -> str:
    r"""As every database reads it: no NaN, and letters as they are, for SQLite does not find ``ü`` under ``\u00fc``."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode(errors="replace").decode()


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin too late: _begin_sqlite does it
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    """Take the write lock at the start of a transaction that writes: a later upgrade could not wait for its turn.

    One that reads cannot write at all, so that a mistake shows in the first test and not under load.
    """
    writes = connection.get_execution_options().get("toneatlas_writes", False)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
