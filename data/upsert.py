"""Insert a row, or change the one that is there already, in one statement: two workers may bring the same thing."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def upsert(connection: sa.Connection, table: sa.Table, row: Mapping[str, Any], *, once: tuple[str, ...] = ()) -> None:
    """Keep ``row`` under the table's primary key; columns named in ``once`` stay as they were first written."""
    keys = [column.name for column in table.primary_key]
    changed = [name for name in row if name not in keys and name not in once]
    insert = postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
    insert = insert.values(**row)
    if changed:
        insert = insert.on_conflict_do_update(
            index_elements=keys, set_={name: insert.excluded[name] for name in changed}
        )
    else:
        insert = insert.on_conflict_do_nothing(index_elements=keys)
    connection.execute(insert)
