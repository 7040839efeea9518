"""Anything may happen to jobs in any order: no item is lost, held twice, or counted twice."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from data import jobs, schema
from data.erasure import forget
from data.jobs import CANCELLED, DONE, DUPLICATE, FAILED, OPEN, RUNNING, STATES, TRIES
from data.store import now
from tests.calls import call
from tests.stores import opened

WORKERS = some.sampled_from("ab")
NUMBERS = some.integers(0, 5)


class Jobs(RuleBasedStateMachine):
    """Two jobs, two workers, six files, and what must be true after every step."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.opening = opened(self.folder)
        self.store = self.opening.__enter__()
        with self.store.atomic() as write:
            self.jobs = [jobs.add(write, "read", options={}, priority=priority) for priority in (0, 10)]
        self.held: dict[int, str] = {}  # item: worker that believes it has it

    def teardown(self) -> None:
        self.opening.__exit__(None, None, None)
        shutil.rmtree(self.folder)

    @rule(which=some.sampled_from([0, 1]), number=NUMBERS, problem=some.sampled_from(["", "", "no sound"]))
    def add(self, which: int, number: int, problem: str) -> None:
        with self.store.atomic() as write:
            content = "" if problem else call(number).id
            jobs.add_item(write, self.jobs[which], name=f"{number}.wav", content=content, problem=problem)

    @rule(worker=WORKERS, most=some.integers(1, 3))
    def claim(self, worker: str, most: int) -> None:
        with self.store.atomic() as write:
            free = {item.id for item in self.items(write) if item.state == jobs.WAITING}
            silent = {item.id for item in self.items(write) if item.state == RUNNING and item.id not in self.held}
            claimed = jobs.claim(write, worker, most=most)
        if claimed is None:
            assert not free
            return
        job, items = claimed
        assert 1 <= len(items) <= most
        assert {item.job for item in items} == {job.id}
        assert {item.id for item in items} <= free | silent
        assert len(items) == 1 or {item.attempts for item in items} == {1}
        self.held |= {item.id: worker for item in items}

    @rule(state=some.sampled_from([DONE, FAILED, DUPLICATE]), data=some.data())
    def finish(self, state: str, data: some.DataObject) -> None:
        if self.held:
            item = data.draw(some.sampled_from(sorted(self.held)))
            del self.held[item]
            with self.store.atomic() as write:
                running = item in {one.id for one in self.items(write) if one.state == RUNNING}
                assert jobs.finish(write, item, state=state, seconds=1.0) == running

    @rule(worker=WORKERS)
    def die(self, worker: str) -> None:
        mine = [item for item, holder in self.held.items() if holder == worker]
        long_ago = now() - timedelta(hours=1)
        with self.store.atomic() as write:
            write.execute(sa.update(schema.item).where(schema.item.c.id.in_(mine)).values(beat_at=long_ago))
        self.held = {item: holder for item, holder in self.held.items() if holder != worker}

    @rule(worker=WORKERS)
    def stop(self, worker: str) -> None:
        with self.store.atomic() as write:
            jobs.beat(write, worker)
            jobs.release(write, worker)
        self.held = {item: holder for item, holder in self.held.items() if holder != worker}

    @rule(which=some.sampled_from([0, 1]), again=some.booleans())
    def cancel(self, which: int, again: bool) -> None:
        with self.store.atomic() as write:
            jobs.cancel(write, self.jobs[which])
            assert jobs.find(write, self.jobs[which]).state not in OPEN
            if again:
                jobs.retry(write, self.jobs[which])
                kept = {item.id for item in self.items(write) if item.state == RUNNING}
                self.held = {item: holder for item, holder in self.held.items() if item in kept}

    @rule(number=NUMBERS)
    def erase(self, number: int) -> None:
        with self.store.atomic() as write:
            forget(write, call(number).id)
            assert call(number).id not in {item.content for item in self.items(write)}

    @invariant()
    def all_is_counted(self) -> None:
        with self.store.reading() as read:
            for job in self.jobs:
                found, items = jobs.find(read, job), jobs.items(read, job)
                counted = {state: sum(item.state == state for item in items) for state in STATES}
                assert {state: found.progress[state] for state in STATES} == counted
                assert found.progress["files"] == len(items)
                assert found.progress["seconds"] == counted[DONE]
                if any(item.state in OPEN for item in items):
                    assert found.state in OPEN
                elif items:
                    assert found.state == (
                        CANCELLED if counted[CANCELLED] else FAILED if counted[FAILED] == len(items) else DONE
                    )
                assert all(0 <= item.attempts <= TRIES for item in items)

    def items(self, connection: sa.Connection) -> list[jobs.Item]:
        return [item for job in self.jobs for item in jobs.items(connection, job)]


TestJobs = Jobs.TestCase
TestJobs.settings = settings(max_examples=12, stateful_step_count=40, deadline=None)
