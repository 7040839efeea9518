"""What was asked for, and how far it is. Jobs outlive servers, workers and power cuts.

A job is one or more items; a worker claims items, says that it is alive while it works, and finishes each. An item
whose worker fell silent is given out again, alone, so that a file which kills its worker never takes others with it;
after the third try it is failed with the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from data import schema
from data.errors import Missing
from data.records import Job
from data.store import now

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
DUPLICATE = "duplicate"  # of an item: the same bytes are in the store already
OPEN = (WAITING, RUNNING)
TRIES = 3  # the first and two more
SILENCE = timedelta(seconds=60)  # a worker says every few seconds that it is alive; after this it is taken for dead
WAITED_FOR, USUAL = 10, 0  # priorities: a person sits in front of it, or not


@dataclass(frozen=True, slots=True)
class Item:
    """One unit of a job: a file to read, or the job's only piece of work."""

    id: int
    job: int
    name: str
    content: str = ""  # sha256 of the file's bytes
    size: int = 0
    state: str = WAITING
    attempts: int = 0
    reason: str = ""  # why it failed or what to know about it, as a sentence
    seconds: float = 0.0


def add(connection: sa.Connection, kind: str, *, options: Mapping[str, Any], priority: int = USUAL) -> int:
    """A new job without items; its number. Nothing happens until it has some."""
    row = {"kind": kind, "state": WAITING, "priority": priority, "options": dict(options), "progress": {}}
    insert = schema.job.insert().values(row | {"reason": "", "created_at": now()})
    return int(connection.execute(insert.returning(schema.job.c.id)).scalar_one())


def add_item(
    connection: sa.Connection, job: int, *, name: str, content: str = "", size: int = 0, problem: str = ""
) -> int:
    """One more thing to do for a job; its number. A finished job becomes open again.

    With a ``problem``, a sentence, it is a thing that cannot even be begun: its row says so and nothing waits.
    """
    row = {"job": job, "name": name, "content": content, "size": size, "state": FAILED if problem else WAITING}
    rest = {"attempts": 0, "reason": problem, "seconds": 0.0, "worker": ""}
    insert = schema.item.insert().values(row | rest).returning(schema.item.c.id)
    item = int(connection.execute(insert).scalar_one())
    _settle(connection, job)
    return item


def ask(
    connection: sa.Connection, kind: str, *, options: Mapping[str, Any], name: str = "", priority: int = WAITED_FOR
) -> int:
    """A job of a single item, unless the same one is open already; its number."""
    table = schema.job
    same = sa.select(table.c.id, table.c.options).where((table.c.kind == kind) & table.c.state.in_(OPEN))
    for row in connection.execute(same):
        if row.options == dict(options):
            return int(row.id)
    job = add(connection, kind, options=options, priority=priority)
    add_item(connection, job, name=name or kind)
    return job


def claim(connection: sa.Connection, worker: str, *, most: int = 1) -> tuple[Job, list[Item]] | None:
    """Up to ``most`` items of the most urgent open job, or None. Items that failed a worker before come alone."""
    _give_up(connection)
    free = (schema.item.c.state == WAITING) | _silent()
    wanted = (
        sa.select(schema.item, schema.job.c.priority)
        .join(schema.job)
        .where(free & schema.job.c.state.in_(OPEN))
        .order_by(schema.job.c.priority.desc(), schema.job.c.id, schema.item.c.attempts, schema.item.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    rows = connection.execute(wanted).all()
    if not rows:
        return None
    fresh = [row for row in rows if row.job == rows[0].job and not row.attempts]
    taken = fresh or rows[:1]
    ids = [row.id for row in taken]
    started = {"state": RUNNING, "worker": worker, "beat_at": now(), "attempts": schema.item.c.attempts + 1}
    connection.execute(sa.update(schema.item).where(schema.item.c.id.in_(ids)).values(started))
    opened = (schema.job.c.id == taken[0].job) & schema.job.c.started_at.is_(None)
    connection.execute(sa.update(schema.job).where(opened).values(started_at=now()))
    connection.execute(sa.update(schema.job).where(schema.job.c.id == taken[0].job).values(state=RUNNING))
    return find(connection, taken[0].job), [_item(row) for row in taken]


def beat(connection: sa.Connection, worker: str) -> None:
    """Say that this worker is alive: its items stay its own."""
    mine = (schema.item.c.worker == worker) & (schema.item.c.state == RUNNING)
    connection.execute(sa.update(schema.item).where(mine).values(beat_at=now()))


def finish(connection: sa.Connection, item: int, *, state: str = DONE, reason: str = "", seconds: float = 0.0) -> bool:
    """An item is over. False, and nothing changes, if it was cancelled meanwhile."""
    mine = (schema.item.c.id == item) & (schema.item.c.state == RUNNING)
    over = {"state": state, "reason": reason, "seconds": seconds, "worker": ""}
    if not connection.execute(sa.update(schema.item).where(mine).values(over)).rowcount:
        return False
    _settle(connection, connection.execute(sa.select(schema.item.c.job).where(schema.item.c.id == item)).scalar_one())
    return True


def release(connection: sa.Connection, worker: str) -> None:
    """Give back what a worker holds, as when it is stopped in good order: that was no failed try."""
    mine = (schema.item.c.worker == worker) & (schema.item.c.state == RUNNING)
    back = {"state": WAITING, "worker": "", "attempts": schema.item.c.attempts - 1}
    connection.execute(sa.update(schema.item).where(mine).values(back))


def urgent(connection: sa.Connection, *, above: int) -> bool:
    """Whether something of a higher priority waits: then a worker gives back what it has not begun."""
    table = schema.job.c
    waits = sa.select(table.id).join(schema.item).where((table.priority > above) & table.state.in_(OPEN))
    return connection.execute(waits.where(schema.item.c.state == WAITING).limit(1)).first() is not None


def set_options(connection: sa.Connection, job: int, options: Mapping[str, Any]) -> None:
    """Replace what a job asks for; what is read from now on follows it."""
    connection.execute(sa.update(schema.job).where(schema.job.c.id == job).values(options=dict(options)))


def report(connection: sa.Connection, job: int, **progress: float) -> None:
    """How far a job of one item is, e.g. ``share=0.4``."""
    connection.execute(sa.update(schema.job).where(schema.job.c.id == job).values(progress=progress))


def cancel(connection: sa.Connection, job: int) -> None:
    """Stop a job: what is done stays, what is running ends unheard, what waits is not begun."""
    mine = (schema.item.c.job == job) & schema.item.c.state.in_(OPEN)
    connection.execute(sa.update(schema.item).where(mine).values(state=CANCELLED, reason="cancelled", worker=""))
    over = {"state": CANCELLED, "finished_at": now()}
    connection.execute(
        sa.update(schema.job).where((schema.job.c.id == job) & schema.job.c.state.in_(OPEN)).values(over)
    )


def retry(connection: sa.Connection, job: int) -> int:
    """Let everything of a job that failed or was cancelled wait again; how many items that are."""
    mine = (schema.item.c.job == job) & schema.item.c.state.in_((FAILED, CANCELLED)) & (schema.item.c.content != "")
    fresh = {"state": WAITING, "attempts": 0, "reason": ""}
    changed = connection.execute(sa.update(schema.item).where(mine).values(fresh)).rowcount
    _settle(connection, job)
    return int(changed)


def find(connection: sa.Connection, job: int) -> Job:
    """A job by its number, its progress counted from its items. ``Missing`` if there is none."""
    row = connection.execute(sa.select(schema.job).where(schema.job.c.id == job)).one_or_none()
    if row is None:
        raise Missing(f"there is no job {job}")
    return _job(row, _count(connection, [job])[job])


def recent(connection: sa.Connection, *, kinds: Sequence[str], most: int = 20) -> list[Job]:
    """The newest jobs of these kinds, newest first."""
    table = schema.job
    newest = sa.select(table).where(table.c.kind.in_(kinds)).order_by(table.c.id.desc()).limit(most)
    rows = connection.execute(newest).all()
    counts = _count(connection, [row.id for row in rows])
    return [_job(row, counts[row.id]) for row in rows]


def items(connection: sa.Connection, job: int, *, states: Sequence[str] = ()) -> list[Item]:
    """The items of a job in the order they came, all or those in certain states."""
    table = schema.item
    mine = sa.select(table).where(table.c.job == job).order_by(table.c.id)
    return [_item(row) for row in connection.execute(mine.where(table.c.state.in_(states)) if states else mine)]


def _silent() -> sa.ColumnElement[bool]:
    return (schema.item.c.state == RUNNING) & (schema.item.c.beat_at < now() - SILENCE)


def _give_up(connection: sa.Connection) -> None:
    """Fail what ended its worker three times."""
    lost = sa.select(schema.item.c.id, schema.item.c.job).where(_silent() & (schema.item.c.attempts >= TRIES))
    for row in connection.execute(lost).all():
        reason = (
            f"reading this stopped the worker {TRIES} times (out of memory or a crash): convert the file and send it "
            "again, or send it to us"
        )
        over = {"state": FAILED, "reason": reason, "worker": ""}
        connection.execute(sa.update(schema.item).where(schema.item.c.id == row.id).values(over))
        _settle(connection, row.job)


def _settle(connection: sa.Connection, job: int) -> None:
    """Set the job's state from its items': over when nothing is open; failed when nothing came of it."""
    counts = _count(connection, [job])[job]
    if counts["open"]:
        state, finished = (RUNNING if counts["running"] or counts["over"] else WAITING), None
    else:
        state = DONE if counts["done"] or not counts["failed"] else FAILED
        state, finished = (CANCELLED if counts["cancelled"] else state), now()
    reason = (
        sa.select(schema.item.c.reason).where((schema.item.c.job == job) & (schema.item.c.state == FAILED)).limit(1)
    )
    said = (connection.scalar(reason) or "") if state == FAILED else ""
    over = {"state": state, "finished_at": finished, "reason": said}
    connection.execute(sa.update(schema.job).where(schema.job.c.id == job).values(over))


def _count(connection: sa.Connection, ids: Sequence[int]) -> dict[int, dict[str, float]]:
    table = schema.item
    grouped = (
        sa.select(
            table.c.job, table.c.state, sa.func.count().label("number"), sa.func.sum(table.c.seconds).label("length")
        )
        .where(table.c.job.in_(ids))
        .group_by(table.c.job, table.c.state)
    )
    names = (WAITING, RUNNING, DONE, FAILED, CANCELLED, DUPLICATE)
    counts: dict[int, dict[str, float]] = {job: dict.fromkeys(names, 0) | {"seconds": 0.0} for job in ids}
    for row in connection.execute(grouped):
        counts[row.job][row.state] = row.number
        counts[row.job]["seconds"] += row.length or 0.0 if row.state == DONE else 0.0
    for count in counts.values():
        count["files"] = sum(count[name] for name in names)
        count["open"] = count[WAITING] + count[RUNNING]
        count["over"] = count["files"] - count["open"]
    return counts


def _job(row: Any, counts: Mapping[str, float]) -> Job:
    clock: dict[str, float] = {}
    if row.started_at is not None:
        ended: datetime = row.finished_at or now()
        clock["elapsed"] = max((ended - row.started_at).total_seconds(), 1e-3)
        clock["times_real_time"] = counts["seconds"] / clock["elapsed"]
        if counts["over"] and counts["open"]:
            clock["left"] = clock["elapsed"] / counts["over"] * counts["open"]
    progress = {**counts, **clock, **row.progress}
    return Job(row.id, row.kind, row.state, row.priority, row.options, row.created_at, progress, row.reason)


def _item(row: Any) -> Item:
    return Item(row.id, row.job, row.name, row.content, row.size, row.state, row.attempts, row.reason, row.seconds)
