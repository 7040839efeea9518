"""Many workers and writers at once: every item goes to one of them, and every count is exact."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from data import jobs, listing, models, schema, voices
from data.records import Selection
from data.store import Store
from tests.calls import MODEL, call, heard

WORKERS = 6


def together(work: Callable[[int], None], count: int) -> None:
    """Run ``work`` in that many threads that start at once; whatever goes wrong in one is raised here."""
    start = threading.Barrier(count)

    def run(number: int) -> None:
        start.wait()
        work(number)

    with ThreadPoolExecutor(count) as threads:
        list(threads.map(run, range(count)))


def upload(store: Store, count: int) -> int:
    with store.atomic() as write:
        job = jobs.add(write, "read", options={})
        for number in range(count):
            jobs.add_item(write, job, name=f"{number}.wav", content=call(number).id)
    return job


def test_no_item_is_claimed_twice_and_the_job_ends_with_the_last(store):
    job = upload(store, 90)
    taken: Counter[int] = Counter()

    def work(worker: int) -> None:
        idle = 0
        while idle < 20:
            with store.atomic() as write:
                claimed = jobs.claim(write, str(worker), most=2)
            idle = 0 if claimed else idle + 1
            for item in claimed[1] if claimed else ():
                taken[item.id] += 1
                with store.atomic() as write:
                    assert jobs.finish(write, item.id, seconds=2.0)

    together(work, WORKERS)
    assert sorted(taken.values()) == [1] * 90
    with store.reading() as read:
        found = jobs.find(read, job)
    assert (found.state, found.progress["done"], found.progress["seconds"]) == (jobs.DONE, 90, 180.0)


def test_files_that_arrive_while_others_are_read_are_all_counted(store):
    job = upload(store, 0)

    def work(worker: int) -> None:
        for number in range(10):
            with store.atomic() as write:
                jobs.add_item(write, job, name=f"{worker}-{number}.wav", content=call(number).id)
            with store.atomic() as write:
                for item in (jobs.claim(write, str(worker)) or (None, []))[1]:
                    jobs.finish(write, item.id)

    together(work, WORKERS)
    while True:
        with store.atomic() as write:
            claimed = jobs.claim(write, "last", most=100)
            if claimed is None:
                break
            for item in claimed[1]:
                jobs.finish(write, item.id)
    with store.reading() as read:
        found = jobs.find(read, job)
    assert (found.state, found.progress["done"]) == (jobs.DONE, 60)


def test_a_job_that_is_cancelled_while_it_is_worked_on_is_over_at_once(store):
    job = upload(store, 60)

    def work(worker: int) -> None:
        if worker == 0:
            with store.atomic() as write:
                jobs.cancel(write, job)
            return
        with store.atomic() as write:
            claimed = jobs.claim(write, str(worker), most=5)
        for item in claimed[1] if claimed else ():
            with store.atomic() as write:
                jobs.finish(write, item.id)

    together(work, WORKERS)
    with store.reading() as read:
        found = jobs.find(read, job)
    assert found.state == jobs.CANCELLED
    assert found.progress["open"] == 0
    assert found.progress["done"] + found.progress["cancelled"] == 60


def test_eight_writers_with_duplicates_leave_exact_counts(store):
    """Each brings the same twelve calls and three of its own, with the same model."""

    def work(writer: int) -> None:
        for number in [*range(12), *range(100 + 3 * writer, 103 + 3 * writer)]:
            recording = call(number)
            store.audio.put([b"sound %d" % number], limit=100)
            with store.atomic() as write:
                voices.save(write, recording, model=MODEL, told=heard(recording))

    together(work, 8)
    calls = 12 + 8 * 3
    with store.reading() as read:
        counts = {
            table.name: read.scalar(sa.select(sa.func.count()).select_from(table))
            for table in (schema.recording, schema.voice, schema.embedding, schema.reading, schema.timeline)
        }
        everybody = Selection(MODEL.key, roles=())
        assert listing.count(read, everybody) == 2 * calls
        assert len(listing.points(read, everybody, unit="windows")) == 2 * calls  # two windows of each customer
        assert list(models.load(read)) == [MODEL.key]
    assert counts == {
        "recording": calls, "voice": 2 * calls, "embedding": 2 * calls, "reading": calls, "timeline": calls,
    }  # fmt: skip
    assert len(list(store.audio.files())) == calls
    assert list(store.audio.incoming.iterdir()) == []
