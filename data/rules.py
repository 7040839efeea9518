"""Alert rules as they are kept: by name, with what each looks for, whom it tells, and every state it was in.

What a rule looks for is ``analysis.alerts.Rule`` as JSON; whoever saves one has made it into that type before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from data import jobs, schema
from data.errors import DataError, Missing
from data.names import clean_text
from data.store import now

WATCH = "alerts"  # kind of the job that looks through what is stored
LONGEST = 80  # characters of a name
MOST = 100  # rules
BEHIND = -10  # priority of what nobody waits for: reading comes first


@dataclass(frozen=True, slots=True)
class KeptRule:
    """A rule in the store; ``id`` is 0 for one that is not."""

    name: str
    looks_for: Mapping[str, Any]
    hooks: tuple[int, ...] = ()
    active: bool = True
    id: int = 0
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a rule became, and when; nothing when it was removed."""

    made_at: datetime
    became: Mapping[str, Any] = field(default_factory=dict)


def save(connection: sa.Connection, rule: KeptRule) -> int:
    """Keep a new rule or a changed one; its number. What is stored is looked through for it by a job.

    ``DataError`` for a name or hook that cannot be, ``Missing`` for a rule that is gone.
    """
    name = clean_text(rule.name, longest=LONGEST)
    if not name:
        raise DataError("a rule needs a name")
    _check_hooks(connection, rule.hooks)
    became = {"name": name, "looks_for": dict(rule.looks_for), "hooks": list(rule.hooks), "active": rule.active}
    table, time = schema.rule, now()
    if rule.id:
        before = find(connection, rule.id)
        connection.execute(sa.update(table).where(table.c.id == rule.id).values(became | {"changed_at": time}))
        number, looks_anew = rule.id, dict(before.looks_for) != became["looks_for"] or rule.active > before.active
    else:
        if (connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0) >= MOST:
            raise DataError(f"there are {MOST} rules already: remove one first")
        insert = table.insert().values(became | {"made_at": time, "changed_at": time}).returning(table.c.id)
        number, looks_anew = int(connection.execute(insert).scalar_one()), True
    _note(connection, number, became)
    if looks_anew:
        look_again(connection, rule=number)
    return number


def remove(connection: sa.Connection, rule: int) -> None:
    """Remove a rule with its hits and what is to be sent of them; its changes stay. ``Missing`` if it is gone."""
    find(connection, rule)
    for table in (schema.hit, schema.delivery):
        connection.execute(sa.delete(table).where(table.c.rule == rule))
    connection.execute(sa.delete(schema.rule).where(schema.rule.c.id == rule))
    _note(connection, rule, {})


def find(connection: sa.Connection, rule: int) -> KeptRule:
    """One rule by its number. ``Missing`` if there is none."""
    row = connection.execute(sa.select(schema.rule).where(schema.rule.c.id == rule)).one_or_none()
    if row is None:
        raise Missing("there is no such rule: it was removed, or never made")
    return _rule(row)


def load(connection: sa.Connection) -> list[KeptRule]:
    """All rules, by name."""
    return [_rule(row) for row in connection.execute(sa.select(schema.rule).order_by(schema.rule.c.name))]


def changes(connection: sa.Connection, rule: int) -> list[Change]:
    """Every state a rule was in, the newest first; also of one that was removed."""
    table = schema.rule_change.c
    rows = connection.execute(
        sa.select(table.made_at, table.became).where(table.rule == rule).order_by(table.id.desc())
    )
    return [Change(row.made_at, row.became) for row in rows]


def look_again(connection: sa.Connection, *, rule: int = 0, priority: int = jobs.WAITED_FOR) -> int:
    """Ask for what is stored to be looked through, for one rule or for all; the job."""
    return jobs.ask(connection, WATCH, options={"rule": rule}, priority=priority, anew=True)


def _check_hooks(connection: sa.Connection, hooks: Sequence[int]) -> None:
    known = set(connection.scalars(sa.select(schema.hook.c.id).where(schema.hook.c.id.in_(hooks))))
    if set(hooks) - known:
        raise DataError("a rule can only tell receivers that are there; one of these was removed")


def _note(connection: sa.Connection, rule: int, became: Mapping[str, Any]) -> None:
    connection.execute(schema.rule_change.insert().values(rule=rule, became=dict(became), made_at=now()))


def _rule(row: Any) -> KeptRule:
    return KeptRule(row.name, row.looks_for, tuple(row.hooks), row.active, row.id, row.changed_at)
