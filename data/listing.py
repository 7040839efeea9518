"""What a selection holds: a page of rows for a table, or all of it as arrays for a map and for search."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from data import schema
from data.errors import DataError
from data.own_values import HEARD
from data.recordings import recording_of
from data.records import WHOLE_SECONDS, Floats, Recording, Selection, Voice
from data.voices import voice_of, whole
from data.walk import walk

RECORDINGS, WINDOWS = "recordings", "windows"
COLUMNS: dict[str, sa.ColumnElement[Any]] = {
    "started_at": schema.recording.c.started_at,
    "name": schema.recording.c.name,
    "agent": schema.recording.c.agent,
    "queue": schema.recording.c.queue,
    "seconds": schema.recording.c.seconds,
    "added_at": schema.recording.c.added_at,
    "role": schema.voice.c.role,
    "dominant": schema.voice.c.dominant,
    "confidence": schema.voice.c.confidence,
    **{name: schema.voice.c[name] for name in schema.NUMBERS},
}
TIMES = ("started_at", "added_at")  # in whose order recordings are walked to the first rows of a table
NEAR = 2_000  # rows found so; the hundredth page is found by sorting all
BILLION = 1e9  # confidences that differ less are the same
_NUMBER = re.compile(r'[^"\\\x00-\x1f]{1,100}')  # what can stand in a JSON path, where quotes have a meaning


OWN = re.compile(r"own:(\d{1,15})")  # the order by what a version of an own emotion or a sample says


@dataclass(frozen=True, slots=True)
class Order:
    """How a table is sorted: one of ``COLUMNS``, the name of one of a voice's numbers, or ``own:`` and a version."""

    column: str = "started_at"
    descending: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """A selection as arrays; P points, each a voice of a recording or one of its windows."""

    recordings: tuple[str, ...]  # P ids
    roles: tuple[str, ...]  # P
    spans: NDArray[np.float64]  # (P, 2) seconds
    embeddings: Floats  # (P, D)
    scores: Floats  # (P, L)

    def __len__(self) -> int:
        return len(self.recordings)


def page(
    connection: sa.Connection, selection: Selection, *, order: Order | None = None, offset: int = 0, limit: int = 50
) -> list[tuple[Recording, Voice]]:
    """One page of a table: every voice of the selection with its recording, sorted; what lacks the column comes last.

    ``DataError`` for a column that cannot be one.
    """
    voice, recording = schema.voice.c, schema.recording.c
    order = order or Order()
    by = (_by(order), voice.recording, voice.role)
    # The rows are sorted by their keys alone: with their arrays in hand 100,000 of them would take seconds.
    keys = _with_own(_with_recording(_select(selection, voice.recording, voice.role), order.column), order)
    if order.column in TIMES and selection.unfiltered and offset + limit <= NEAR:
        keys = keys.where(voice.recording.in_(_first(selection, order, most=offset + limit)))
    shown = keys.order_by(*by).offset(offset).limit(limit).subquery()
    chosen = (voice.recording == shown.c.recording) & (voice.role == shown.c.role) & (voice.model == selection.model)
    rows = whole(schema.recording).join(shown, chosen).join(schema.recording, recording.id == voice.recording)
    rows = _with_own(rows, order)
    return [(recording_of(row), voice_of(row)) for row in connection.execute(rows.order_by(*by))]


def _first(selection: Selection, order: Order, *, most: int) -> sa.Select[Any]:
    """The first recordings in an order, each with a voice of the selection: its first voices are among theirs."""
    voice, recording = schema.voice.c, schema.recording.c
    mine = _select(selection, voice.recording).where(voice.recording == recording.id)
    return sa.select(recording.id).where(mine.exists()).order_by(_by(order), recording.id).limit(most)


def those(
    connection: sa.Connection, recordings: Sequence[str], *, model: str
) -> dict[tuple[str, str], tuple[Recording, Voice]]:
    """All voices of some recordings, by recording and role; those that are gone are missing."""
    voice = schema.voice.c
    rows = whole(schema.recording).join(schema.recording, schema.recording.c.id == voice.recording)
    mine = rows.where((voice.model == model) & voice.recording.in_(recordings))
    return {(row.recording, row.role): (recording_of(row), voice_of(row)) for row in connection.execute(mine)}


def count(connection: sa.Connection, selection: Selection) -> int:
    """How many voices the selection holds."""
    return int(connection.execute(_select(selection, sa.func.count())).scalar_one())


def count_read(connection: sa.Connection, selection: Selection) -> int:
    """How many voices of the selection a model read; of the others only is known when they spoke."""
    statement = _select(selection, sa.func.count()).where(schema.voice.c.size > 0)
    return int(connection.execute(statement).scalar_one())


def choices(connection: sa.Connection, selection: Selection) -> dict[str, list[str]]:
    """Agents, queues, roles and dominant emotions of the selection, each once, sorted: what filters choose from."""
    voice, recording = schema.voice.c, schema.recording.c
    mine = _select(selection, voice.recording).where(voice.recording == recording.id)
    found = {name: _each(connection, recording[name], mine) for name in ("agent", "queue")}
    pairs = connection.execute(_select(selection, voice.role, voice.dominant).distinct()).all()
    for place, name in enumerate(("role", "dominant")):
        found[name] = sorted({str(pair[place]) for pair in pairs} - {""})
    return found


def _each(connection: sa.Connection, column: sa.Column[Any], mine: sa.Select[Any]) -> list[str]:
    """Each value of a recording's column but the empty one, by a seek in its index; ``mine`` are a recording's voices.

    To look at 100,000 calls for the dozen queues they come from takes a tenth of a second.
    """
    found: list[str] = []
    following = sa.select(column).where(mine.exists()).order_by(column).limit(1)
    value = connection.scalar(following.where(column > ""))
    while value is not None:
        found.append(value)
        value = connection.scalar(following.where(column > value))
    return sorted(found)


def span(connection: sa.Connection, *, model: str) -> tuple[datetime, datetime] | None:
    """Earliest and latest call time that this model has read, or None when no call has one."""
    started, voice = schema.recording.c.started_at, schema.voice.c
    was_read = sa.exists().where((voice.recording == schema.recording.c.id) & (voice.model == model))
    timed = sa.select(started).where(started.is_not(None) & was_read).limit(1)
    first, last = connection.scalar(timed.order_by(started)), connection.scalar(timed.order_by(started.desc()))
    return None if first is None or last is None else (first, last)


def days(connection: sa.Connection, selection: Selection) -> list[date]:
    """Days with a call of the selection that was read, the newest first.

    Every day is one seek in the index of call times: a look at 100,000 calls would take half a second.
    """
    voice, started = schema.voice.c, schema.recording.c.started_at
    mine = _select(selection, voice.recording).where((voice.size > 0) & (voice.recording == schema.recording.c.id))
    latest = sa.select(started).where(started.is_not(None) & mine.exists()).order_by(started.desc()).limit(1)
    found: list[date] = []
    last = connection.scalar(latest)
    while last is not None:
        found.append(last.date())
        last = connection.scalar(latest.where(started < datetime.combine(found[-1], time())))
    return found


def undated(connection: sa.Connection, selection: Selection) -> int:
    """How many recordings of the selection have no time, and so belong to no day."""
    recording = schema.recording.c
    mine = _select(selection, schema.voice.c.recording).where(schema.voice.c.recording == recording.id)
    timeless = sa.select(sa.func.count()).select_from(schema.recording).where(recording.started_at.is_(None))
    return int(connection.execute(timeless.where(mine.exists())).scalar_one())


def members(connection: sa.Connection, selection: Selection) -> list[tuple[str, str, int]]:
    """Recording, role and number of windows of every voice that was read."""
    voice = schema.voice.c
    statement = _select(selection, voice.recording, voice.role, voice.windows).where(voice.size > 0)
    return [(row[0], row[1], row[2]) for row in walk(connection, statement.order_by(voice.recording, voice.role))]


def fingerprint(connection: sa.Connection, selection: Selection) -> str:
    """Changes whenever a voice enters the selection, leaves it, or is read again.

    Made of a count, the newest reading and a sum of whole numbers, which comes out the same in any order: 100,000 rows
    stay in the database, where a list of them took a third of a second on every look at a map.
    """
    voice = schema.voice.c
    sureness = sa.cast(voice.confidence * BILLION, sa.BigInteger)
    told = (sa.func.count(), sa.func.min(voice.read_at), sa.func.max(voice.read_at), sa.func.sum(sureness))
    found = connection.execute(_select(selection, *told).where(voice.size > 0)).one()
    return hashlib.sha256(" ".join(map(str, found)).encode()).hexdigest()


def points(connection: sa.Connection, selection: Selection, *, unit: str = RECORDINGS) -> Points:
    """All of the selection as arrays, in order of recording id, role and time, without voices that were not read."""
    if unit == RECORDINGS:
        return _voice_points(connection, selection)
    if unit == WINDOWS:
        return _window_points(connection, selection)
    raise DataError(f"points are {RECORDINGS} or {WINDOWS}, not {unit!r}")


def _voice_points(connection: sa.Connection, selection: Selection) -> Points:
    voice = schema.voice.c
    recording = schema.recording.c
    whole_file = (recording.channels == 1) & (recording.seconds <= WHOLE_SECONDS)
    headline = sa.case((whole_file, voice.scores), else_=voice.speech_scores).label("headline")
    wanted = (voice.recording, voice.role, headline, schema.embedding.c.content, recording.seconds)
    statement = voices_and(schema.embedding, selection, *wanted).join(schema.recording)
    rows = connection.execute(statement.where(voice.size > 0).order_by(voice.recording, voice.role)).all()
    return Points(
        recordings=tuple(row.recording for row in rows),
        roles=tuple(row.role for row in rows),
        spans=np.array([(0.0, row.seconds) for row in rows], np.float64).reshape(-1, 2),
        embeddings=matrix([row.content for row in rows], len(rows)),
        scores=matrix([row.headline for row in rows], len(rows)),
    )


def _window_points(connection: sa.Connection, selection: Selection) -> Points:
    voice, reading = schema.voice.c, schema.reading.c
    wanted = (voice.recording, voice.role, reading.windows, reading.spans, reading.embeddings, reading.scores)
    statement = voices_and(schema.reading, selection, *wanted).where(voice.windows > 0)
    return points_of(connection.execute(statement.order_by(voice.recording, voice.role)).all())


def points_of(rows: Sequence[Any]) -> Points:
    """Rows of the table ``reading`` as the windows they hold, in their order."""
    total = sum(row.windows for row in rows)
    return Points(
        recordings=tuple(row.recording for row in rows for _ in range(row.windows)),
        roles=tuple(row.role for row in rows for _ in range(row.windows)),
        spans=np.frombuffer(b"".join(row.spans for row in rows), "<f8").astype(np.float64).reshape(-1, 2),
        embeddings=matrix([row.embeddings for row in rows], total),
        scores=matrix([row.scores for row in rows], total),
    )


def matrix(contents: Sequence[bytes], rows: int) -> Floats:
    """(``rows``, D) float32 arrays that were stored one by one."""
    joined = np.frombuffer(b"".join(contents), "<f4").astype(np.float32)
    return joined.reshape(rows, -1) if rows else np.zeros((0, 0), np.float32)


def voices_of(selection: Selection, *columns: Any) -> sa.Select[Any]:
    """Columns of every voice of the selection, with those of its recording."""
    return _select(selection, *columns).join(schema.recording)


def voices_and(table: sa.Table, selection: Selection, *columns: Any) -> sa.Select[Any]:
    """Columns of every voice of the selection, with those of its row in another table."""
    voice, row = schema.voice.c, table.c
    beside = (row.recording == voice.recording) & (row.model == voice.model) & (row.role == voice.role)
    return _select(selection, *columns).join(table, beside)


def readings_of(selection: Selection, *columns: Any) -> sa.Select[Any]:
    """The same of every voice that was read."""
    return voices_of(selection, *columns).where(schema.voice.c.size > 0)


def _with_recording(statement: sa.Select[Any], column: str) -> sa.Select[Any]:
    """Join the recordings only where one of their columns is asked for."""
    return statement.join(schema.recording) if column in schema.recording.c else statement


def _with_own(statement: sa.Select[Any], order: Order) -> sa.Select[Any]:
    """Join what a version says where that is the order; voices of which it says nothing have none."""
    version = OWN.fullmatch(order.column)
    if version is None:
        return statement
    own, voice = schema.own_value.c, schema.voice.c
    same = (own.version == int(version[1])) & (own.recording == voice.recording) & (own.role == voice.role)
    return statement.outerjoin(schema.own_value, same)


def _by(order: Order) -> sa.ColumnElement[Any]:
    column = schema.own_value.c.value if OWN.fullmatch(order.column) else COLUMNS.get(order.column)
    if column is None:
        if not _NUMBER.fullmatch(order.column):
            raise DataError(f"there is no column {order.column[:80]!r} to sort by")
        column = schema.voice.c.numbers[order.column].as_float()
    return column.desc().nulls_last() if order.descending else column.asc().nulls_last()


def _select(selection: Selection, *columns: Any) -> sa.Select[Any]:
    """Voices of the selection. Recordings are filtered apart, so that who only counts need not join them."""
    voice = schema.voice.c
    statement = sa.select(*columns).select_from(schema.voice).where(voice.model == selection.model)
    if selection.roles:
        statement = statement.where(voice.role.in_(selection.roles))
    if selection.emotions:
        statement = statement.where(voice.dominant.in_(selection.emotions))
    for version in selection.own:
        own = schema.own_value.alias().c  # the order may join the same table
        same = (own.version == version) & (own.recording == voice.recording) & (own.role == voice.role)
        statement = statement.where(sa.exists().where(same & (own.peak >= HEARD)))
    if conditions := _conditions(selection):
        statement = statement.where(voice.recording.in_(sa.select(schema.recording.c.id).where(*conditions)))
    return statement


def _conditions(selection: Selection) -> list[sa.ColumnElement[bool]]:
    recording = schema.recording.c
    conditions: list[sa.ColumnElement[bool]] = []
    if selection.since is not None:
        conditions.append(recording.started_at >= selection.since)
    if selection.until is not None:
        conditions.append(recording.started_at < selection.until)
    if selection.agents:
        conditions.append(recording.agent.in_(selection.agents))
    if selection.queues:
        conditions.append(recording.queue.in_(selection.queues))
    if selection.search:
        said = schema.transcript.c.said.icontains(selection.search, autoescape=True)
        spoken = sa.select(schema.transcript.c.recording).where(said & schema.transcript.c.recording.is_not(None))
        named = recording.name.icontains(selection.search, autoescape=True)
        conditions.append(named | recording.id.in_(spoken))
    if selection.shortest:
        conditions.append(recording.seconds >= selection.shortest)
    if selection.longest:
        conditions.append(recording.seconds <= selection.longest)
    if selection.jobs:
        sent = sa.select(schema.item.c.content).where(schema.item.c.job.in_(selection.jobs))
        conditions.append(recording.id.in_(sent))
    return conditions
