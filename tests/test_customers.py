"""The calls of one customer: found by the metadata, held against each other and against those of others."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from dashboard.customers import customer_of
from data import captions, customers, voices
from data.kinds import kinds_of, speaker_of
from data.maps import Places
from data.records import CUSTOMER
from data.store import Store
from tests.calls import MODEL, call, heard
from tests.stores import opened

DIRECTIONS = {1: [1, 0, 0], 2: [0, 1, 0], 3: [1, 1, 0], 4: [0, 0, 1], 5: [0, 0, 2]}  # of the calls' embeddings


@pytest.fixture
def store(tmp_path: Path):
    with opened(tmp_path) as store:
        named = {1: {"customer": "ann"}, 2: {"Customer": "ann"}, 3: {"customer": "", "customer_id": "ann"}}
        for number, direction in DIRECTIONS.items():
            told = named.get(number, {"customer": "bob"} if number == 4 else {"language": "de"})
            recording = call(number, metadata=told, started_at=datetime(2026, 3, 9 - number))
            embedding = np.array(direction, np.float32)
            with store.atomic() as write:
                voices.save(write, recording, model=MODEL, told=heard(recording, embedding=embedding))
        yield store


def found(store: Store, number: int):
    with store.reading() as read:
        return customer_of(read, call(number).id, model=MODEL.key, role=CUSTOMER)


def test_calls_come_in_order_of_time_each_with_its_likeness(store: Store) -> None:
    told = found(store, 1)
    assert told.name == "ann" and [recording.id for recording, _ in told.calls] == [call(n).id for n in (3, 2, 1)]
    half = np.sqrt(0.5)
    assert told.likeness == pytest.approx([half, 0, 1], abs=1e-6)
    assert told.steady.similarity == pytest.approx(2 * half / 3, abs=1e-6)  # cosines 1/√2, 1/√2 and 0
    assert told.steady.others == pytest.approx(0, abs=1e-6)  # bob's alone, at a right angle
    assert told.steady.latest == pytest.approx(1 / np.sqrt(1 + (1 + np.sqrt(2)) ** 2), abs=1e-6)


def test_one_call_or_no_name_is_no_history(store: Store) -> None:
    assert found(store, 4) is None and found(store, 5) is None
    with store.reading() as read:
        assert customer_of(read, call(1).id, model="another", role=CUSTOMER) is None
        assert customers.calls(read, "", model=MODEL.key, role=CUSTOMER) == []


def test_a_map_knows_customers_by_the_same_columns(store: Store) -> None:
    with store.reading() as read:
        words = captions.load(read, model=MODEL.key)
    spoken = {number: speaker_of(words[call(number).id, CUSTOMER], CUSTOMER) for number in DIRECTIONS}
    assert spoken == {1: "ann", 2: "ann", 3: "ann", 4: "bob", 5: ""}
    told = [words[call(number).id, CUSTOMER] for number in DIRECTIONS]
    places = Places(tuple(call(number).id for number in DIRECTIONS), (CUSTOMER,) * 5, np.zeros((5, 2)))
    assert kinds_of(told, places, emotions=["angry"] * 5)["customer"] == list(spoken.values())


def test_names_stand_in_any_of_the_usual_columns() -> None:
    assert customers.name_in({"客户": "李", "customer": ""}) == "李"
    assert customers.name_in({"language": "de"}) == ""
