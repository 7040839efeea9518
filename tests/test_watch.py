"""Rules at work: as calls are read, and through what is stored, again after a stop; nobody is told of what is old."""

import sqlalchemy as sa

from analysis.alerts import Rule, Subject, episodes
from data import deliveries, held, hits, hooks, jobs, recordings, rules, schema, voices
from data.hits import Wanted
from data.rules import KeptRule
from data.store import Store
from jobs import watch
from jobs.worker import Means, Worker
from tests.day import MODEL, fill, look_through

ANGRY = Rule(("angry", "sad"), threshold=0.4, seconds=2.0)


def expected(store: Store, rule: Rule) -> set[str]:
    """Recordings whose customer the rule catches, by their timelines alone."""
    caught = set()
    with store.reading() as read:
        for recording in read.scalars(sa.select(schema.timeline.c.recording)):
            found = recordings.find(read, recording)
            line = voices.timeline(read, recording, model=MODEL.key, role="customer")
            if episodes(rule, Subject("customer", found.queue, found.seconds, line), labels=MODEL.labels):
                caught.add(recording)
    return caught


def caught(store: Store, rule: int = 0) -> set[str]:
    with store.reading() as read:
        return {hit.recording for _, _, hit in hits.page(read, Wanted(MODEL.key, rule=rule), limit=1_000)}


def save(store: Store, rule: Rule, **changes) -> int:
    with store.atomic() as write:
        return rules.save(write, KeptRule("angry or sad", rule.plain, **changes))


def test_a_new_rule_catches_what_is_stored_and_a_changed_one_something_else(store):
    fill(store, calls=40)
    number = save(store, ANGRY)
    Worker(store, means=Means(model="fake", decoders=1)).drain()
    first = expected(store, ANGRY)
    assert 0 < len(first) < 40 and caught(store) == first
    stricter = Rule(("angry", "sad"), threshold=0.8, seconds=3.0)
    save(store, stricter, id=number)
    look_through(store)
    assert caught(store) == expected(store, stricter) < first
    with store.reading() as read:
        [newest, _] = jobs.recent(read, kinds=[rules.WATCH])
    assert newest.state == jobs.DONE


def test_only_its_queues(store):
    fill(store, calls=40)
    loans = Rule(("angry", "sad"), threshold=0.4, seconds=2.0, queues=("loans",))
    save(store, loans)
    look_through(store)
    assert caught(store) == expected(store, loans) < expected(store, ANGRY)


def test_what_an_older_version_read_is_caught_up_with(store):
    fill(store, calls=25)
    with store.atomic() as write:
        before = {row.recording: row.levels for row in write.execute(sa.select(schema.held))}
        write.execute(sa.delete(schema.held))
    watch.catch_up(store)
    look_through(store)
    with store.reading() as read:
        assert {row.recording: row.levels for row in read.execute(sa.select(schema.held))} == before
        assert held.missing(read) == []
        asked = len(jobs.recent(read, kinds=[rules.WATCH]))
    watch.catch_up(store)
    with store.reading() as read:
        assert len(jobs.recent(read, kinds=[rules.WATCH])) == asked  # nothing is missing: nothing is asked for


def test_a_look_that_gave_way_goes_on_where_it_was(store):
    fill(store, calls=40)
    with store.atomic() as write:
        write.execute(sa.delete(schema.held))
    save(store, ANGRY)
    with store.atomic() as write:
        job, _ = jobs.claim(write, "w")
    turns = iter([False, True])
    assert not watch.look_through(store, job, give_way=lambda: next(turns))
    with store.reading() as read:
        assert held.lacking(read) == 39 - watch.BATCH  # one of the forty is silent
    assert watch.look_through(store, job, give_way=lambda: False)
    assert caught(store) == expected(store, ANGRY)


def test_a_rule_that_is_removed_while_its_job_runs_catches_nothing(store):
    fill(store, calls=40)
    number = save(store, ANGRY)
    with store.atomic() as write:
        job, _ = jobs.claim(write, "w")
    turns = iter([False, True])  # the first look is for levels that are missing, the second before the first hit

    def removes() -> bool:
        if next(turns):
            with store.atomic() as write:
                rules.remove(write, number)
        return False

    assert watch.look_through(store, job, give_way=removes)
    assert caught(store) == set()


def test_what_another_worker_found_for_a_changed_rule_stays(store):
    fill(store, calls=40)
    save(store, ANGRY)
    happy = Rule(("happy",), threshold=0.4, seconds=2.0)
    number = save(store, Rule(("sad",), threshold=0.9, seconds=30.0))
    with store.atomic() as write:
        rules.look_again(write)
        everything = next(job for job in jobs.recent(write, kinds=[rules.WATCH]) if job.options["rule"] == 0)
    turns = iter([False, True])  # the second turn comes when all rules are known and the first is looked at

    def changes() -> bool:
        if next(turns, False):
            save(store, happy, id=number)
            look_through(store)  # the other worker does all that waits
        return False

    assert watch.look_through(store, everything, give_way=changes)
    assert caught(store, number) == expected(store, happy) != set()


def test_a_call_is_tried_as_it_is_read_and_its_receivers_are_told_once(store):
    with store.atomic() as write:
        hook = hooks.add(write, name="chat", form="slack", url="https://chat.example/hook").id
    number = save(store, ANGRY, hooks=(hook,))
    look_through(store)
    fill(store, calls=40)
    found = expected(store, ANGRY)
    again(store, found | {sorted(expected(store, Rule(("happy", "neutral"), threshold=0.3)))[0]})
    assert caught(store, number) == found
    with store.reading() as read:
        assert deliveries.waiting(read) == {hook: len(found)}
    again(store, found)  # read once more, as by a retry: the same alerts are no news
    with store.reading() as read:
        assert deliveries.waiting(read) == {hook: len(found)}


def again(store: Store, wanted: set[str]) -> None:
    """Keep calls as the job that reads them does."""
    for recording in sorted(wanted):
        with store.reading() as read:
            found = recordings.find(read, recording)
            told = [
                voices.Told(voice, *_parts(read, recording, voice.role) if voice.scores is not None else ())
                for voice in voices.load(read, recording, model=MODEL.key)
            ]
        levels = watch.levels_of(found, told, model=MODEL)
        with store.atomic() as write:
            voices.save(write, found, model=MODEL, told=told)
            watch.watch(write, recording, model=MODEL, told=told, found=levels)


def _parts(read: sa.Connection, recording: str, role: str) -> tuple:
    readings = voices.readings(read, recording, model=MODEL.key, role=role)
    return readings, voices.timeline(read, recording, model=MODEL.key, role=role)


def test_stored_calls_are_told_to_nobody(store):
    fill(store, calls=40)
    with store.atomic() as write:
        hook = hooks.add(write, name="chat", form="slack", url="https://chat.example/hook").id
    save(store, ANGRY, hooks=(hook,))
    look_through(store)
    with store.reading() as read:
        assert caught(store) and deliveries.waiting(read) == {}
