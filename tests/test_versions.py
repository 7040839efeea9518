"""Versions of what was learned: one in use, arrays as they were, and none that outlives a recording it came from."""

import numpy as np
import pytest
import sqlalchemy as sa

from data import erasure, jobs, labels, listing, own_values, recordings, result, schema, versions, voices
from data.errors import Missing
from data.labels import SAMPLE
from data.own_values import Value
from data.records import CUSTOMER, Selection
from data.versions import Learned
from tests.calls import MODEL, OTHER, call, heard
from tests.stores import opened

FIGURES = {"accuracy": [0.78, 0.7, 0.851], "yes": 60, "no": 60}


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path) as store:
        for number in range(4):
            with store.atomic() as write:
                voices.save(write, call(number), model=MODEL, told=heard(call(number)))
        yield store


def learned(*numbers: int) -> Learned:
    arrays = {"weights": np.arange(6, dtype=np.float32).reshape(2, 3), "bias": np.zeros(2, np.float32)}
    return Learned(arrays, FIGURES, [call(number).id for number in numbers])


def made(store, name: str = "hesitant", *, of: tuple[int, ...] = (0, 1), times: int = 1) -> list[int]:
    with store.atomic() as write:
        number = labels.create(write, name)
        label_set = labels.find(write, number)
        return [versions.save(write, label_set, model=MODEL.key, learned=learned(*of)) for _ in range(times)]


def say(store, version: int, values: dict[int, float]) -> None:
    told = {(call(number).id, CUSTOMER): Value(value, value, value, 1.0) for number, value in values.items()}
    with store.atomic() as write:
        own_values.save(write, version, model=MODEL.key, values=told)


def test_the_newest_is_in_use_until_somebody_goes_back(store):
    first, second = made(store, times=2)
    with store.atomic() as write:
        assert [(one.number, one.in_use) for one in versions.of_set(write, 1, model=MODEL.key)] == [
            (2, True),
            (1, False),
        ]
        versions.use(write, first)
        [used] = versions.in_use(write, model=MODEL.key)
        assert used.id == first and used.of.name == "hesitant"
        assert used.sureness == "own label, accuracy 0.78 (0.70–0.85) by 120 labels"
        assert versions.in_use(write, model=OTHER.key) == []
        arrays = versions.arrays(write, first)
    assert arrays["weights"].tolist() == [[0, 1, 2], [3, 4, 5]] and arrays["weights"].dtype == np.float32
    with store.atomic() as write:
        versions.erase(write, second)
        with pytest.raises(Missing):
            versions.find(write, second)
        with pytest.raises(Missing):
            versions.arrays(write, second)
        label_set = labels.find(write, 1)
        versions.save(write, label_set, model=MODEL.key, learned=learned(0))
        assert versions.of_set(write, 1, model=MODEL.key)[0].number == 3  # a number is never given again


def test_nothing_is_kept_of_a_recording_that_was_erased_meanwhile(store):
    with store.atomic() as write:
        label_set = labels.find(write, labels.create(write, "hesitant"))
        recordings.erase(write, call(1).id)
        with pytest.raises(Missing, match="was erased while this was learned"):
            versions.save(write, label_set, model=MODEL.key, learned=learned(0, 1))
    [version] = made(store, "testing", of=(0,))
    say(store, version, {0: 0.5, 1: 0.5})
    say(store, version + 1, {0: 0.5})  # there is no such version
    with store.reading() as read:
        assert read.scalars(sa.select(schema.own_value.c.recording)).all() == [call(0).id]


def test_calls_are_sorted_and_filtered_by_what_a_version_says(store):
    [version] = made(store)
    say(store, version, {0: 0.2, 1: 0.9, 2: 0.5})
    with store.reading() as read:
        selection = Selection(MODEL.key)
        by = listing.Order(f"own:{version}", descending=True)
        page = listing.page(read, selection, order=by)
        assert [recording.id for recording, _ in page] == [call(number).id for number in (1, 2, 0, 3)]  # unsaid is last
        by = listing.Order(f"own:{version}")
        page = listing.page(read, selection, order=by, offset=1, limit=2)
        assert [recording.id for recording, _ in page] == [call(number).id for number in (2, 1)]
        heard_in = Selection(MODEL.key, own=(version,))
        assert listing.count(read, heard_in) == 2
        assert {recording.id for recording, _ in listing.page(read, heard_in)} == {call(1).id, call(2).id}
        both = listing.page(read, heard_in, order=listing.Order(f"own:{version}", descending=True))
        assert [recording.id for recording, _ in both] == [call(1).id, call(2).id]
        assert own_values.count(read, version) == (3, 2)
        assert own_values.unsure(read, version, roles=[CUSTOMER], most=2)[0] == (call(2).id, CUSTOMER)
        assert own_values.unsure(read, version, roles=["agent"], most=2) == []
        assert listing.count(read, Selection(MODEL.key, own=(version + 1,))) == 0


def test_saying_it_again_replaces_and_other_versions_fall_silent(store):
    first, second = made(store, times=2)
    [other] = made(store, "testing")
    say(store, first, {0: 0.2})
    say(store, other, {0: 0.3})
    say(store, second, {0: 0.4, 1: 0.4})
    say(store, second, {0: 0.6})
    with store.atomic() as write:
        own_values.keep_only(write, second)
        told = own_values.of(write, [call(0).id, call(1).id], versions=[first, second, other])
        assert own_values.of(write, [call(0).id], versions=[]) == {}
    assert {key: {version: value.value for version, value in each.items()} for key, each in told.items()} == {
        (call(0).id, CUSTOMER): {second: 0.6, other: 0.3},
        (call(1).id, CUSTOMER): {second: 0.4},
    }


def test_a_call_that_is_read_again_is_said_of_anew(store):
    [version] = made(store)
    say(store, version, {0: 0.2, 1: 0.3})
    with store.atomic() as write:
        voices.save(write, call(0), model=MODEL, told=heard(call(0)))
        assert own_values.count(write, version) == (1, 0)


def test_result_json_says_it_with_how_sure_it_is(store):
    [version] = made(store)
    say(store, version, {0: 0.2})
    with store.reading() as read:
        told = result.load(read, call(0).id, model=MODEL.key)
        assert "own" not in result.load(read, call(1).id, model=MODEL.key)
    expected = {"name": "hesitant", "kind": "emotion", "value": 0.2, "share": 0.2, "peak": 0.2, "peak_at": 1.0}
    expected |= {"version": 1, "sureness": "own label, accuracy 0.78 (0.70–0.85) by 120 labels"}
    assert told["own"] == told["roles"][CUSTOMER]["own"] == [expected]
    assert "own" not in told["roles"]["agent"]


def test_an_erased_recording_takes_its_labels_and_whatever_was_learned_from_it(store):
    kept, gone = made(store, "testing", of=(2, 3)), made(store, "hesitant", of=(0, 1), times=2)
    for version in (*kept, *gone):
        say(store, version, {0: 0.5, 2: 0.5})
    with store.atomic() as write:
        for number in (0, 2):
            labels.put(write, 2, [labels.Label(call(number).id, CUSTOMER, 0.0, 0.5)])
    erasure.erase(store, call(0).id)
    with store.reading() as read:
        for table in schema.metadata.sorted_tables:
            assert call(0).id not in repr(read.execute(sa.select(table)).all())
        assert {one.id for one in versions.in_use(read, model=MODEL.key)} == set(kept)
        for table in (schema.own_version.c.id, schema.own_array.c.version, schema.own_source.c.version):
            assert set(read.scalars(sa.select(table))) == set(kept)
        assert set(read.scalars(sa.select(schema.own_value.c.version))) == set(kept)
        [job] = jobs.recent(read, kinds=[versions.KIND])  # once, though two versions went: only one was in use
    assert job.options == versions.options(2, model=MODEL.key)


def test_a_removed_set_takes_its_versions_with_it(store):
    [version] = made(store)
    say(store, version, {0: 0.5})
    with store.atomic() as write:
        labels.erase(write, 1)
        for table in (schema.own_version, schema.own_array, schema.own_source, schema.own_value):
            assert write.execute(sa.select(table)).all() == []
        number = labels.create(write, "happy sample", kind=SAMPLE)
        sample = versions.save(write, labels.find(write, number), model=MODEL.key, learned=learned(0))
        assert versions.find(write, sample).sureness == "reference sample of 60 examples"
