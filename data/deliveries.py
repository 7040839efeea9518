"""Messages on their way: an outbox that survives restarts. What is sent is worked out when it is sent.

A message is claimed for a minute, sent, and then forgotten; if its sender dies, the minute passes and another sends it.
So it arrives at least once, and its number tells a repetition. While a receiver fails, one message is tried at a time,
after growing pauses, and what is older than two days is given up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from data import hooks, schema
from data.hits import Hit
from data.store import clock

HELD = timedelta(seconds=60)  # for which a sender has a message to itself; sending takes 20 s at most
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (15, 60, 300, 900, 3_600, 10_800))  # after each failure
KEPT = timedelta(days=2)  # an alert that is older helps nobody


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one receiver: of a hit, or a test where ``rule`` is 0."""

    id: int
    hook: int
    rule: int = 0
    recording: str = ""
    model: str = ""
    role: str = ""


def add(connection: sa.Connection, found: Sequence[Hit]) -> None:
    """Let the receivers of each hit's rule be told."""
    told = {row.id: row.hooks for row in connection.execute(sa.select(schema.rule.c.id, schema.rule.c.hooks))}
    active = set(connection.scalars(sa.select(schema.hook.c.id).where(schema.hook.c.active)))
    for hit in found:
        for hook in told.get(hit.rule, ()):
            if hook in active:
                about = {"rule": hit.rule, "recording": hit.recording, "model": hit.model, "role": hit.role}
                _add(connection, hook, about)


def add_test(connection: sa.Connection, hook: int) -> None:
    """Send a receiver a message that says it is a test; the one that waits already is enough."""
    hooks.find(connection, hook)
    table = schema.delivery.c
    waiting = sa.select(table.id).where((table.hook == hook) & table.rule.is_(None))
    if connection.execute(waiting).first() is None:
        _add(connection, hook, {"model": "", "role": ""})


def any_due(connection: sa.Connection) -> bool:
    """Whether some message is due; a look that locks nothing."""
    return connection.execute(_due(connection).limit(1)).first() is not None


def claim(connection: sa.Connection) -> Delivery | None:
    """The next message that is due, the least tried first; nobody else gets it for a minute."""
    table = schema.delivery
    number = connection.scalar(_due(connection).limit(1).with_for_update(skip_locked=True))
    if number is None:
        return None
    held = {"attempts": table.c.attempts + 1, "due_at": clock(connection) + HELD}
    row = connection.execute(sa.update(table).where(table.c.id == number).values(held).returning(table)).one()
    return Delivery(row.id, row.hook, row.rule or 0, row.recording or "", row.model, row.role)


def arrived(connection: sa.Connection, delivery: Delivery) -> None:
    """It arrived; whatever else waits for this receiver may go now."""
    drop(connection, delivery)
    hooks.arrived(connection, delivery.hook)
    _let_wait(connection, delivery.hook, timedelta())


def failed(connection: sa.Connection, delivery: Delivery, reason: str) -> None:
    """It did not arrive: all that waits for this receiver waits longer. A test is not tried again."""
    if not delivery.rule:
        drop(connection, delivery)
    failures = hooks.failed(connection, delivery.hook, reason)
    table = schema.delivery.c
    old = (table.hook == delivery.hook) & (table.made_at < clock(connection) - KEPT)
    connection.execute(sa.delete(schema.delivery).where(old))
    _let_wait(connection, delivery.hook, PAUSES[min(failures, len(PAUSES)) - 1])


def drop(connection: sa.Connection, delivery: Delivery) -> None:
    """Forget a message."""
    connection.execute(sa.delete(schema.delivery).where(schema.delivery.c.id == delivery.id))


def waiting(connection: sa.Connection) -> dict[int, int]:
    """How many messages wait, by receiver."""
    table = schema.delivery.c
    rows = connection.execute(sa.select(table.hook, sa.func.count().label("number")).group_by(table.hook))
    return {row.hook: row.number for row in rows}


def _due(connection: sa.Connection) -> sa.Select[tuple[int]]:
    table = schema.delivery.c
    active = table.hook.in_(sa.select(schema.hook.c.id).where(schema.hook.c.active)) | table.rule.is_(None)
    return sa.select(table.id).where(active, table.due_at <= clock(connection)).order_by(table.attempts, table.id)


def _add(connection: sa.Connection, hook: int, about: dict[str, object]) -> None:
    time = clock(connection)
    row = {"hook": hook, "attempts": 0, "due_at": time, "made_at": time}
    connection.execute(schema.delivery.insert().values(row | about))


def _let_wait(connection: sa.Connection, hook: int, pause: timedelta) -> None:
    mine = schema.delivery.c.hook == hook
    connection.execute(sa.update(schema.delivery).where(mine).values(due_at=clock(connection) + pause))
