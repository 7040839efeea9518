"""Groups of a map: their names in both languages, renamed and back, and what they follow."""

from dataclasses import replace

import numpy as np
import pytest
import sqlalchemy as sa
import streamlit as st

from analysis.clustering import cluster
from dashboard import degrees, groups, maps
from dashboard.components import clusters
from dashboard.components.chosen import examples_of
from dashboard.maps import Look, groups_of, load_atlas, points_of, shown_of
from dashboard.named import groups_by_column
from dashboard.sheets import Sheet
from data import accounts, captions, derived, listing, saved_maps, schema
from data import maps as stored
from data.maps import Drawn, Request
from data.records import Selection
from data.store import Store
from jobs.space import leading
from tests.day import HOSTILE, MODEL, fill

REQUEST = Request(Selection(MODEL.key))


@pytest.fixture
def store(pages: Store) -> Store:
    fill(pages, calls=40)
    return pages


def draw(store: Store, request: Request = REQUEST) -> derived.Derived:
    """A map whose places are the first two scores: groups are emotions by construction."""
    with store.atomic() as write:
        points = listing.points(write, request.selection, unit=request.unit)
        places = points.scores[:, [0, 4]].astype(np.float32)
        found = cluster(places, min_size=5)
        arrays = {"coordinates": places, "clusters": found.labels, "outliers": found.outliers, **leading(points)}
        names = {str(number): "angry" for number in range(found.count)}
        made = stored.details(write, request)
        key = stored.save(write, Drawn(points, made, arrays, told={"group_names": names}))
    with store.reading() as read:
        return derived.load(read, key)


def test_an_atlas_has_words_and_emotions_for_every_point(store: Store) -> None:
    found = draw(store)
    atlas = load_atlas(found, MODEL)
    assert len(atlas) == 39  # one of the forty calls is silent
    with store.reading() as read:
        points = listing.points(read, REQUEST.selection)
    np.testing.assert_array_equal(atlas.leading, points.scores.argmax(axis=1))
    np.testing.assert_allclose(atlas.confidence, points.scores.max(axis=1), atol=1e-6)


def test_windows_are_read_one_by_one(store: Store) -> None:
    request = Request(REQUEST.selection, unit=listing.WINDOWS)
    atlas = load_atlas(draw(store, request), MODEL)
    with store.reading() as read:
        points = listing.points(read, request.selection, unit=listing.WINDOWS)
    np.testing.assert_array_equal(atlas.leading, points.scores.argmax(axis=1))


@pytest.mark.parametrize("colouring", maps.COLOURINGS)
def test_every_colouring_gives_each_point_a_named_group(store: Store, colouring: str) -> None:
    atlas = load_atlas(draw(store), MODEL)
    found = groups_of(atlas, colouring, theme="dark")
    assert len(found.which) == len(atlas)
    assert found.which.min() >= 0 and found.which.max() < len(found.names) == len(found.colours)


@pytest.mark.parametrize("measure", degrees.MEASURES)
def test_every_number_colours_and_sizes_each_point(store: Store, measure: str) -> None:
    atlas = load_atlas(draw(store), MODEL)
    found = degrees.groups_by_measure(atlas, measure, theme="dark")
    assert found.which.max() < len(found.names) == len(found.colours)
    assert np.isfinite(degrees.degrees_of(atlas, measure)).all()  # every made voice has every number
    shares = degrees.sizes_of(atlas, measure).shares
    assert shares.shape == (len(atlas),) and shares.min() >= 0 and shares.max() <= 1


def test_a_points_number_is_its_voices_own(store: Store) -> None:
    atlas = load_atlas(draw(store), MODEL)
    with store.reading() as read:
        told = listing.those(read, list(atlas.places.recordings), model=MODEL.key)
    keys = list(zip(atlas.places.recordings, atlas.places.roles, strict=True))
    shift = [told[key][1].numbers["shift"] for key in keys]
    np.testing.assert_allclose(degrees.degrees_of(atlas, "shift"), shift, atol=1e-6)
    np.testing.assert_allclose(degrees.degrees_of(atlas, "seconds"), [told[key][0].seconds for key in keys])
    order = np.argsort(shift)
    assert (np.diff(degrees.sizes_of(atlas, "shift").shares[order]) >= 0).all()


def test_a_column_of_the_metadata_colours(store: Store) -> None:
    atlas = load_atlas(draw(store), MODEL)
    with store.reading() as read:
        assert captions.columns_of_tables(read) == ["language"]
    found = groups_by_column(atlas.captions, "column:language", theme="light")
    assert found.names[:3] == ["de", "en", "pl"]
    words = [caption.metadata["language"] for caption in atlas.captions]
    assert [found.names[number] for number in found.which] == words


def test_filters_grey_out_and_never_move_the_map(store: Store) -> None:
    atlas = load_atlas(draw(store), MODEL)
    only = Selection(MODEL.key, queues=("loans",), search="CALL0")
    shown = shown_of(atlas, only)
    assert [caption.queue for caption, kept in zip(atlas.captions, shown, strict=True) if kept] == [
        "loans"
    ] * shown.sum()
    assert 0 < shown.sum() < len(atlas)
    points = points_of(atlas, only, Look("emotion", "light"), name="m")
    np.testing.assert_array_equal(points.coordinates, atlas.coordinates)
    assert any(HOSTILE in line for lines in points.hover for line in lines)  # as it is: scripts set it as text


def test_groups_are_profiled_and_can_be_renamed(store: Store) -> None:
    found = draw(store)
    atlas = load_atlas(found, MODEL)
    told = groups.groups_in(atlas, found.key)
    assert sum(group.profile.size for group in told) == (atlas.clusters >= 0).sum()
    assert {group.follows for group in told} <= {"emotion", "voice", "both", "neither"}
    assert groups.follows(atlas, found.key) == "emotion"
    sheet = Sheet(found, REQUEST)
    sheet.name_group(0, " the angry ones ")
    assert sheet.names() == {"0": "the angry ones"}
    assert groups_of(atlas, "cluster", theme="dark", names=sheet.names()).names[0] == "1 · the angry ones"
    sheet.name_group(0, "")
    assert sheet.names() == {}


def test_a_card_tells_size_mix_and_exemplars(store: Store) -> None:
    found = draw(store)
    atlas = load_atlas(found, MODEL)
    group = groups.groups_in(atlas, found.key)[0]
    card = clusters._card(atlas, group, {"0": "mine"}, "#123456")
    assert card["number"] == 1 and card["name"] == "mine"
    assert sum(part["share"] for part in card["mix"]) == pytest.approx(1)
    assert 1 <= len(card["exemplars"]) <= 3
    assert all(one["clip"]["end"] - one["clip"]["start"] <= 10 for one in card["exemplars"])


def test_the_line_counts_among_what_explains_the_groups(store: Store) -> None:
    atlas = load_atlas(found := draw(store), MODEL)
    told = groups.explained_by(atlas, found.key)
    assert {"emotion", "agent", "language", "line"} <= set(told)
    assert told["emotion"].information > 0.5 > told["agent"].information


def test_what_was_told_when_the_map_was_drawn_is_read_and_not_worked_out(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = draw(store)
    atlas = load_atlas(found, MODEL)
    made = groups._work_out(atlas)
    with store.atomic() as write:
        accounts.keep(write, found.key, made.packed())
    monkeypatch.setattr(groups, "_work_out", lambda atlas: pytest.fail("it is kept"))
    assert groups.account_of(atlas, found.key).profiles == made.profiles


def test_what_an_older_map_lacks_is_worked_out_once_and_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    found = draw(store)
    atlas = load_atlas(found, MODEL)
    first = groups.account_of(atlas, found.key)
    st.cache_resource.clear()  # another server
    monkeypatch.setattr(groups, "_work_out", lambda atlas: pytest.fail("it is kept"))
    assert groups.account_of(atlas, found.key).profiles == first.profiles


def test_a_map_that_lost_a_point_is_told_of_without_it(store: Store) -> None:
    found = draw(store)
    groups.account_of(load_atlas(found, MODEL), found.key)
    with store.atomic() as write:  # a voice was read again, and is silent now
        gone = found.details["ids"][int(found.arrays["which"][0])]
        voice = schema.voice.c
        write.execute(sa.update(schema.voice).where(voice.recording == gone).values(size=0))
    atlas = load_atlas(replace(found, kind=saved_maps.KIND), MODEL)
    assert len(atlas) == 38 and gone not in atlas.places.recordings
    assert groups.account_of(atlas, found.key).points == 38
    with store.reading() as read:
        assert accounts.find(read, found.key)["points"] == 39  # of the map as it was drawn


def test_a_group_is_searched_with_by_some_of_its_calls_the_most_central_first(store: Store) -> None:
    atlas = load_atlas(draw(store), MODEL)
    points = np.arange(len(atlas))
    examples = examples_of(atlas, points)
    assert len(examples) == len({one.recording for one in examples}) == 30
    assert all(one.span == (0.0, 40.0) for one in examples)
    middle = atlas.coordinates[[atlas.places.recordings.index(one.recording) for one in examples]]
    apart = np.linalg.norm(middle[:, None] - middle[None], axis=2).sum(axis=1)
    assert apart.argmin() == 0
    assert len(examples_of(atlas, points[:1])) == 1


def test_calls_of_another_length_are_greyed_out(store: Store) -> None:
    atlas = load_atlas(draw(store), MODEL)
    assert shown_of(atlas, Selection(MODEL.key, shortest=40.0, longest=40.0)).all()
    assert not shown_of(atlas, Selection(MODEL.key, shortest=41.0)).any()
    assert not shown_of(atlas, Selection(MODEL.key, longest=39.0)).any()
