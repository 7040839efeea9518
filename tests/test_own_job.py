"""The job ``own`` on planted embeddings: what is there is learned, applied to everything, and said of what is read."""

import numpy as np
import pytest
import sqlalchemy as sa

from data import erasure, jobs, labels, own_values, schema, versions, voices, windows
from data.labels import SAMPLE, Label
from data.records import CUSTOMER
from jobs import own
from jobs.worker import Worker
from tests.calls import call
from tests.taught import LENGTH, MODEL, WINDOWS, answered, label_all, plant, told

CALLS = 8


def work(store, number: int, *, version: int | None = None) -> jobs.Job:
    """Let a worker do the job; how it ended."""
    with store.atomic() as write:
        job = jobs.ask(write, versions.KIND, options=versions.options(number, model=MODEL.key, version=version))
    Worker(store).drain()
    with store.reading() as read:
        return jobs.find(read, job)


def used(store) -> versions.Version:
    with store.reading() as read:
        [version] = versions.in_use(read, model=MODEL.key)
    return version


def test_what_was_planted_is_learned_and_said_of_calls_nobody_labelled(store):
    ids = plant(store, calls=CALLS)
    others = plant(store, calls=3, first=CALLS)
    over = work(store, label_all(store, ids, "hesitant"))
    assert over.state == "done" and over.progress["share"] == 1
    version = used(store)
    figures = version.details
    assert figures["accuracy"][0] > 0.95 and figures["accuracy"][1] <= figures["accuracy"][0] <= figures["accuracy"][2]
    assert (figures["yes"], figures["no"], figures["recordings"], figures["left_out"]) == (16, 16, CALLS, 0)
    assert [len(point) for point in figures["curve"]] == [2] * 4 and figures["advice"]["kind"] == "enough"
    with store.reading() as read:
        said = own_values.of(read, ids + others, versions=[version.id])
        assert own_values.count(read, version.id) == (CALLS + 3, CALLS + 3)
    for recording in others:  # two of a call's four windows are hesitant, the first and the third
        value = said[recording, CUSTOMER][version.id]
        assert value.share == pytest.approx(0.5) and value.peak_at in (0.0, 2 * LENGTH)
        assert value.value < value.peak and value.peak > own_values.HEARD


def test_a_call_that_is_read_later_is_said_of_while_it_is_read(store):
    work(store, label_all(store, plant(store, calls=CALLS), "hesitant"))
    version, recording = used(store), call(50)
    with store.atomic() as write:
        voices.save(write, recording, model=MODEL, told=told(recording.id, 50))
        own.hear(write, told(recording.id, 50), model=MODEL.key)
        own.hear(write, [], model=MODEL.key)
        said = own_values.of(write, [recording.id], versions=[version.id])
    with store.reading() as read:
        points = windows.of(read, [recording.id], model=MODEL.key)
        expected = own.values_of(versions.arrays(read, version.id), points)
    assert said == {key: {version.id: value} for key, value in expected.items()}


@pytest.mark.parametrize(
    ("kept", "sentence"),
    [
        (lambda label: label.answer, "has read 16 in 8 and 0 in 0"),
        (lambda label: label.recording == call(0).id, "has read 2 in 1 and 2 in 1"),
        (lambda label: False, "has read 0 in 0 and 0 in 0"),
        (lambda label: label.answer or label.recording == call(0).id, "has read 16 in 8 and 2 in 1"),
    ],
)
def test_too_little_is_refused_with_a_sentence(store, kept, sentence):
    ids = plant(store, calls=CALLS)
    with store.atomic() as write:
        number = labels.create(write, "hesitant")
        labels.put(write, number, [label for label in answered(ids) if kept(label)])
    over = work(store, number)
    assert over.state == "failed" and sentence in over.reason and "'hesitant' needs 10 windows" in over.reason
    with store.reading() as read:
        assert read.execute(sa.select(schema.own_version)).all() == []


def test_labels_that_this_model_has_not_read_are_left_out_and_counted(store):
    ids = plant(store, calls=CALLS)
    number = label_all(store, ids, "hesitant")
    with store.atomic() as write:
        labels.put(write, number, [Label(ids[0], CUSTOMER, 40.0, 42.0), Label(ids[1], "agent", 0.0, 3.0)])
    work(store, number)
    assert used(store).details["left_out"] == 2 and used(store).details["yes"] == 16


def test_one_can_go_back_to_an_older_version(store):
    number = label_all(store, plant(store, calls=CALLS), "hesitant")
    work(store, number)
    first = used(store)
    work(store, number)
    second = used(store)
    assert (first.number, second.number) == (1, 2)
    with store.reading() as read:
        assert own_values.count(read, first.id)[0] == 0  # what is not in use says nothing
    work(store, number, version=first.id)
    assert used(store).id == first.id
    with store.reading() as read:
        assert own_values.count(read, first.id)[0] == CALLS and own_values.count(read, second.id)[0] == 0


def test_an_erased_recording_lets_the_set_be_learned_again_without_it(store):
    ids = plant(store, calls=CALLS)
    work(store, label_all(store, ids, "hesitant"))
    before = used(store)
    erasure.erase(store, ids[0])
    with store.reading() as read:
        assert versions.in_use(read, model=MODEL.key) == []
    Worker(store).drain()
    after = used(store)
    assert after.number == before.number + 1 and after.details["recordings"] == CALLS - 1
    with store.reading() as read:
        sources = set(read.scalars(sa.select(schema.own_source.c.recording)))
    assert sources == set(ids[1:])


def test_a_recording_erased_while_its_version_is_applied_lets_the_set_be_learned_again(store, monkeypatch):
    ids = plant(store, calls=CALLS)
    number = label_all(store, ids, "hesitant")
    pieces, left = windows.pieces, [ids[0]]

    def erased_meanwhile(store, *, model):
        for piece in pieces(store, model=model):
            if left:
                erasure.erase(store, left.pop())
            yield piece

    monkeypatch.setattr(windows, "pieces", erased_meanwhile)
    assert work(store, number).state == "failed"  # what it applied is gone
    assert used(store).details["recordings"] == CALLS - 1


def test_a_sample_is_its_examples_and_sorts_by_likeness(store):
    ids = plant(store, calls=CALLS)
    with store.atomic() as write:
        number = labels.create(write, "hesitant sample", kind=SAMPLE)
    assert work(store, number).reason == "a sample needs at least one example that this model has read"
    with store.atomic() as write:
        labels.put(write, number, [Label(ids[0], CUSTOMER, 0.0, LENGTH), Label(ids[1], CUSTOMER, 0.0, LENGTH)])
    work(store, number)
    version = used(store)
    with store.reading() as read:
        said = own_values.of(read, ids, versions=[version.id])
        examples = versions.arrays(read, version.id)["examples"]
        voice = voices.load(read, ids[4], model=MODEL.key)[0]
    direction = np.mean([one / np.linalg.norm(one) for one in examples], axis=0)
    cosine = voice.embedding @ direction / np.linalg.norm(voice.embedding) / np.linalg.norm(direction)
    assert said[ids[4], CUSTOMER][version.id].value == pytest.approx(cosine, abs=1e-5)
    assert said[ids[4], CUSTOMER][version.id].peak_at in (0.0, 2 * LENGTH)
    with store.atomic() as write:  # a whole voice as an example: the older version goes, nobody goes back to it
        labels.put(write, number, [Label(ids[2], CUSTOMER, 0.0, WINDOWS * LENGTH)])
    work(store, number)
    with store.reading() as read:
        [only] = versions.of_set(read, number, model=MODEL.key)
        whole = voices.load(read, ids[2], model=MODEL.key)[0].embedding
        stored = versions.arrays(read, only.id)["examples"]
    assert only.details["yes"] == 3 and np.abs(stored - whole).max(axis=1).min() < 1e-5


def test_a_cancelled_job_stops_between_pieces_and_keeps_what_it_learned(store, monkeypatch):
    monkeypatch.setattr(windows, "PIECE", 3)
    number = label_all(store, plant(store, calls=CALLS), "hesitant")
    with store.atomic() as write:
        job = jobs.ask(write, versions.KIND, options=versions.options(number, model=MODEL.key))
        jobs.claim(write, "w")
        found = jobs.find(write, job)
    pieces = windows.pieces

    def cancelled_after_one(store, *, model):
        for place, piece in enumerate(pieces(store, model=model)):
            if place == 1:
                with store.atomic() as write:
                    jobs.cancel(write, job)
            yield piece

    monkeypatch.setattr(windows, "pieces", cancelled_after_one)
    own.work(store, found)
    with store.reading() as read:
        assert own_values.count(read, used(store).id)[0] == 3


def test_windows_come_in_whole_recordings_and_each_once(store, monkeypatch):
    ids = plant(store, calls=CALLS)
    monkeypatch.setattr(windows, "PIECE", 3)
    pieces = list(windows.pieces(store, model=MODEL.key))
    assert [len(piece) for piece in pieces] == [12, 12, 8]
    assert list(dict.fromkeys(name for piece in pieces for name in piece.recordings)) == sorted(ids)
    with store.reading() as read:
        assert windows.count(read, model=MODEL.key) == CALLS and windows.count(read, model="none") == 0
        for start in ("0", "7", "f" * 16):
            drawn = windows.at_random(read, model=MODEL.key, roles=[CUSTOMER], start=start, most=5)
            ordered = [one for one in sorted(ids) if one >= start] + [one for one in sorted(ids) if one < start]
            assert drawn == ordered[:5]
        assert len(windows.at_random(read, model=MODEL.key, roles=[CUSTOMER], start="8", most=50)) == CALLS
        assert windows.at_random(read, model=MODEL.key, roles=["agent"], start="8", most=50) == []
