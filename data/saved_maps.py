"""Maps that people keep under a name, with all that is needed to place other days' calls into them.

They are no caches: they stay until somebody deletes them. A recording that is erased is taken out of each of them
(``data.thinning``); a map that has lost its last point goes too.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from data import accounts, derived, maps, schema, thinning
from data.derived import Derived
from data.errors import DataError, Missing
from data.maps import LONGEST, Request, with_name
from data.names import clean_text
from data.store import now

KIND = "saved map"
PLACED = "placed"  # the kind of what was placed into one: see data.placements

KEPT = ("notes", "parameters", "group_names", "names", "effect")  # of a map's details what is told of it once saved


@dataclass(frozen=True, slots=True)
class SavedMap:
    """One map that was kept, without its points."""

    id: int
    name: str
    model: str  # Model.key
    request: Request
    details: Mapping[str, Any]  # parameters of the projection, notes, group_names as made and names as people gave them
    count: int  # points
    version: int  # grows when points are taken out
    created_at: datetime


def save(connection: sa.Connection, name: str, *, drawn: str) -> int:
    """Keep the map of the key ``drawn``; its number.

    ``DataError`` for a name that is empty or taken, ``Missing`` if the map was thrown away meanwhile.
    """
    found = derived.load(connection, drawn)
    frozen = maps.frozen_of(connection, drawn)
    told = dict(found.details)
    owners = {part: told.pop(part) for part in ("ids", "role_names")}
    asked = {part: told.pop(part) for part in list(told) if part not in KEPT}
    row = {
        "name": _free(connection, name),
        "model": asked["selection"]["model"],
        "request": {part: value for part, value in asked.items() if part != "fingerprint"},
        "details": {**told, "extent": _extent(found.arrays["coordinates"])},
        "owners": owners,
        "count": len(found.arrays["which"]),
        "version": 1,
        "created_at": now(),
    }
    insert = schema.saved_map.insert().values(row).returning(schema.saved_map.c.id)
    number = int(connection.execute(insert).scalar_one())
    derived.keep_arrays(connection, schema.saved_map_array, number, {**found.arrays, **frozen})
    accounts.copy(connection, drawn, to=_key(number, row["version"]))
    return number


def find(connection: sa.Connection) -> list[SavedMap]:
    """All of them, the newest first."""
    return [_saved(row) for row in connection.execute(_columns().order_by(schema.saved_map.c.id.desc()))]


def load(connection: sa.Connection, number: int) -> SavedMap:
    """One by its number. ``Missing`` if there is none."""
    row = connection.execute(_columns().where(schema.saved_map.c.id == number)).one_or_none()
    if row is None:
        raise Missing("there is no such saved map: it was deleted, or all its recordings were erased")
    return _saved(row)


def picture(connection: sa.Connection, number: int) -> Derived:
    """The map as it was drawn: what ``data.maps.find`` gives of one nobody saved. ``Missing`` if there is none."""
    saved = load(connection, number)
    owners = connection.scalar(sa.select(schema.saved_map.c.owners).where(schema.saved_map.c.id == number)) or {}
    arrays = derived.load_arrays(connection, schema.saved_map_array, number, only=thinning.ROWS)
    return Derived(_key(number, saved.version), KIND, saved.name, {**saved.details, **owners}, arrays, saved.created_at)


def frozen(connection: sa.Connection, number: int) -> dict[str, NDArray[Any]]:
    """All arrays of a map, those that place other points into it included."""
    return derived.load_arrays(connection, schema.saved_map_array, number)


def rename(connection: sa.Connection, number: int, name: str) -> None:
    """Give it another name. ``DataError`` for one that is empty or taken."""
    saved = load(connection, number)
    if clean_text(name).strip() != saved.name:
        _change(connection, number, name=_free(connection, name))


def name_group(connection: sa.Connection, number: int, *, group: int, name: str) -> None:
    """Give one of its groups a name of one's own, here and on every day that is placed into it; empty: none."""
    details = dict(load(connection, number).details)
    _change(connection, number, details={**details, "names": with_name(details.get("names", {}), group, name)})


def erase(connection: sa.Connection, number: int) -> None:
    """Delete a map with all that was placed into it; no error if it is gone already."""
    for key, _, details in derived.find(connection, PLACED):
        if details["map"] == number:
            accounts.erase(connection, key)
            derived.erase(connection, key)
    version = connection.scalar(sa.select(schema.saved_map.c.version).where(schema.saved_map.c.id == number))
    if version is not None:
        accounts.erase(connection, _key(number, version))
    connection.execute(sa.delete(schema.saved_map_array).where(schema.saved_map_array.c.key == number))
    connection.execute(sa.delete(schema.saved_map).where(schema.saved_map.c.id == number))


def forget(connection: sa.Connection, recordings: Collection[str]) -> None:
    """Take the points of these recordings out of every saved map."""
    table = schema.saved_map.c
    for row in connection.execute(sa.select(table.id, table.version, table.owners, table.details)).all():
        lost = np.isin(np.array(row.owners["ids"], dtype=str), list(recordings))
        if lost.any():
            _forget(connection, row, lost)


def _forget(connection: sa.Connection, row: Any, lost: NDArray[np.bool_]) -> None:
    arrays = frozen(connection, row.id)
    kept = ~lost[arrays["which"]]
    if not kept.any():
        erase(connection, row.id)
        return
    flat = row.details["parameters"]["method"] == "pca"
    left = thinning.without(arrays, kept, flat=flat)
    left["which"] = (np.cumsum(~lost) - 1).astype(np.int32)[left["which"]]
    derived.keep_arrays(connection, schema.saved_map_array, row.id, left)
    ids = [identity for identity, gone in zip(row.owners["ids"], lost, strict=True) if not gone]
    changed = {"owners": {**row.owners, "ids": ids}, "count": int(kept.sum()), "version": row.version + 1}
    details = {**row.details, "extent": _extent(left["coordinates"])}
    _change(connection, row.id, details=details, **changed)


def _change(connection: sa.Connection, number: int, **values: Any) -> None:
    connection.execute(sa.update(schema.saved_map).where(schema.saved_map.c.id == number).values(**values))


def _key(number: int, version: int) -> str:
    """What tells a saved map, with the points that it has now, from all others."""
    return f"{KIND} {number} {version}"


def _extent(coordinates: NDArray[Any]) -> list[list[float]]:
    """The corners of a map: every day that is placed into it is shown within the same ones."""
    if len(coordinates) == 0:
        return [[0.0, 0.0], [0.0, 0.0]]
    return [[float(value) for value in corner] for corner in (coordinates.min(axis=0), coordinates.max(axis=0))]


def _free(connection: sa.Connection, name: str) -> str:
    """The name as it is kept. ``DataError`` for one that is empty or taken."""
    said = clean_text(name).strip()[:LONGEST]
    if not said:
        raise DataError("a saved map needs a name")
    taken = sa.select(schema.saved_map.c.id).where(schema.saved_map.c.name == said)
    if connection.scalar(taken) is not None:
        raise DataError(f"a map is saved under {said!r} already: choose another name")
    return said


def _columns() -> sa.Select[Any]:
    table = schema.saved_map.c
    return sa.select(
        table.id, table.name, table.model, table.request, table.details, table.count, table.version, table.created_at
    )


def _saved(row: Any) -> SavedMap:
    request = Request.from_options(row.request)
    count = row._mapping["count"]  # a row has a method of that name
    return SavedMap(row.id, row.name, row.model, request, row.details, count, row.version, row.created_at)
