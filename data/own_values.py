"""What own emotions and samples say of each voice: a row per voice and version, found, counted and sorted in SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from data import schema

HEARD = 0.5  # score of a window from which an own emotion counts as heard in it
PIECE = 1_000  # recordings asked for at a time: SQLite binds 32,766 values at most


@dataclass(frozen=True, slots=True)
class Value:
    """What one version says of one voice.

    Of an emotion ``value`` is its mean score over the windows, each counted by its seconds, of a sample the cosine of
    the voice as a whole. ``share`` is the part of the windows' time with a score of at least ``HEARD``.
    """

    value: float
    share: float
    peak: float  # of the window that scores highest
    peak_at: float  # second at which that window starts


def save(connection: sa.Connection, version: int, *, model: str, values: Mapping[tuple[str, str], Value]) -> None:
    """Keep what a version says, by recording and role, in place of what it said before.

    All of a recording's voices come at once. Recordings that were erased meanwhile are left out, and nothing is kept
    of a version that was.
    """
    table = schema.own_value
    if not values or not _is_there(connection, version):
        return
    there = _still_there(connection, sorted({recording for recording, _ in values}))
    for piece in _pieces(sorted(there)):
        connection.execute(sa.delete(table).where((table.c.version == version) & table.c.recording.in_(piece)))
    rows = [
        {"version": version, "recording": recording, "role": role, "model": model, "value": told.value,
         "share": told.share, "peak": told.peak, "peak_at": told.peak_at}
        for (recording, role), told in values.items() if recording in there
    ]  # fmt: skip
    if rows:
        connection.execute(table.insert(), rows)


def of(
    connection: sa.Connection, recordings: Sequence[str], *, versions: Sequence[int]
) -> dict[tuple[str, str], dict[int, Value]]:
    """What these versions say of the voices of these recordings: by recording and role, then by version."""
    table = schema.own_value.c
    found: dict[tuple[str, str], dict[int, Value]] = {}
    for piece in _pieces(recordings) if versions else ():
        wanted = sa.select(schema.own_value).where(table.version.in_(versions) & table.recording.in_(piece))
        for row in connection.execute(wanted):
            told = Value(row.value, row.share, row.peak, row.peak_at)
            found.setdefault((row.recording, row.role), {})[row.version] = told
    return found


def all_of(connection: sa.Connection, version: int, *, only: Sequence[str] = ()) -> dict[tuple[str, str], float]:
    """The value of a version by recording and role: of all voices, or of ``only`` these recordings."""
    table = schema.own_value.c
    wanted = sa.select(table.recording, table.role, table.value).where(table.version == version)
    pieces = [wanted.where(table.recording.in_(piece)) for piece in _pieces(only)] if only else [wanted]
    return {(row.recording, row.role): row.value for piece in pieces for row in connection.execute(piece)}


def count(connection: sa.Connection, version: int) -> tuple[int, int]:
    """Of how many voices a version says something, and in how many of them its emotion is heard."""
    table = schema.own_value.c
    heard = sa.func.count().filter(table.peak >= HEARD)
    row = connection.execute(sa.select(sa.func.count(), heard).where(table.version == version)).one()
    return int(row[0]), int(row[1])


def keep_only(connection: sa.Connection, version: int) -> None:
    """Throw away what other versions of the same set and model say: one that is used again says it anew."""
    mine, others = schema.own_version.alias("mine").c, schema.own_version.c
    same = (others.label_set == mine.label_set) & (others.model == mine.model) & (others.id != version)
    gone = sa.select(others.id).where(same & (mine.id == version))
    connection.execute(sa.delete(schema.own_value).where(schema.own_value.c.version.in_(gone)))


def unsure(connection: sa.Connection, version: int, *, roles: Sequence[str], most: int) -> list[tuple[str, str]]:
    """Recording and role of the voices whose highest window lies nearest to ``HEARD``: what to ask about next."""
    table = schema.own_value.c
    mine = sa.select(table.recording, table.role).where((table.version == version) & table.role.in_(roles))
    near = mine.order_by(sa.func.abs(table.peak - HEARD), table.recording).limit(most)
    return [(row.recording, row.role) for row in connection.execute(near)]


def _is_there(connection: sa.Connection, version: int) -> bool:
    """Whether there is such a version; it stays until the transaction ends."""
    mine = sa.select(schema.own_version.c.id).where(schema.own_version.c.id == version)
    return connection.execute(mine.with_for_update(read=True, key_share=True)).first() is not None


def _still_there(connection: sa.Connection, recordings: Sequence[str]) -> set[str]:
    """Which of these are still recordings; they stay until the transaction ends."""
    identity = schema.recording.c.id
    found: set[str] = set()
    for piece in _pieces(recordings):
        mine = sa.select(identity).where(identity.in_(piece)).with_for_update(read=True, key_share=True)
        found.update(connection.scalars(mine))
    return found


def _pieces(recordings: Sequence[str]) -> list[Sequence[str]]:
    return [recordings[start : start + PIECE] for start in range(0, len(recordings), PIECE)]
