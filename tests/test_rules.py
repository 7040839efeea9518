"""Rules as they are kept, what they caught, and what people said of it."""

import numpy as np
import pytest
import sqlalchemy as sa

from analysis.alerts import PRESETS, Rule
from data import deliveries, held, hits, hooks, jobs, recordings, rules, schema, uploads, voices
from data.errors import DataError, Missing
from data.hits import Count, Hit, Wanted
from data.notes import CONFIRMED, FALSE_ALARM
from data.rules import KeptRule
from tests.calls import MODEL, OTHER, call, heard

COMPLAINTS = KeptRule("complaints", PRESETS["complaints"].plain)


def keep(write, *numbers, model=MODEL, **changes) -> list[str]:
    made = [call(number, **changes) for number in numbers]
    for recording in made:
        voices.save(write, recording, model=model, told=heard(recording))
    return [recording.id for recording in made]


def a_hit(rule: int, recording: str, **changes) -> Hit:
    known = {"model": MODEL.key, "role": "customer", "emotion": "angry", "score": 0.75, "start": 3.0, "stop": 9.5}
    return Hit(rule=rule, recording=recording, **known | {"spans": ((3.0, 9.5),)} | changes)


def watching(write) -> list[dict]:
    """Options of the jobs that are to look through the store."""
    return [dict(job.options) for job in jobs.recent(write, kinds=[rules.WATCH])]


def test_a_rule_is_kept_changed_and_removed_and_every_state_is_remembered(write):
    number = rules.save(write, KeptRule(" ends\x00 badly ", PRESETS["ends badly"].plain))
    kept = rules.find(write, number)
    assert (kept.name, kept.active, Rule.of(kept.looks_for)) == ("ends badly", True, PRESETS["ends badly"])
    rules.save(write, KeptRule("ends badly", kept.looks_for, active=False, id=number))
    rules.remove(write, number)
    assert [change.became.get("active") for change in rules.changes(write, number)] == [None, False, True]
    assert rules.load(write) == []
    for gone in (rules.find, rules.remove):
        with pytest.raises(Missing):
            gone(write, number)


def test_what_cannot_be_a_rule_is_refused(write):
    with pytest.raises(DataError, match="needs a name"):
        rules.save(write, KeptRule(" \n", {}))
    with pytest.raises(DataError, match="receivers that are there"):
        rules.save(write, KeptRule("a", {}, hooks=(7,)))
    with pytest.raises(Missing):
        rules.save(write, KeptRule("a", {}, id=7))
    for number in range(rules.MOST):
        rules.save(write, KeptRule(f"rule {number}", {}))
    with pytest.raises(DataError, match="100 rules already"):
        rules.save(write, KeptRule("one more", {}))


def test_the_store_is_looked_through_only_when_what_is_looked_for_changes(write):
    number = rules.save(write, COMPLAINTS)
    assert watching(write) == [{"rule": number}]
    rules.save(write, KeptRule("other name", COMPLAINTS.looks_for, id=number))
    rules.save(write, KeptRule("other name", COMPLAINTS.looks_for, active=False, id=number))
    assert len(watching(write)) == 1
    jobs.claim(write, "w")  # from now on a change may be missed by the job that runs
    rules.save(write, KeptRule("other name", COMPLAINTS.looks_for, active=True, id=number))
    rules.save(write, KeptRule("other name", Rule(threshold=0.9).plain, id=number))
    assert watching(write) == [{"rule": number}, {"rule": number}]


def test_a_queue_that_becomes_known_later_is_looked_at_anew(write):
    [recording] = keep(write, 1, queue="")
    found = recordings.find(write, recording)
    uploads.renew(write, found, name="call001.wav", row={"queue": "loans"})
    assert watching(write) == []  # there is no rule
    rules.save(write, COMPLAINTS)
    uploads.renew(write, found, name="call001.wav", row={"queue": "sales"})
    assert watching(write) == [{"rule": 0}, {"rule": 1}]


def test_hits_are_replaced_and_their_verdicts_stay(write):
    one, two = keep(write, 1, 2)
    rule = rules.save(write, COMPLAINTS)
    assert hits.keep(write, one, model=MODEL.key, rules=[rule], found=[a_hit(rule, one)]) != []
    hits.put(write, a_hit(rule, two))
    judged = {"rule": rule, "recording": one, "model": MODEL.key, "role": "customer"}
    hits.judge(write, judged, CONFIRMED)
    hits.judge(write, judged | {"recording": two}, FALSE_ALARM)
    again = a_hit(rule, one, score=0.5, start=2.0)
    assert hits.keep(write, one, model=MODEL.key, rules=[rule], found=[again]) == []  # known before: nobody is told
    found = hits.find(write, rule, one, model=MODEL.key, role="customer")
    assert (found.score, found.start, found.verdict) == (0.5, 2.0, CONFIRMED)
    assert hits.counts(write, model=MODEL.key) == {rule: Count(caught=2, confirmed=1, false_alarms=1)}
    assert hits.keep(write, one, model=MODEL.key, rules=[rule], found=[]) == []
    assert hits.total(write, Wanted(MODEL.key)) == 1
    with pytest.raises(Missing, match="this alert is gone"):
        hits.judge(write, judged, CONFIRMED)
    with pytest.raises(DataError, match="a verdict is one of"):
        hits.judge(write, judged, "perhaps")


def test_another_model_finding_the_same_is_not_new(write):
    [one] = keep(write, 1)
    keep(write, 1, model=OTHER)
    rule = rules.save(write, COMPLAINTS)
    hits.put(write, a_hit(rule, one))
    found = [a_hit(rule, one, model=OTHER.key)]
    assert hits.keep(write, one, model=OTHER.key, rules=[rule], found=found) == []
    assert hits.total(write, Wanted(MODEL.key)) == hits.total(write, Wanted(OTHER.key)) == 1


def test_a_page_of_hits_comes_with_its_calls_the_newest_first(write):
    ids = keep(write, 1, 2, 3)
    rule, off = rules.save(write, COMPLAINTS), rules.save(write, KeptRule("off", {}, active=False))
    for recording in ids:
        hits.put(write, a_hit(rule, recording))
    hits.put(write, a_hit(off, ids[0]))
    rows = hits.page(write, Wanted(MODEL.key), limit=2)
    assert [(recording.name, voice.role, hit.rule) for recording, voice, hit in rows] == [
        ("call003.wav", "customer", rule),
        ("call002.wav", "customer", rule),
    ]
    assert rows[0][2].spans == ((3.0, 9.5),)
    assert [recording.name for recording, *_ in hits.page(write, Wanted(MODEL.key), offset=2)] == ["call001.wav"]
    ninth = call(2).started_at
    assert hits.total(write, Wanted(MODEL.key, since=ninth)) == 2
    assert hits.total(write, Wanted(MODEL.key, until=ninth)) == 1
    assert hits.total(write, Wanted(MODEL.key, rule=off)) == 1
    assert [name for name, _ in hits.of(write, ids[0], model=MODEL.key)] == ["complaints"]


def test_hits_go_with_their_recording_and_with_their_rule(write):
    one, two = keep(write, 1, 2)
    hook = hooks.add(write, name="chat", form="slack", url="https://chat.example/hook")
    rule = rules.save(write, KeptRule("a", COMPLAINTS.looks_for, hooks=(hook.id,)))
    for recording in (one, two):
        hits.put(write, a_hit(rule, recording))
        deliveries.add(write, [a_hit(rule, recording)])
    recordings.erase(write, one)
    assert deliveries.waiting(write) == {hook.id: 1}
    assert hits.total(write, Wanted(MODEL.key)) == 1
    rules.remove(write, rule)
    for table in (schema.hit, schema.delivery):
        assert write.scalar(sa.select(sa.func.count()).select_from(table)) == 0


def test_voices_are_counted_by_the_level_they_reach(write):
    """Six voices with three bytes each; the question is about the higher of the first two."""
    ids = keep(write, 1, 2, 3, 4, queue="loans") + keep(write, 5, 6, queue="sales")
    levels = [(10, 60, 99), (70, 20, 99), (0, 0, 99), (60, 60, 99), (100, 0, 99), (61, 0, 99)]
    for recording, row in zip(ids, levels, strict=True):
        held.save(write, recording, model=MODEL.key, role="customer", levels=np.array(row, np.uint8))
    asked = held.Question(MODEL.key, (0, 1), ("customer", "mixed"))
    counts = held.counts(write, asked)
    assert {level: int(count) for level, count in enumerate(counts) if count} == {0: 1, 60: 2, 61: 1, 70: 1, 100: 1}
    assert [level for *_, level in held.caught(write, asked, level=61)] == [100, 70, 61]
    assert [level for *_, level in held.caught(write, asked, level=60, most=2, nearest=True)] == [60, 60]
    loans = held.Question(MODEL.key, (0,), ("customer",), queues=("loans",), since=call(2).started_at)
    assert held.caught(write, loans, level=1) == [(ids[1], "customer", 70), (ids[3], "customer", 60)]
    for nobody in (("agent",), ()):
        assert held.counts(write, held.Question(MODEL.key, (0,), nobody)).sum() == 0
    assert held.counts(write, held.Question(MODEL.key, (), ("customer",))).sum() == 0
    assert held.caught(write, held.Question(MODEL.key, (), ("customer",)), level=1) == []


def test_voices_without_levels_are_found_in_order(write):
    ids = sorted(keep(write, 1, 2, 3))
    assert held.lacking(write) == 3
    assert held.missing(write, most=2) == [(recording, MODEL.key, "customer") for recording in ids[:2]]
    held.save(write, ids[0], model=MODEL.key, role="customer", levels=np.zeros(3, np.uint8))
    assert [recording for recording, *_ in held.missing(write, after=ids[0])] == ids[1:]
    assert held.lacking(write) == 2
    keep(write, 1)  # read again: its levels are of another reading
    assert held.lacking(write) == 3 - (call(1).id != ids[0])
