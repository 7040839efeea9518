"""Maps, clusters and other things worked out from readings: caches, rebuilt when thrown away."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from data import schema
from data.arrays import pack, unpack
from data.errors import Missing
from data.store import now
from data.upsert import upsert

GONE = "this has not been worked out yet, or was thrown away: ask for it again"


@dataclass(frozen=True, slots=True, eq=False)
class Derived:
    """One derived thing: its kind and name, what it was made from and with, and its arrays by name."""

    key: str
    kind: str
    name: str
    details: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]
    created_at: datetime


def key_of(kind: str, details: Mapping[str, Any]) -> str:
    """The key under which something made from exactly these details is found again."""
    text = json.dumps([kind, details], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def save(
    connection: sa.Connection, kind: str, *, name: str, details: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]
) -> str:
    """Keep a derived thing, in place of an older one made from the same details; its key."""
    key = key_of(kind, details)
    row = {"key": key, "kind": kind, "name": name, "details": dict(details), "created_at": now()}
    upsert(connection, schema.derived, row)
    keep_arrays(connection, schema.derived_array, key, arrays)
    return key


def keep_arrays(connection: sa.Connection, table: sa.Table, key: str | int, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Keep arrays by name in a table of arrays, in place of all that were under the same key."""
    owner = _owner(table)
    connection.execute(sa.delete(table).where(owner == key))
    for label, array in arrays.items():
        described, shape, content = pack(np.asarray(array))
        row = {owner.name: key, "name": label, "kind": described, "shape": shape, "content": content}
        connection.execute(table.insert().values(row))


def load_arrays(
    connection: sa.Connection, table: sa.Table, key: str | int, *, only: Collection[str] = ()
) -> dict[str, NDArray[Any]]:
    """The arrays under a key, by name: all of them, or ``only`` those named."""
    wanted = sa.select(table).where(_owner(table) == key)
    kept = connection.execute(wanted.where(table.c.name.in_(only)) if only else wanted)
    return {array.name: unpack(array.kind, array.shape, array.content) for array in kept}


def annotate(connection: sa.Connection, key: str, details: Mapping[str, Any]) -> None:
    """Replace the details of a derived thing; its key stays."""
    connection.execute(sa.update(schema.derived).where(schema.derived.c.key == key).values(details=dict(details)))


def load(connection: sa.Connection, key: str) -> Derived:
    """A derived thing by its key. ``Missing`` if nobody made it, or it was thrown away."""
    row = connection.execute(sa.select(schema.derived).where(schema.derived.c.key == key)).one_or_none()
    if row is None:
        raise Missing(GONE)
    arrays = load_arrays(connection, schema.derived_array, key)
    return Derived(key, row.kind, row.name, row.details, arrays, row.created_at)


def details(connection: sa.Connection, key: str) -> Mapping[str, Any]:
    """What is told of a derived thing, without its arrays. ``Missing`` as for ``load``."""
    found = connection.scalar(sa.select(schema.derived.c.details).where(schema.derived.c.key == key))
    if found is None:
        raise Missing(GONE)
    return dict(found)


def detail(connection: sa.Connection, key: str, name: str) -> Any:
    """One of its details alone, None where it has none: those of a large map are megabytes. ``Missing`` as ``load``."""
    row = connection.execute(sa.select(schema.derived.c.details[name]).where(schema.derived.c.key == key)).one_or_none()
    if row is None:
        raise Missing(GONE)
    return row[0]


def made_at(connection: sa.Connection, key: str) -> datetime | None:
    """When a derived thing was made; None if nobody made it, or it was thrown away."""
    found: datetime | None = connection.scalar(
        sa.select(schema.derived.c.created_at).where(schema.derived.c.key == key)
    )
    return found


def find(connection: sa.Connection, kind: str) -> list[tuple[str, str, Mapping[str, Any]]]:
    """Key, name and details of everything of a kind, newest first."""
    table = schema.derived
    rows = connection.execute(sa.select(table).where(table.c.kind == kind).order_by(table.c.created_at.desc()))
    return [(row.key, row.name, row.details) for row in rows]


def erase(connection: sa.Connection, key: str) -> None:
    """Throw one away."""
    connection.execute(sa.delete(schema.derived_array).where(schema.derived_array.c.key == key))
    connection.execute(sa.delete(schema.derived).where(schema.derived.c.key == key))


def erase_all(connection: sa.Connection) -> None:
    """Throw all away, as when a recording they were worked out from is erased."""
    connection.execute(sa.delete(schema.derived_array))
    connection.execute(sa.delete(schema.derived))


def _owner(table: sa.Table) -> sa.Column[Any]:
    """Of a table of arrays, the column that tells what they belong to: the first of its key."""
    return next(iter(table.primary_key.columns))
