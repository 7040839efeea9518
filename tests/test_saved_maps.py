"""Maps that people keep: named, opened, renamed, deleted, and without what was erased."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
import sqlalchemy as sa

from data import accounts, derived, erasure, jobs, listing, maps, placements, saved_maps, schema
from data.errors import DataError, Missing
from data.maps import Grouping, Request
from data.placements import Wanted
from data.records import Selection
from data.store import Store
from jobs import place, project
from tests.day import MODEL, STARTS, fill
from tests.stores import opened

REQUEST = Request(Selection(MODEL.key), unit="windows", method="pca", grouping=Grouping(min_size=6))


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path) as store:
        fill(store, calls=12)
        yield store


def draw(store: Store, request: Request = REQUEST) -> str:
    """The key of a map that the job drew."""
    with store.atomic() as write:
        job = jobs.find(write, jobs.ask(write, maps.KIND, options=request.options()))
    project.draw(store, job)
    with store.reading() as read:
        return maps.find(read, request).key


def keep(store: Store, name: str = "Monday", request: Request = REQUEST) -> int:
    key = draw(store, request)
    with store.atomic() as write:
        return saved_maps.save(write, name, drawn=key)


def put(store: Store, number: int, selection: Selection = REQUEST.selection) -> derived.Derived:
    wanted = Wanted(number, selection)
    with store.atomic() as write:
        job = jobs.find(write, jobs.ask(write, placements.KIND, options=wanted.options()))
    assert Wanted.from_options(job.options) == wanted
    place.put(store, job)
    with store.reading() as read:
        return placements.find(read, wanted)


def rows(store: Store, table: sa.Table) -> int:
    with store.reading() as read:
        return read.scalar(sa.select(sa.func.count()).select_from(table))


def test_a_saved_map_outlives_the_map_it_was_made_of(store):
    key = draw(store)
    with store.reading() as read:
        drawn = derived.load(read, key)
    with store.atomic() as write:
        maps.name_group(write, key, group=0, name=" the loud ones ")
        number = saved_maps.save(write, "  Monday ", drawn=key)
        derived.erase_all(write)
    with store.reading() as read:
        saved, found = saved_maps.load(read, number), saved_maps.picture(read, number)
        assert [one.name for one in saved_maps.find(read)] == ["Monday"]
    assert (saved.request, saved.model, saved.count) == (REQUEST, MODEL.key, len(drawn.arrays["which"]))
    assert saved.details["names"] == {"0": "the loud ones"}
    assert saved.details["parameters"]["method"] == "pca"
    np.testing.assert_array_equal(found.arrays["coordinates"], drawn.arrays["coordinates"])
    assert maps.places(found).recordings == maps.places(drawn).recordings
    assert "reduced" not in found.arrays  # pages load only what they draw
    low, high = saved.details["extent"]
    assert [low, high] == [
        drawn.arrays["coordinates"].min(axis=0).tolist(),
        drawn.arrays["coordinates"].max(axis=0).tolist(),
    ]


def test_names_are_given_once_and_can_be_changed(store):
    number, key = keep(store), draw(store)
    with store.atomic() as write:
        for taken in ("Monday", " Monday\n", "", "  "):
            with pytest.raises(DataError, match=r"saved under|needs a name"):
                saved_maps.save(write, taken, drawn=key)
        other = saved_maps.save(write, "<b>" * 50, drawn=key)
        assert len(saved_maps.load(write, other).name) == saved_maps.LONGEST
        with pytest.raises(DataError, match="already: choose another name"):
            saved_maps.rename(write, other, "Monday")
        saved_maps.rename(write, number, "Monday")
        saved_maps.rename(write, number, "Tuesday")
        saved_maps.name_group(write, number, group=1, name="late")
        saved_maps.name_group(write, number, group=1, name="")
        assert saved_maps.load(write, number).name == "Tuesday"
        assert saved_maps.load(write, number).details["names"] == {}


def test_what_is_told_of_its_groups_comes_along_and_goes_with_it(store):
    key = draw(store)
    with store.atomic() as write:
        number, other = (saved_maps.save(write, name, drawn=key) for name in ("Monday", "Tuesday"))
        own = [accounts.find(write, saved_maps.picture(write, one).key) for one in (number, other)]
        told, points = accounts.find(write, key), len(derived.load(write, key).arrays["which"])
    assert own == [told, told] and told["points"] == points
    placed = put(store, number)
    with store.atomic() as write:
        assert accounts.find(write, placed.key)["points"] == len(placed.arrays["which"])
        gone = saved_maps.picture(write, number).key
        saved_maps.erase(write, number)
        assert accounts.find(write, placed.key) is None and accounts.find(write, gone) is None
        assert accounts.find(write, saved_maps.picture(write, other).key) is not None


def test_a_map_that_was_thrown_away_cannot_be_saved(store):
    key = draw(store)
    with store.atomic() as write:
        derived.erase_all(write)
        with pytest.raises(Missing, match="ask for it again"):
            saved_maps.save(write, "Monday", drawn=key)
    assert rows(store, schema.saved_map) == 0


def test_deleting_one_takes_what_was_placed_into_it(store):
    number, other = keep(store), keep(store, "Tuesday", replace(REQUEST, seed=1))
    for one in (number, other):
        put(store, one)
    with store.atomic() as write:
        saved_maps.erase(write, number)
        saved_maps.erase(write, number)  # gone already
        left = [details["map"] for _, _, details in derived.find(write, saved_maps.PLACED)]
        assert left == [other]
        with pytest.raises(Missing, match="no such saved map"):
            saved_maps.load(write, number)
    assert rows(store, schema.saved_map) == 1


@pytest.mark.parametrize("method", ["umap", "pca"])
def test_an_erased_recording_leaves_every_saved_map(store, method):
    number = keep(store, request=replace(REQUEST, method=method))
    put(store, number)
    with store.reading() as read:
        before = saved_maps.frozen(read, number)
        owners = maps.places(saved_maps.picture(read, number)).recordings
    gone = owners[0]
    erasure.erase(store, gone)
    kept = np.array([owner != gone for owner in owners])
    with store.reading() as read:
        saved, after = saved_maps.load(read, number), saved_maps.frozen(read, number)
        places = maps.places(saved_maps.picture(read, number))
        for table in schema.metadata.sorted_tables:
            assert gone not in repr(read.execute(sa.select(table)).all()), table.name
    assert places.recordings == tuple(owner for owner in owners if owner != gone)
    assert (saved.count, saved.version) == (kept.sum(), 2)
    assert len(after["reduced"]) == kept.sum()
    np.testing.assert_array_equal(after["clusters"], before["clusters"][kept])
    if method == "umap":
        np.testing.assert_array_equal(after["coordinates"], before["coordinates"][kept])
    found = put(store, number)  # and it takes calls as before
    assert len(found.arrays["which"]) == kept.sum()
    np.testing.assert_allclose(found.arrays["coordinates"], after["coordinates"], atol=1e-2)


def test_what_is_too_old_leaves_saved_maps_too_and_an_empty_map_goes(store):
    number = keep(store)
    assert erasure.erase_older_than(store, STARTS + timedelta(hours=3)) > 0
    with store.reading() as read:
        ids = set(maps.places(saved_maps.picture(read, number)).recordings)
        assert ids == set(listing.points(read, REQUEST.selection, unit="windows").recordings)
        assert saved_maps.load(read, number).version == 2  # written once, not once per recording
    erasure.erase_older_than(store, datetime(2030, 1, 1))
    with store.reading() as read:
        assert saved_maps.find(read) == []
    assert rows(store, schema.saved_map_array) == 0


def test_a_placement_is_out_of_date_when_the_map_lost_a_point(store):
    number = keep(store)
    put(store, number)
    wanted = Wanted(number, REQUEST.selection)
    with store.reading() as read:
        made = placements.details(read, wanted)
        gone = saved_maps.picture(read, number).details["ids"][0]
    with store.atomic() as write:
        saved_maps.forget(write, [gone])
        assert placements.details(write, wanted)["version"] == made["version"] + 1
        assert placements.find(write, wanted) is None
        saved_maps.forget(write, ["no such recording"])
        assert saved_maps.load(write, number).version == made["version"] + 1


def test_nothing_is_found_in_a_map_that_is_gone(store):
    with store.reading() as read:
        assert placements.find(read, Wanted(99, REQUEST.selection)) is None
