"""The groups planted in the scripted day are found by the model that comes with the project."""

import pytest

from analysis.hotspots import hotspots
from analysis.worklist import worklist
from benchmarks.planted import NEGATIVE, Call, load
from data.home import Home
from data.records import Model
from data.store import Store
from jobs.intake import look, take_in
from jobs.worker import Means, Worker


@pytest.fixture(scope="module")
def day(shared, tmp_path_factory) -> tuple[list[Call], Model]:
    store = Store.open(Home(tmp_path_factory.mktemp("day")))
    found = look(shared / "day")
    worker = Worker(store, means=Means(device="cpu"))
    take_in(store, found.recordings, options={"model": "compact"}, table=found.table)
    worker.drain()
    told = load(store, shared / "day")
    store.close()
    return told


@pytest.mark.shared
def test_fear_in_loans_at_14_h_is_found(day):
    calls, model = day
    scores = [[call.voice.numbers[f"mean:{label}"] for label in model.labels] for call in calls]
    spots = hotspots(scores, [call.hour for call in calls], [call.queue for call in calls], labels=model.labels)
    (spot,) = [spot for spot in spots if spot.emotion == "fearful"]
    assert spot.name == "loans · 14–15 h"
    assert {calls[row].script for row in spot.rows} == {"distress"} and len(spot.rows) == 10
    assert spot.lift > 1.5 and spot.chance < 0.05


@pytest.mark.shared
def test_the_worklist_puts_negative_calls_first(day):
    calls, model = day
    entries = worklist([call.voice for call in calls], [call.seconds for call in calls], labels=model.labels, count=10)
    assert sum(calls[entry.row].script in NEGATIVE for entry in entries) >= 8  # 5.3 of 10 at random
