"""Maps: asked for, found again, known to be out of date, and gone with the recordings they show."""

import json
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

from data import jobs, listing, maps, recordings, voices
from data.errors import Missing
from data.maps import Drawn, Request
from data.records import CUSTOMER, Selection
from tests.calls import MODEL, call, heard
from tests.stores import opened

REQUEST = Request(Selection(MODEL.key), unit="windows", method="pca", seed=3)


@pytest.fixture
def write(tmp_path):
    with opened(tmp_path) as store, store.atomic() as write:
        for number in range(3):
            voices.save(write, call(number), model=MODEL, told=heard(call(number), windows=number))
        yield write


def drawn(write, request: Request = REQUEST) -> Drawn:
    points = listing.points(write, request.selection, unit=request.unit)
    arrays = {"coordinates": points.embeddings[:, :2], "clusters": np.arange(len(points), dtype=np.int32) - 1}
    return Drawn(points, maps.details(write, request), arrays, ("too few calls for groups",))


@pytest.mark.parametrize(
    "selection",
    [
        Selection("m"),
        Selection("m", roles=(), since=datetime(2026, 3, 2, 9, 30, 1, 5), until=datetime(2026, 3, 3)),
        Selection("m", agents=("a", "b"), queues=("ü",), emotions=("生气/angry",), search="%'\"", jobs=(1, 2)),
    ],
)
def test_a_request_survives_being_a_jobs_options(selection):
    request = Request(selection, unit="recordings", method="tsne", space="scores", seed=7)
    again = Request.from_options(json.loads(json.dumps(request.options())))
    assert again == request
    assert hash(again.selection) == hash(request.selection)


def test_a_map_is_found_by_its_request(write):
    assert maps.find(write, REQUEST) is None
    key = maps.save(write, drawn(write))
    found = maps.find(write, REQUEST)
    assert found.key == key
    assert found.details["notes"] == ["too few calls for groups"]
    np.testing.assert_array_equal(found.arrays["clusters"], [-1, 0, 1])
    places = maps.places(found)
    one, two = call(1).id, call(2).id
    expected = sorted([(one, 0.0), (two, 0.0), (two, 1.0)])
    assert list(zip(places.recordings, places.spans[:, 0], strict=True)) == expected
    assert places.roles == (CUSTOMER,) * 3


@pytest.mark.parametrize(
    "other",
    [
        replace(REQUEST, unit="recordings"),
        replace(REQUEST, method="umap"),
        replace(REQUEST, space="scores"),
        replace(REQUEST, seed=4),
        replace(REQUEST, selection=replace(REQUEST.selection, agents=("dee",))),
    ],
)
def test_another_request_is_another_map(write, other):
    maps.save(write, drawn(write))
    assert maps.find(write, other) is None


def test_a_map_is_out_of_date_when_its_calls_change(write):
    maps.save(write, drawn(write))
    voices.save(write, call(1), model=MODEL, told=heard(call(1), windows=1))
    assert maps.find(write, REQUEST) is None


def test_what_changed_while_a_map_was_drawn_is_not_in_it(write):
    """It is kept under what it was drawn from, so the next look asks for a new one."""
    map_of_before = drawn(write)
    voices.save(write, call(9), model=MODEL, told=heard(call(9)))
    maps.save(write, map_of_before)
    assert maps.find(write, REQUEST) is None


def test_a_map_of_a_recording_that_was_erased_meanwhile_is_not_kept(write):
    with_it = drawn(write)
    recordings.erase(write, call(1).id)
    with pytest.raises(Missing, match="was erased while this map was drawn: draw it again"):
        maps.save(write, with_it)


def test_erasing_a_recording_throws_its_maps_away(write):
    maps.save(write, drawn(write))
    recordings.erase(write, call(0).id)  # it has no window, so the map's own recordings are all still there
    assert maps.find(write, REQUEST) is None


def test_a_map_without_points_is_kept_too(write):
    nobody = replace(REQUEST, selection=replace(REQUEST.selection, agents=("nobody",)))
    points = listing.points(write, nobody.selection, unit=nobody.unit)
    maps.save(write, Drawn(points, maps.details(write, nobody), {"coordinates": np.zeros((0, 2))}))
    assert maps.places(maps.find(write, nobody)).recordings == ()


def test_asking_for_the_same_map_twice_is_one_job(write):
    job = jobs.ask(write, maps.KIND, options=REQUEST.options())
    assert jobs.ask(write, maps.KIND, options=REQUEST.options()) == job
    assert Request.from_options(jobs.find(write, job).options) == REQUEST
