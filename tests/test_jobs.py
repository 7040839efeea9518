"""Jobs: who gets which item, what a dead worker's items become, and what is counted."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from data import jobs, schema
from data.errors import Missing
from data.jobs import CANCELLED, DONE, DUPLICATE, FAILED, RUNNING, SILENCE, WAITING
from data.pace import pace
from data.store import now


def upload(write, *names: str, priority: int = jobs.USUAL) -> int:
    job = jobs.add(write, "read", options={"voices": "customer"}, priority=priority)
    for name in names:
        jobs.add_item(write, job, name=name, content=name[0] * 64, size=100)
    return job


def claimed(write, worker: str = "w", *, most: int = 1) -> list[str]:
    found = jobs.claim(write, worker, most=most)
    return [] if found is None else [item.name for item in found[1]]


def fall_silent(write, worker: str, *, seconds: float = 61) -> None:
    """As if the worker had said nothing for that long."""
    held = (schema.item.c.worker == worker) & (schema.item.c.state == RUNNING)
    write.execute(sa.update(schema.item).where(held).values(beat_at=now() - timedelta(seconds=seconds)))


def only(write, job: int) -> jobs.Item:
    [item] = jobs.items(write, job)
    return item


def test_a_job_goes_from_waiting_over_running_to_done(write):
    job = upload(write, "a.wav", "b.wav")
    assert jobs.find(write, job).state == WAITING
    told, items = jobs.claim(write, "w", most=5)
    assert (told.id, told.state, told.kind, told.options) == (job, RUNNING, "read", {"voices": "customer"})
    assert [(item.name, item.content, item.size, item.state, item.attempts) for item in items] == [
        ("a.wav", "a" * 64, 100, RUNNING, 1),
        ("b.wav", "b" * 64, 100, RUNNING, 1),
    ]
    assert jobs.finish(write, items[0].id, seconds=30.0, reason="clipped")
    assert jobs.find(write, job).state == RUNNING
    assert jobs.finish(write, items[1].id, seconds=12.5)
    over = jobs.find(write, job)
    assert (over.state, over.reason) == (DONE, "")
    assert {name: over.progress[name] for name in ("files", "done", "failed", "open", "over", "seconds")} == {
        "files": 2, "done": 2, "failed": 0, "open": 0, "over": 2, "seconds": 42.5,
    }  # fmt: skip
    assert "left" not in over.progress
    assert [item.reason for item in jobs.items(write, job)] == ["clipped", ""]
    assert jobs.claim(write, "w") is None


def test_the_most_urgent_job_comes_first_then_the_oldest(write):
    upload(write, "old")
    upload(write, "newer")
    upload(write, "urgent", priority=jobs.WAITED_FOR)
    assert [claimed(write)[0] for _ in range(3)] == ["urgent", "old", "newer"]


def test_items_of_two_jobs_are_never_claimed_together(write):
    upload(write, "a", "b")
    upload(write, "c")
    assert claimed(write, most=8) == ["a", "b"]
    assert claimed(write, most=8) == ["c"]


def test_what_is_claimed_is_not_given_to_another(write):
    upload(write, "a", "b")
    assert (claimed(write, "one"), claimed(write, "two"), claimed(write, "three")) == (["a"], ["b"], [])


def test_a_worker_that_says_it_is_alive_keeps_its_items(write):
    upload(write, "a")
    claimed(write, "one")
    fall_silent(write, "one", seconds=SILENCE.total_seconds() - 5)
    assert claimed(write, "two") == []
    fall_silent(write, "one")
    jobs.beat(write, "one")
    assert claimed(write, "two") == []


def test_items_of_a_silent_worker_are_given_out_again_alone_and_after_all_others(write):
    upload(write, "a", "b", "c", "d")
    assert claimed(write, "one", most=3) == ["a", "b", "c"]
    fall_silent(write, "one")
    assert [claimed(write, "two", most=3) for _ in range(4)] == [["d"], ["a"], ["b"], ["c"]]


def test_a_poisoned_item_is_given_up_after_three_tries_and_takes_nobody_with_it(write):
    job = upload(write, "poison", "good")
    [_, good] = jobs.claim(write, "1", most=2)[1]
    fall_silent(write, "1")  # the first try took the good one along
    assert [item.attempts for item in jobs.claim(write, "2", most=2)[1]] == [2]
    fall_silent(write, "2")
    assert claimed(write, "3", most=2) == ["good"]
    assert jobs.finish(write, good.id, seconds=1)
    assert claimed(write, "4", most=2) == ["poison"]
    fall_silent(write, "4")
    assert claimed(write, "5", most=2) == []
    poison, _ = jobs.items(write, job)
    assert (poison.state, poison.attempts) == (FAILED, 3)
    assert poison.reason == (
        "the worker ended 3 times while it was at this (a crash, or too little memory): "
        "convert the file to WAV and send it again"
    )
    assert jobs.find(write, job).state == DONE


def test_what_is_no_file_is_given_up_without_advice_about_files(write):
    job = jobs.ask(write, "map", options={})
    for worker in "123":
        assert claimed(write, worker) == ["map"]
        fall_silent(write, worker)
    assert claimed(write) == []
    assert jobs.find(write, job).reason == jobs.GIVEN_UP


def test_a_clock_set_back_does_not_keep_a_dead_workers_items(write):
    upload(write, "a")
    claimed(write, "one")
    fall_silent(write, "one", seconds=-3600)  # its last word is an hour in the future
    assert claimed(write, "two") == ["a"]


def test_a_buried_workers_items_are_free_at_once_and_the_try_counts(write):
    job = upload(write, "a")
    claimed(write, "one")
    jobs.bury(write, "one")
    assert claimed(write, "two") == ["a"]
    assert only(write, job).attempts == 2


def test_what_was_buried_stays_free_though_its_worker_lives_on_and_ends_after_three_tries(write):
    job = upload(write, "a")
    for _ in range(jobs.TRIES):
        assert claimed(write, "one") == ["a"]
        jobs.bury(write, "one")
        jobs.beat(write, "one")
    assert not claimed(write, "two")
    assert (only(write, job).state, only(write, job).reason) == (FAILED, jobs.GIVEN_UP_FILE)


def test_what_is_released_was_no_try_and_may_come_in_company_again(write):
    job = upload(write, "a", "b")
    claimed(write, "one", most=2)
    jobs.release(write, "one")
    assert jobs.find(write, job).state == WAITING
    assert [item.attempts for item in jobs.items(write, job)] == [0, 0]
    assert claimed(write, "two", most=2) == ["a", "b"]


def test_a_release_gives_back_only_what_is_still_held(write):
    job = upload(write, "a", "b", "c")
    one, *_ = jobs.claim(write, "one", most=2)[1]
    claimed(write, "two")
    jobs.finish(write, one.id)
    jobs.release(write, "one")
    assert [item.state for item in jobs.items(write, job)] == [DONE, WAITING, RUNNING]


def test_cancelling_keeps_what_is_done_and_a_late_finish_goes_unheard(write):
    job = upload(write, "a", "b", "c")
    first, second = jobs.claim(write, "w", most=2)[1]
    jobs.finish(write, first.id, seconds=10)
    jobs.cancel(write, job)
    before = jobs.find(write, job)
    assert not jobs.finish(write, second.id, seconds=20)
    assert not jobs.finish(write, second.id, state=FAILED, reason="crashed")
    assert [(item.state, item.reason) for item in jobs.items(write, job)] == [
        (DONE, ""), (CANCELLED, "cancelled"), (CANCELLED, "cancelled"),
    ]  # fmt: skip
    assert jobs.find(write, job) == before
    assert (before.state, before.progress["seconds"]) == (CANCELLED, 10)
    assert claimed(write) == []


def test_cancelling_a_job_that_is_over_changes_nothing(write):
    job = upload(write, "a")
    jobs.finish(write, jobs.claim(write, "w")[1][0].id)
    jobs.cancel(write, job)
    assert jobs.find(write, job).state == DONE


def test_files_that_arrive_for_a_cancelled_job_are_cancelled_until_it_is_retried(write):
    job = upload(write, "a")
    jobs.cancel(write, job)
    jobs.add_item(write, job, name="late", content="c" * 64)
    assert jobs.find(write, job).state == CANCELLED
    assert claimed(write) == []
    assert jobs.retry(write, job) == 2
    assert claimed(write, most=5) == ["a", "late"]


def test_an_item_makes_a_finished_job_open_again(write):
    job = upload(write, "a")
    jobs.finish(write, jobs.claim(write, "w")[1][0].id)
    jobs.add_item(write, job, name="b", content="b" * 64)
    assert jobs.find(write, job).state == RUNNING
    assert claimed(write) == ["b"]


def test_a_job_that_waits_for_files_has_nothing_to_claim(write):
    job = upload(write)
    assert claimed(write) == []
    assert jobs.find(write, job).state == WAITING


def test_an_item_needs_its_job(write):
    with pytest.raises(Missing, match="there is no job 7"):
        jobs.add_item(write, 7, name="a")


def test_a_thing_with_a_problem_is_listed_as_failed_and_never_retried(write):
    job = upload(write)
    jobs.add_item(write, job, name="notes.txt", problem="this is text")
    assert (jobs.find(write, job).state, jobs.find(write, job).reason) == (FAILED, "this is text")
    assert jobs.retry(write, job) == 0
    jobs.add_item(write, job, name="a", content="a" * 64)
    assert (jobs.find(write, job).state, jobs.find(write, job).reason) == (RUNNING, "")
    assert claimed(write, most=5) == ["a"]


@pytest.mark.parametrize(
    ("states", "state"),
    [
        ([DONE, FAILED], DONE),
        ([FAILED, FAILED], FAILED),
        ([DUPLICATE, DUPLICATE], DONE),
        ([DUPLICATE, FAILED], DONE),
    ],
)
def test_a_job_has_failed_only_when_everything_has(write, states, state):
    job = upload(write, "a", "b")
    for item, over in zip(jobs.claim(write, "w", most=2)[1], states, strict=True):
        jobs.finish(write, item.id, state=over, reason=f"{item.name} is {over}")
    found = jobs.find(write, job)
    assert (found.state, found.reason) == (state, "a is failed" if state == FAILED else "")


def test_retrying_lets_failed_files_wait_again_and_keeps_the_rest(write):
    job = upload(write, "a", "b", "c")
    one, two, three = jobs.claim(write, "w", most=3)[1]
    jobs.finish(write, one.id, seconds=9)
    jobs.finish(write, two.id, state=FAILED, reason="too long")
    jobs.finish(write, three.id, state=DUPLICATE)
    assert jobs.retry(write, job) == 1
    assert [(item.state, item.attempts, item.reason) for item in jobs.items(write, job)] == [
        (DONE, 1, ""), (WAITING, 0, ""), (DUPLICATE, 1, ""),
    ]  # fmt: skip
    assert jobs.find(write, job).state == RUNNING
    assert claimed(write, most=3) == ["b"]


def test_a_failed_map_can_be_retried(write):
    job = jobs.ask(write, "map", options={})
    jobs.finish(write, jobs.claim(write, "w")[1][0].id, state=FAILED, reason="too few calls")
    assert jobs.retry(write, job) == 1
    assert claimed(write) == ["map"]


def test_asking_twice_for_the_same_is_one_job_with_the_more_urgent_priority(write):
    options = {"recording": "a", "roles": ("agent", "customer")}  # a tuple comes back as a list
    job = jobs.ask(write, "processed", options=options, priority=jobs.USUAL)
    assert jobs.ask(write, "processed", options=options) == job
    assert jobs.find(write, job).priority == jobs.WAITED_FOR
    assert jobs.ask(write, "processed", options=options, priority=jobs.USUAL) == job
    assert jobs.find(write, job).priority == jobs.WAITED_FOR
    assert jobs.ask(write, "features", options=options) != job
    assert jobs.ask(write, "processed", options={"recording": "b"}) != job
    jobs.finish(write, jobs.claim(write, "w")[1][0].id)
    assert jobs.ask(write, "processed", options=options) != job


def test_what_is_asked_for_anew_is_not_a_job_that_may_have_passed_the_change(write):
    first = jobs.ask(write, "own", options={"label_set": 1}, anew=True)
    assert jobs.ask(write, "own", options={"label_set": 1}, priority=jobs.USUAL, anew=True) == first
    jobs.claim(write, "w")
    second = jobs.ask(write, "own", options={"label_set": 1}, anew=True)
    assert second != first and jobs.ask(write, "own", options={"label_set": 1}, anew=True) == second


def test_something_urgent_makes_a_worker_give_way(write):
    upload(write, "a")
    assert not jobs.urgent(write, above=jobs.USUAL)
    upload(write, "b", priority=jobs.WAITED_FOR)
    assert jobs.urgent(write, above=jobs.USUAL)
    assert not jobs.urgent(write, above=jobs.WAITED_FOR)
    claimed(write)
    assert not jobs.urgent(write, above=jobs.USUAL)  # it is being worked on


def test_progress_is_what_the_worker_reports_beside_what_is_counted(write):
    job = jobs.ask(write, "map", options={})
    jobs.claim(write, "w")
    jobs.report(write, job, share=0.25)
    progress = jobs.find(write, job).progress
    assert (progress["share"], progress["running"]) == (0.25, 1)


def test_recent_jobs_are_the_newest_of_their_kinds(write):
    first, second = upload(write, "a"), upload(write, "b")
    jobs.ask(write, "map", options={})
    assert [job.id for job in jobs.recent(write, kinds=("read",))] == [second, first]
    assert [job.id for job in jobs.recent(write, kinds=("read", "map"), most=2)] == [second + 1, second]
    assert [job.progress["files"] for job in jobs.recent(write, kinds=("read",))] == [1, 1]


def test_items_can_be_asked_for_by_state(write):
    job = upload(write, "a", "b")
    jobs.finish(write, jobs.claim(write, "w")[1][0].id, state=FAILED, reason="no sound")
    assert [item.name for item in jobs.items(write, job, states=(FAILED,))] == ["a"]
    assert [item.name for item in jobs.items(write, job, states=(FAILED, WAITING))] == ["a", "b"]


def test_names_and_reasons_are_stored_as_clean_text(write):
    job = upload(write)
    jobs.add_item(write, job, name="day/\ud800call\u202e\x00.wav", content="a" * 64)
    jobs.finish(write, jobs.claim(write, "w")[1][0].id, state=FAILED, reason="bad\nfile \udfff")
    assert (only(write, job).name, only(write, job).reason) == ("day/\ufffdcall.wav", "bad file \ufffd")


def test_the_time_between_a_jobs_end_and_its_retry_is_no_work(write, monkeypatch):
    job = upload(write, "a", "b")
    one, two = jobs.claim(write, "w", most=2)[1]
    jobs.finish(write, one.id, seconds=100)
    jobs.finish(write, two.id, state=FAILED, reason="no memory")
    end = datetime(2026, 3, 2, 12)
    worked = {"started_at": end - timedelta(seconds=10), "finished_at": end}
    write.execute(sa.update(schema.job).where(schema.job.c.id == job).values(worked))
    assert jobs.find(write, job).progress["elapsed"] == 10
    monkeypatch.setattr(jobs, "now", lambda: end + timedelta(days=1))
    jobs.retry(write, job)
    monkeypatch.setattr(jobs, "now", lambda: end + timedelta(days=1, seconds=10))
    progress = jobs.find(write, job).progress
    assert (progress["elapsed"], progress["times_real_time"], progress["left"]) == (20, 5, 20)


def test_the_pace_of_a_job():
    started = now()
    counts = {"done": 3, "failed": 1, "duplicate": 6, "open": 8, "seconds": 600.0}
    assert pace(started, started + timedelta(seconds=20), counts) == {
        "elapsed": 20,
        "times_real_time": 30,  # 600 s of audio in 20 s
        "left": 40,  # 20 s for 4 files: 5 s each for 8 more
    }
    assert pace(None, started, counts) == {}
    assert "left" not in pace(started, started + timedelta(seconds=20), counts | {"open": 0})
    assert "left" not in pace(started, started + timedelta(seconds=20), counts | {"done": 0, "failed": 0})
    clock_set_back = pace(started, started - timedelta(hours=1), counts)
    assert clock_set_back["elapsed"] > 0
    assert clock_set_back["left"] >= 0
