"""An empty store for a test: SQLite in a folder, or PostgreSQL where ``TONEATLAS_TEST_POSTGRESQL`` holds a URL.

Every test gets a schema of its own there, which is dropped behind it.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from data.home import DATABASE_VARIABLE, Home
from data.store import Store

POSTGRESQL = os.environ.get("TONEATLAS_TEST_POSTGRESQL", "")


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    """A new store with its files under ``folder``."""
    with _database():
        store = Store.open(Home(folder))
        yield store
        store.close()


@contextmanager
def _database() -> Iterator[None]:
    if not POSTGRESQL:
        yield
        return
    name = f"test_{uuid.uuid4().hex}"
    url = sa.make_url(POSTGRESQL).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.schema.CreateSchema(name))
    inside = url.update_query_dict({"options": f"-csearch_path={name}"})
    os.environ[DATABASE_VARIABLE] = inside.render_as_string(hide_password=False)
    try:
        yield
    finally:
        del os.environ[DATABASE_VARIABLE]
        with engine.connect() as connection:
            connection.execute(sa.schema.DropSchema(name, cascade=True))
        engine.dispose()
