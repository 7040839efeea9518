"""Workers: what each last said of itself, and who is taken for dead."""

from datetime import timedelta

import sqlalchemy as sa

from data import schema, workers
from data.jobs import SILENCE
from data.store import now
from data.workers import READY, STARTING, STOPPED


def alive(write) -> list[tuple[str, str, str]]:
    return [(worker.name, worker.state, worker.note) for worker in workers.alive(write)]


def last_heard(write, name: str, ago: timedelta) -> None:
    table = schema.worker
    write.execute(sa.update(table).where(table.c.name == name).values(beat_at=now() - ago))


def test_the_last_word_of_each_worker_counts(write):
    workers.tell(write, "b", state=STARTING, note="loading its model")
    workers.tell(write, "a", state=READY, model="fake@1", device="cpu", note="waiting for work")
    workers.tell(write, "b", state=READY, note="reading")
    assert alive(write) == [("a", READY, "waiting for work"), ("b", READY, "reading")]
    [first, _] = workers.alive(write)
    assert (first.model, first.device) == ("fake@1", "cpu")


def test_who_stopped_or_fell_silent_is_not_alive(write):
    for name in ("stopped", "silent", "of-tomorrow", "there"):
        workers.tell(write, name, state=READY)
    workers.tell(write, "stopped", state=STOPPED)
    last_heard(write, "silent", SILENCE + timedelta(seconds=1))
    last_heard(write, "of-tomorrow", -timedelta(days=1))  # the clock was set back since
    assert [name for name, *_ in alive(write)] == ["there"]


def test_workers_of_the_past_are_forgotten(write):
    workers.tell(write, "old", state=READY)
    last_heard(write, "old", 61 * SILENCE)
    workers.tell(write, "new", state=READY)
    assert write.scalars(sa.select(schema.worker.c.name)).all() == ["new"]
