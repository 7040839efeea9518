"""What was learned from a set of labels on one model's embeddings: versions, of which one is in use.

A version is arrays and figures. It is forgotten together with any recording that it was learned from, for the
recording's embedding could be read out of it; the set is then learned again from the labels that are left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from numpy.typing import NDArray

from data import derived, labels, recordings, schema
from data.errors import Missing
from data.labels import EMOTION, LabelSet
from data.store import now

GONE = "this version was removed, or a recording it was learned from was erased"
KIND = "own"  # of the job that learns a version and applies it, or applies one that there is


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """One version: of which set and model, its number, and its figures."""

    id: int
    of: LabelSet
    model: str  # Model.key
    number: int
    in_use: bool
    details: Mapping[str, Any]
    made_at: datetime

    @property
    def sureness(self) -> str:
        """What always stands beside what a version says, in exports: how accurate it is, and by how many labels."""
        told = self.details
        if self.of.kind != EMOTION:
            return f"reference sample of {told['yes']} examples"
        value, low, high = told["accuracy"]
        return f"own label, accuracy {value:.2f} ({low:.2f}–{high:.2f}) by {told['yes'] + told['no']} labels"


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What a job found out: arrays by name, figures, and the recordings it comes from."""

    arrays: Mapping[str, NDArray[Any]]
    details: Mapping[str, Any]
    recordings: Sequence[str]


def save(connection: sa.Connection, of: LabelSet, *, model: str, learned: Learned) -> int:
    """Keep a new version and use it from now on; its id. ``Missing`` if a recording or the set is gone meanwhile."""
    labels.find(connection, of.id)
    if not recordings.all_there(connection, learned.recordings):
        raise Missing("a recording was erased while this was learned: train again")
    counted = sa.update(schema.label_set).where(schema.label_set.c.id == of.id)
    number = connection.execute(
        counted.values(versions=schema.label_set.c.versions + 1).returning(schema.label_set.c.versions)
    ).scalar_one()
    row = {"label_set": of.id, "model": model, "number": number, "in_use": False, "made_at": now()}
    insert = schema.own_version.insert().values(row | {"details": dict(learned.details)})
    version = int(connection.execute(insert.returning(schema.own_version.c.id)).scalar_one())
    derived.keep_arrays(connection, schema.own_array, version, learned.arrays)
    for recording in learned.recordings:
        connection.execute(schema.own_source.insert().values(version=version, recording=recording))
    use(connection, version)
    return version


def find(connection: sa.Connection, version: int) -> Version:
    """A version by its id. ``Missing`` if there is none."""
    row = connection.execute(_all().where(schema.own_version.c.id == version)).one_or_none()
    if row is None:
        raise Missing(GONE)
    return _version(row)


def of_set(connection: sa.Connection, number: int, *, model: str) -> list[Version]:
    """The versions of a set on one model's embeddings, newest first."""
    table = schema.own_version.c
    mine = _all().where((table.label_set == number) & (table.model == model))
    return [_version(row) for row in connection.execute(mine.order_by(table.id.desc()))]


def in_use(connection: sa.Connection, *, model: str) -> list[Version]:
    """The versions that are in use for one model's embeddings, emotions first, in order of their names."""
    table, sets = schema.own_version.c, schema.label_set.c
    mine = _all().where((table.model == model) & table.in_use).order_by(sets.kind, sets.name)
    return [_version(row) for row in connection.execute(mine)]


def arrays(connection: sa.Connection, version: int) -> dict[str, NDArray[Any]]:
    """A version's arrays by name. ``Missing`` if there are none."""
    found = derived.load_arrays(connection, schema.own_array, version)
    if not found:
        raise Missing(GONE)
    return found


def use(connection: sa.Connection, version: int) -> None:
    """Use this version from now on, and no other of its set and model."""
    chosen, table = find(connection, version), schema.own_version.c
    same = (table.label_set == chosen.of.id) & (table.model == chosen.model)
    connection.execute(sa.update(schema.own_version).where(same).values(in_use=table.id == version))


def erase(connection: sa.Connection, version: int) -> None:
    """Remove a version with everything it said."""
    for table in (schema.own_value, schema.own_source, schema.own_array):
        connection.execute(sa.delete(table).where(table.c.version == version))
    connection.execute(sa.delete(schema.own_version).where(schema.own_version.c.id == version))


def forget(connection: sa.Connection, recording: str) -> list[dict[str, Any]]:
    """Remove the versions learned from a recording; options of jobs that learn anew those that were in use."""
    learned = sa.select(schema.own_source.c.version).where(schema.own_source.c.recording == recording)
    gone = [_version(row) for row in connection.execute(_all().where(schema.own_version.c.id.in_(learned)))]
    for version in gone:
        erase(connection, version.id)
    return [options(version.of.id, model=version.model) for version in gone if version.in_use]


def options(label_set: int, *, model: str, version: int | None = None) -> dict[str, Any]:
    """Options of a job that learns a set anew and applies it, or applies a ``version`` that there is."""
    return {"label_set": label_set, "model": model, "version": version}


def _all() -> Any:
    table, sets = schema.own_version, schema.label_set.c
    return sa.select(table, sets.name, sets.kind).join(schema.label_set, sets.id == table.c.label_set)


def _version(row: Any) -> Version:
    of = LabelSet(row.label_set, row.name, row.kind)
    return Version(row.id, of, row.model, row.number, bool(row.in_use), row.details, row.made_at)
