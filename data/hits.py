"""What alert rules caught: at which second of which call, and whether somebody who listened agreed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from data import schema
from data.errors import DataError, Missing
from data.notes import CONFIRMED, FALSE_ALARM, VERDICTS
from data.recordings import recording_of
from data.records import Recording, Voice
from data.store import now
from data.upsert import upsert
from data.voices import voice_of, whole

GONE = "this alert is gone: its rule was changed or removed, or its call erased"


@dataclass(frozen=True, slots=True)
class Hit:
    """One rule's catch in one voice: the longest stretch, and all of them."""

    rule: int
    recording: str
    model: str  # Model.key
    role: str
    emotion: str
    score: float  # mean over the stretch
    start: float  # seconds
    stop: float
    spans: tuple[tuple[float, float], ...] = ()
    verdict: str = ""  # confirmed, false_alarm, or nothing yet
    found_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which hits: of one model; of one rule or of the active ones; of calls between two times."""

    model: str
    rule: int = 0  # 0: every active one
    since: datetime | None = None
    until: datetime | None = None  # exclusive


@dataclass(frozen=True, slots=True)
class Count:
    """How many voices a rule caught, and what those who listened said."""

    caught: int = 0
    confirmed: int = 0
    false_alarms: int = 0

    @property
    def heard(self) -> int:
        """Hits with a verdict."""
        return self.confirmed + self.false_alarms


def keep(
    connection: sa.Connection, recording: str, *, model: str, rules: Sequence[int], found: Sequence[Hit]
) -> list[Hit]:
    """Let ``found`` be all that these rules catch in a recording; the hits that no model ever found before.

    A verdict stays while its rule still catches the voice.
    """
    table = schema.hit.c
    mine = (table.recording == recording) & table.rule.in_(rules)
    before = connection.execute(sa.select(table.rule, table.role, table.model).where(mine)).all()
    known = {(row.rule, row.role) for row in before}
    there = {(hit.rule, hit.role) for hit in found}
    for row in before:
        if row.model == model and (row.rule, row.role) not in there:
            one = mine & (table.rule == row.rule) & (table.role == row.role) & (table.model == model)
            connection.execute(sa.delete(schema.hit).where(one))
    for hit in found:
        put(connection, hit)
    return [hit for hit in found if (hit.rule, hit.role) not in known]


def put(connection: sa.Connection, hit: Hit) -> None:
    """Keep one hit, in place of an older one of the same rule and voice, whose verdict stays."""
    upsert(connection, schema.hit, _row(hit), once=("verdict", "judged_at", "found_at"))


def forget_others(connection: sa.Connection, rule: int, *, model: str, kept: set[tuple[str, str]]) -> None:
    """Remove a rule's hits of one model but those of these recordings and roles."""
    table = schema.hit.c
    mine = (table.rule == rule) & (table.model == model)
    for row in connection.execute(sa.select(table.recording, table.role).where(mine)).all():
        if (row.recording, row.role) not in kept:
            one = mine & (table.recording == row.recording) & (table.role == row.role)
            connection.execute(sa.delete(schema.hit).where(one))


def page(
    connection: sa.Connection, wanted: Wanted, *, offset: int = 0, limit: int = 50
) -> list[tuple[Recording, Voice, Hit]]:
    """One page of hits with their calls, the newest call first."""
    hit, voice, recording = schema.hit, schema.voice.c, schema.recording
    same = (hit.c.recording == voice.recording) & (hit.c.model == voice.model) & (hit.c.role == voice.role)
    keys = _wanted(wanted, hit.c.recording, hit.c.role, hit.c.rule).join(recording)
    by = (recording.c.started_at.desc().nulls_last(), hit.c.recording, hit.c.role, hit.c.rule)
    shown = keys.order_by(*by).offset(offset).limit(limit).subquery()
    chosen = (hit.c.recording == shown.c.recording) & (hit.c.role == shown.c.role) & (hit.c.rule == shown.c.rule)
    told = [column.label(f"hit_{column.name}") for column in hit.c]
    rows = (
        whole(recording, *told).join(hit, same).join(shown, chosen).join(recording, recording.c.id == voice.recording)
    )
    rows = rows.where(hit.c.model == wanted.model).order_by(*by)
    return [(recording_of(row), voice_of(row), _hit(row, "hit_")) for row in connection.execute(rows)]


def find(connection: sa.Connection, rule: int, recording: str, *, model: str, role: str) -> Hit:
    """One hit. ``Missing`` if it is gone: its rule was changed or removed, or its call erased."""
    table = schema.hit.c
    mine = (table.rule == rule) & (table.recording == recording) & (table.model == model) & (table.role == role)
    row = connection.execute(sa.select(schema.hit).where(mine)).one_or_none()
    if row is None:
        raise Missing(GONE)
    return _hit(row, "")


def total(connection: sa.Connection, wanted: Wanted) -> int:
    """How many hits that are."""
    return int(connection.execute(_wanted(wanted, sa.func.count()).join(schema.recording)).scalar_one())


def of(connection: sa.Connection, recording: str, *, model: str) -> list[tuple[str, Hit]]:
    """What active rules caught in a recording, each with the rule's name, in order of time."""
    hit, rule = schema.hit.c, schema.rule.c
    mine = (hit.recording == recording) & (hit.model == model) & rule.active
    told = [column.label(f"hit_{column.name}") for column in hit]
    rows = sa.select(rule.name, *told).join_from(schema.hit, schema.rule).where(mine).order_by(hit.start, hit.rule)
    return [(row.name, _hit(row, "hit_")) for row in connection.execute(rows)]


def counts(connection: sa.Connection, *, model: str) -> dict[int, Count]:
    """By rule, how many voices it caught and how many of those were confirmed or called a false alarm."""
    table = schema.hit.c
    number = sa.func.count().label("number")
    rows = sa.select(table.rule, table.verdict, number).where(table.model == model).group_by(table.rule, table.verdict)
    said: dict[int, dict[str, int]] = {}
    for row in connection.execute(rows):
        said.setdefault(row.rule, {})[row.verdict] = row.number
    return {
        rule: Count(sum(verdicts.values()), verdicts.get(CONFIRMED, 0), verdicts.get(FALSE_ALARM, 0))
        for rule, verdicts in said.items()
    }


def judge(connection: sa.Connection, hit: Mapping[str, Any], verdict: str) -> None:
    """Say of a hit, given by its ``rule``, ``recording``, ``model`` and ``role``, whether it was right.

    ``DataError`` for what is no verdict, ``Missing`` for a hit that is gone.
    """
    if verdict not in VERDICTS:
        raise DataError(f"a verdict is one of {', '.join(VERDICTS)}, not {verdict!r}")
    table = schema.hit
    mine = sa.and_(*(table.c[name] == hit[name] for name in ("rule", "recording", "model", "role")))
    changed = sa.update(table).where(mine).values(verdict=verdict, judged_at=now()).returning(table.c.rule)
    if connection.execute(changed).first() is None:
        raise Missing(GONE)


def _wanted(wanted: Wanted, *columns: Any) -> sa.Select[Any]:
    hit, recording = schema.hit.c, schema.recording.c
    rows = sa.select(*columns).select_from(schema.hit).where(hit.model == wanted.model)
    if wanted.rule:
        rows = rows.where(hit.rule == wanted.rule)
    else:
        rows = rows.where(hit.rule.in_(sa.select(schema.rule.c.id).where(schema.rule.c.active)))
    if wanted.since is not None:
        rows = rows.where(recording.started_at >= wanted.since)
    if wanted.until is not None:
        rows = rows.where(recording.started_at < wanted.until)
    return rows


def _row(hit: Hit) -> dict[str, Any]:
    return {
        "rule": hit.rule,
        "recording": hit.recording,
        "model": hit.model,
        "role": hit.role,
        "emotion": hit.emotion,
        "score": hit.score,
        "start": hit.start,
        "stop": hit.stop,
        "spans": [list(span) for span in hit.spans],
        "verdict": hit.verdict,
        "judged_at": None,
        "found_at": now(),
    }


def _hit(row: Any, prefix: str) -> Hit:
    told = {column.name: getattr(row, prefix + column.name) for column in schema.hit.c}
    del told["judged_at"]
    return Hit(**told | {"spans": tuple((start, stop) for start, stop in told["spans"])})
