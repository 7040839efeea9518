"""Other calls placed into a saved map by the job: where they land, whom they join, and what cannot be placed."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from data import captions, jobs, listing, maps, models, placements, saved_maps, voices
from data.errors import Missing
from data.maps import Grouping, Request
from data.placements import Wanted
from data.records import Model, Selection
from jobs import place
from jobs.errors import NothingToDo, OtherModel, Unknown
from jobs.space import UNNAMED, space_of
from jobs.worker import Means, Worker
from tests.day import LABELS, MODEL, STARTS, fill
from tests.stores import opened
from tests.test_saved_maps import draw, keep, put

DAY = Selection(MODEL.key)
OTHER = Model("compact", "1", "7" * 64, LABELS, 12)


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path) as store:
        fill(store, calls=30)
        yield store


def morning(hours: float = 4.5) -> Selection:
    return replace(DAY, until=STARTS + timedelta(hours=hours))


def rest(hours: float = 4.5) -> Selection:
    return replace(DAY, since=STARTS + timedelta(hours=hours))


@pytest.mark.parametrize("space", ["embeddings", "scores"])
@pytest.mark.parametrize("on", ["map", "space"])
def test_a_maps_own_calls_keep_their_places_and_mostly_their_groups(store, space, on):
    request = Request(DAY, unit="windows", space=space, grouping=Grouping(on=on, min_size=8))
    number = keep(store, request=request)
    found = put(store, number)
    with store.reading() as read:
        own = saved_maps.picture(read, number)
    np.testing.assert_allclose(found.arrays["coordinates"], own.arrays["coordinates"], atol=0.05)
    same = found.arrays["clusters"] == own.arrays["clusters"]
    grouped = own.arrays["clusters"] >= 0
    assert grouped.any() and same[grouped].mean() > 0.8
    np.testing.assert_array_equal(found.arrays["leading"], own.arrays["leading"])
    drift = found.details["drift"]
    assert found.details["group_names"] == own.details["group_names"]  # a group is called the same on every day
    assert not drift["refit"] and drift["calls"] == 30
    assert drift["value"] <= 0.06  # 5 % of the map's own by its definition


def test_another_part_of_the_day_lands_among_its_likes(store):
    number = keep(store, request=Request(morning(), unit="windows", method="umap", grouping=Grouping(min_size=6)))
    found = put(store, number, rest())
    with store.reading() as read:
        own = saved_maps.picture(read, number)
    low, high = own.arrays["coordinates"].min(axis=0), own.arrays["coordinates"].max(axis=0)
    assert (found.arrays["coordinates"] >= low - 1e-4).all() and (found.arrays["coordinates"] <= high + 1e-4).all()
    assert set(found.arrays["clusters"].tolist()) <= set(own.arrays["clusters"].tolist()) | {-1}
    assert ((found.arrays["strengths"] > 0) == (found.arrays["clusters"] >= 0)).all()
    apart = np.linalg.norm(found.arrays["coordinates"][:, None] - own.arrays["coordinates"][None], axis=2)
    likes = own.arrays["leading"][apart.argmin(axis=1)] == found.arrays["leading"]
    assert likes.mean() > 0.6  # groups of these embeddings are emotions by construction; by chance it is about 0.3


def test_calls_of_a_new_kind_are_drift(store):
    number = keep(store, request=Request(DAY, method="pca"))
    with store.atomic() as write:
        models.save(write, MODEL)
        for recording, voice in heard(write):
            turned = replace(voice, embedding=-voice.embedding)
            voices.save(write, recording, model=MODEL, told=[voices.Told(turned)])
    drift = put(store, number).details["drift"]
    assert drift["refit"] and drift["low"] > 0.15


def heard(connection):
    """Recordings with the customer's voice that was read in them."""
    page = listing.page(connection, DAY, limit=500)
    return [(recording, voice) for recording, voice in page if voice.scores is not None]


def test_readings_of_another_model_have_no_place(store):
    number = keep(store)
    with store.atomic() as write:
        models.save(write, OTHER)
    with pytest.raises(
        OtherModel, match="holds readings of emotion2vec_plus_large; those of compact have no place in it"
    ):
        put(store, number, replace(DAY, model=OTHER.key))


def test_no_calls_or_no_map_is_said(store):
    number = keep(store)
    with pytest.raises(NothingToDo, match="nothing to place: none of these calls has a reading"):
        put(store, number, replace(DAY, since=datetime(2031, 1, 1)))
    with pytest.raises(Missing, match="no such saved map"):
        put(store, number + 1)


@pytest.mark.parametrize("calls", [1, 2, 14])
def test_maps_of_few_calls_take_others(tmp_path, calls):
    with opened(tmp_path / "few") as few:
        fill(few, calls=calls)
        number = keep(few, request=Request(DAY))
        fill(few, calls=30)
        found = put(few, number)
    assert len(found.arrays["coordinates"]) == len(found.arrays["clusters"]) >= calls
    assert np.isfinite(found.arrays["coordinates"]).all()
    if calls < 6:
        assert (found.arrays["clusters"] == -1).all()
    if calls == 1:
        assert found.details["drift"] is None
        assert found.details["notes"] == [place.ALONE]


def test_a_map_of_identical_calls_takes_others(store):
    with store.atomic() as write:
        same = np.ones(MODEL.size, np.float32)
        for recording, voice in heard(write):
            voices.save(write, recording, model=MODEL, told=[voices.Told(replace(voice, embedding=same))])
    number = keep(store, request=Request(DAY))
    found = put(store, number)
    assert (found.arrays["coordinates"] == 0).all() and (found.arrays["clusters"] == -1).all()
    assert (found.arrays["outliers"] == 0).all()
    assert found.details["drift"]["value"] == 0


def test_what_is_taken_out_of_the_map_is_taken_out_of_what_is_placed(store):
    request = Request(DAY, unit="windows", centre="file")
    number = keep(store, request=request)
    found = put(store, number)
    with store.reading() as read:
        own = saved_maps.picture(read, number)
    np.testing.assert_allclose(found.arrays["coordinates"], own.arrays["coordinates"], atol=0.05)


def test_a_speaker_nobody_names_is_said(store):
    with store.reading() as read:
        points, words = listing.points(read, DAY), captions.load(read, model=MODEL.key)
    space = space_of(points, Request(DAY, centre="speaker"), words)
    assert space.note == UNNAMED
    np.testing.assert_array_equal(space.vectors, points.embeddings)
    agents = replace(points, roles=("agent",) * len(points))
    words = {(recording, "agent"): caption for (recording, _), caption in words.items()}
    assert not space_of(agents, Request(DAY, centre="speaker"), words).note
    with pytest.raises(Unknown):
        space_of(points, Request(DAY, centre="line"), words)


def test_the_maps_parameters_reach_the_clustering(store):
    for grouping, most in ((Grouping(min_size=1_000), 0), (Grouping(min_size=4), 99)):
        key = draw(store, Request(DAY, unit="windows", method="pca", grouping=grouping))
        with store.reading() as read:
            found = maps.find(read, Request(DAY, unit="windows", method="pca", grouping=grouping))
        assert found.key == key
        count = int(found.arrays["clusters"].max()) + 1
        assert count == len(found.details["group_names"]) <= most
        assert (count > 0) == (most > 0)


def test_the_worker_knows_the_job(store):
    number = keep(store)
    with store.atomic() as write:
        job = jobs.ask(write, placements.KIND, options=Wanted(number, DAY).options())
    Worker(store, means=Means(model="fake", decoders=1)).drain()
    with store.reading() as read:
        assert jobs.find(read, job).state == jobs.DONE
        assert placements.find(read, Wanted(number, DAY)) is not None
