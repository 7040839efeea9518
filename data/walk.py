"""Rows of large tables, one after another."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

AT_ONCE = 1_000  # rows fetched together


def walk(connection: sa.Connection, statement: sa.Executable) -> Iterator[Any]:
    """The rows of a statement, none of which is kept.

    A list of 100,000 takes twice as long: Python's garbage collector looks through all that is kept, again and again.
    """
    yield from connection.execute(statement.execution_options(yield_per=AT_ONCE))
