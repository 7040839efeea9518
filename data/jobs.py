"""What was asked for, and how far it is. Jobs outlive servers, workers and power cuts.

A job is one or more items; a worker claims items, says that it is alive while it works, and finishes each. An item
whose worker fell silent is given out again, alone, so that a file which kills its worker never takes others with it;
after the third try it is failed with the reason.

Whoever changes items locks the job after them, never before: on PostgreSQL two writers then never wait for each other.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from data import schema
from data.errors import Closed, Missing
from data.names import clean_text
from data.pace import pace
from data.records import Job
from data.store import clock, now

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
DUPLICATE = "duplicate"  # of an item: the same bytes are in the store already
OPEN = (WAITING, RUNNING)
STATES = (WAITING, RUNNING, DONE, FAILED, CANCELLED, DUPLICATE)
TRIES = 3  # the first and two more
SILENCE = timedelta(seconds=60)  # a worker says every few seconds that it is alive; after this it is taken for dead
WAITED_FOR, USUAL = 10, 0  # priorities: a person sits in front of it, or not
GIVEN_UP = f"the worker ended {TRIES} times while it was at this (a crash, or too little memory)"
GIVEN_UP_FILE = f"{GIVEN_UP}: convert the file to WAV and send it again"


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
    source: str = ""  # a place of ``data.folders`` that a worker fetches it from, or that is a folder of such files


def add(connection: sa.Connection, kind: str, *, options: Mapping[str, Any], priority: int = USUAL) -> int:
    """A new job without items; its number. Nothing happens until it has some."""
    row = {"kind": kind, "state": WAITING, "priority": priority, "options": dict(options), "progress": {}}
    insert = schema.job.insert().values(row | {"reason": "", "created_at": now()})
    return int(connection.execute(insert.returning(schema.job.c.id)).scalar_one())


def add_item(
    connection: sa.Connection, job: int, *, name: str, content: str = "", size: int = 0, problem: str = ""
) -> int:
    """One more thing to do for a job; its number. A finished job becomes open again, a cancelled one does not.

    With a ``problem``, a sentence, it is a thing that cannot even be begun: its row says so and nothing waits.
    ``Missing`` if there is no such job.
    """
    state = FAILED if problem else WAITING
    if lock(connection, job).state == CANCELLED:
        state, problem = CANCELLED, problem or "cancelled"
    row = {"job": job, "name": clean_text(name), "content": content, "size": size, "state": state}
    rest = {"attempts": 0, "reason": clean_text(problem), "seconds": 0.0, "worker": ""}
    insert = schema.item.insert().values(row | rest).returning(schema.item.c.id)
    item = int(connection.execute(insert).scalar_one())
    settle(connection, job)
    return item


def add_sources(connection: sa.Connection, job: int, sources: Mapping[str, tuple[str, int]]) -> int:
    """Files of folders on this machine become items of an open job: name and size by source; how many are new.

    Whoever was interrupted can add the same again. ``Closed`` when the job was cancelled.
    """
    if lock(connection, job).state == CANCELLED:
        raise Closed("this upload was cancelled: begin a new one")
    item = schema.item.c
    there = set(connection.scalars(sa.select(item.source).where((item.job == job) & (item.source != ""))))
    rest = {"job": job, "content": "", "state": WAITING, "attempts": 0, "reason": "", "seconds": 0.0, "worker": ""}
    rows = [
        rest | {"name": clean_text(name), "size": size, "source": source}
        for source, (name, size) in sources.items()
        if source not in there
    ]
    if rows:
        connection.execute(schema.item.insert(), rows)
        settle(connection, job)
    return len(rows)


def arrived(connection: sa.Connection, item: int, *, content: str, size: int) -> None:
    """An item's file is on the shelf now, fetched from its source."""
    mine = schema.item.c.id == item
    connection.execute(sa.update(schema.item).where(mine).values(content=content, size=size))


def ask(
    connection: sa.Connection, kind: str, *, options: Mapping[str, Any], priority: int = WAITED_FOR, anew: bool = False
) -> int:
    """A job of a single item, unless the same one is open already; its number. The more urgent wish counts.

    Something has changed where it is asked for ``anew``: a job that already runs may have passed what changed, so only
    one that still waits is taken for this one.
    """
    table = schema.job
    wanted = json.loads(json.dumps(dict(options)))  # as it comes back: tuples are lists
    states = (WAITING,) if anew else OPEN
    same = sa.select(table.c.id, table.c.options).where((table.c.kind == kind) & table.c.state.in_(states))
    for row in connection.execute(same):
        if row.options == wanted:
            sooner = (table.c.id == row.id) & (table.c.priority < priority)
            connection.execute(sa.update(table).where(sooner).values(priority=priority))
            return int(row.id)
    job = add(connection, kind, options=options, priority=priority)
    add_item(connection, job, name=kind)
    return job


def claim(connection: sa.Connection, worker: str, *, most: int = 1) -> tuple[Job, list[Item]] | None:
    """Up to ``most`` items of the most urgent open job, or None. Items that failed a worker before come alone."""
    time = clock(connection)
    _give_up(connection, time)
    job, item = schema.job.c, schema.item.c
    free = _free(time)
    has_some = sa.exists().where((item.job == job.id) & free)
    urgent_first = sa.select(job.id).where(job.state.in_(OPEN) & has_some).order_by(job.priority.desc(), job.id)
    number = connection.scalar(urgent_first.limit(1))
    if number is None:
        return None
    retried = _of(number).where(free).limit(1)
    ids = connection.scalars(_fresh(number, most)).all() or connection.scalars(retried).all()
    return _start(connection, worker, number, ids) if ids else None  # another worker may have taken them a moment ago


def claim_more(connection: sa.Connection, worker: str, job: int, *, most: int) -> tuple[Job, list[Item]] | None:
    """Up to ``most`` further items of a job under way, or None; none that failed a worker before."""
    ids = connection.scalars(_fresh(job, most)).all()
    return _start(connection, worker, job, ids) if ids else None


def _of(job: int) -> sa.Select[Any]:
    """Numbers of a job's items that no other worker is taking, the least tried first."""
    item = schema.item.c
    mine = sa.select(item.id).where(item.job == job).order_by(item.attempts, item.id)
    return mine.with_for_update(skip_locked=True)


def _fresh(job: int, most: int) -> sa.Select[Any]:
    item = schema.item.c
    return _of(job).where((item.state == WAITING) & (item.attempts == 0)).limit(most)


def _start(connection: sa.Connection, worker: str, number: int, ids: Sequence[int]) -> tuple[Job, list[Item]]:
    """Items of a job become this worker's."""
    job, item, time = schema.job.c, schema.item.c, clock(connection)
    started = {"state": RUNNING, "worker": worker, "beat_at": time, "attempts": item.attempts + 1}
    update = sa.update(schema.item).where(item.id.in_(ids)).values(started).returning(schema.item)
    taken = sorted((_item(row) for row in connection.execute(update)), key=lambda one: one.id)
    begun = {"state": RUNNING, "started_at": sa.func.coalesce(job.started_at, now())}
    connection.execute(sa.update(schema.job).where(job.id == number).values(begun))
    return find(connection, number), taken


def beat(connection: sa.Connection, worker: str) -> None:
    """Say that this worker is alive: its items stay its own."""
    connection.execute(sa.update(schema.item).where(_held_by(worker)).values(beat_at=clock(connection)))


def finish(connection: sa.Connection, item: int, *, state: str = DONE, reason: str = "", seconds: float = 0.0) -> bool:
    """An item is over. False, and nothing changes, if it was cancelled or erased meanwhile."""
    mine = (schema.item.c.id == item) & (schema.item.c.state == RUNNING)
    over = {"state": state, "reason": clean_text(reason), "seconds": seconds, "worker": ""}
    return _change(connection, mine, over) == 1


def release(connection: sa.Connection, worker: str) -> None:
    """Give back what a worker holds, as when it is stopped in good order: that was no failed try."""
    back = {"state": WAITING, "worker": "", "attempts": schema.item.c.attempts - 1}
    _change(connection, _held_by(worker), back)


def bury(connection: sa.Connection, worker: str) -> None:
    """What a worker holds came to nothing, as when it is known to be dead: it is free at once, and the try counts."""
    _change(connection, _held_by(worker), {"state": WAITING, "worker": ""})


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
    unfinished = (schema.job.c.id == job) & schema.job.c.state.in_(OPEN)
    connection.execute(sa.update(schema.job).where(unfinished).values(state=CANCELLED, finished_at=now()))


def retry(connection: sa.Connection, job: int) -> int:
    """Let everything of a job that failed or was cancelled wait again; how many items that are.

    What could not even be begun, such as a broken entry of a zip, stays failed: there is nothing to try again.
    """
    item = schema.item.c
    begun = (item.content != "") | (item.attempts > 0) | (item.state == CANCELLED)
    mine = (item.job == job) & item.state.in_((FAILED, CANCELLED)) & begun
    return _change(connection, mine, {"state": WAITING, "attempts": 0, "reason": "", "seconds": 0.0})


def erase(connection: sa.Connection, job: int) -> None:
    """Remove a job and its items; what was read stays."""
    connection.execute(sa.delete(schema.item).where(schema.item.c.job == job))
    connection.execute(sa.delete(schema.job).where(schema.job.c.id == job))


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


def lock(connection: sa.Connection, job: int) -> Any:
    """The job's state and times, held until the transaction ends: what is counted then is true.

    ``Missing`` if there is none. Without its options: they may hold a metadata table of megabytes.
    """
    table = schema.job.c
    mine = sa.select(table.state, table.started_at, table.finished_at).where(table.id == job)
    row = connection.execute(mine.with_for_update(key_share=True)).first()
    if row is None:
        raise Missing(f"there is no job {job}")
    return row


def settle(connection: sa.Connection, job: int) -> None:
    """Set the job's state from its items': over when nothing is open; failed when nothing came of it."""
    before = lock(connection, job)
    there = _states(connection, job)
    over = there - set(OPEN)
    state = WAITING if there == {WAITING} else RUNNING
    if there == over:
        state = FAILED if over == {FAILED} else DONE
        state = CANCELLED if CANCELLED in over else state
    values: dict[str, Any] = {"state": state, "finished_at": None, "reason": ""}
    if state == FAILED:
        first = sa.select(schema.item.c.reason).where(schema.item.c.job == job).order_by(schema.item.c.id).limit(1)
        values["reason"] = connection.scalar(first)
    if state not in OPEN:
        values["finished_at"] = before.finished_at or now()
    elif before.finished_at is not None and before.started_at is not None:
        values["started_at"] = before.started_at + (now() - before.finished_at)  # the pause was no work
    connection.execute(sa.update(schema.job).where(schema.job.c.id == job).values(values))


def _held_by(worker: str) -> sa.ColumnElement[bool]:
    return _of_open_jobs() & (schema.item.c.worker == worker) & (schema.item.c.state == RUNNING)


def _of_open_jobs() -> sa.ColumnElement[bool]:
    """So that the index finds the few, and not every item there ever was is looked at."""
    return schema.item.c.job.in_(sa.select(schema.job.c.id).where(schema.job.c.state.in_(OPEN)))


def _silent(time: datetime) -> sa.ColumnElement[bool]:
    """Running, and its worker said nothing lately; a time to come was said before the clock was set back."""
    beat_at = schema.item.c.beat_at
    return (schema.item.c.state == RUNNING) & ((beat_at < time - SILENCE) | (beat_at > time + SILENCE))


def _free(time: datetime) -> sa.ColumnElement[bool]:
    return (schema.item.c.state == WAITING) | _silent(time)


def _give_up(connection: sa.Connection, time: datetime) -> None:
    """Fail what ended its worker three times."""
    lost = _of_open_jobs() & _free(time) & (schema.item.c.attempts >= TRIES)
    advice = sa.case((schema.item.c.content != "", GIVEN_UP_FILE), else_=GIVEN_UP)
    _change(connection, lost, {"state": FAILED, "reason": advice, "worker": ""})


def _change(connection: sa.Connection, which: sa.ColumnElement[bool], values: Mapping[str, Any]) -> int:
    """Change some items, then settle their jobs, in one order for all writers; how many items that were."""
    changed = connection.scalars(sa.update(schema.item).where(which).values(values).returning(schema.item.c.job)).all()
    for job in sorted(set(changed)):
        settle(connection, job)
    return len(changed)


def _states(connection: sa.Connection, job: int) -> set[str]:
    """States that some item of the job is in; one look into the index each, however many items there are."""
    item = schema.item.c
    looks = [sa.exists().where((item.job == job) & (item.state == state)).label(state) for state in STATES]
    found = connection.execute(sa.select(*looks)).one()
    return {state for state, there in zip(STATES, found, strict=True) if there}


def _count(connection: sa.Connection, ids: Sequence[int]) -> dict[int, dict[str, float]]:
    table = schema.item.c
    number, length = sa.func.count().label("number"), sa.func.sum(table.seconds).label("length")
    grouped = sa.select(table.job, table.state, number, length).where(table.job.in_(ids))
    counts: dict[int, dict[str, float]] = {job: dict.fromkeys(STATES, 0) | {"seconds": 0.0} for job in ids}
    for row in connection.execute(grouped.group_by(table.job, table.state)):
        counts[row.job][row.state] = row.number
        counts[row.job]["seconds"] += row.length if row.state == DONE else 0.0
    for count in counts.values():
        count["files"] = sum(count[state] for state in STATES)
        count["open"] = count[WAITING] + count[RUNNING]
        count["over"] = count["files"] - count["open"]
    return counts


def _job(row: Any, counts: Mapping[str, float]) -> Job:
    progress = {**counts, **pace(row.started_at, row.finished_at or now(), counts), **row.progress}
    return Job(row.id, row.kind, row.state, row.priority, row.options, row.created_at, progress, row.reason)


def _item(row: Any) -> Item:
    return Item(
        row.id, row.job, row.name, row.content, row.size, row.state, row.attempts, row.reason, row.seconds, row.source
    )
