"""The pages about own emotions: what they say before, during and after training, and what they propose."""

import numpy as np
import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from dashboard import own, state
from dashboard.charts.learning import draw_learning
from dashboard.components.chosen import mixes
from dashboard.degrees import degrees_of
from dashboard.maps import load_atlas
from data import jobs, labels, maps, own_values, recordings, schema, versions
from data.labels import SAMPLE, Label
from data.records import CUSTOMER, Selection
from data.store import Store
from jobs import project
from jobs.worker import Worker
from tests.taught import LENGTH, MODEL, WINDOWS, label_all, plant
from tests.test_views import said, show, turn_to

CALLS = 8


@pytest.fixture
def store(pages: Store) -> Store:
    return pages


def taught(store: Store, name: str = "hesitant") -> list[str]:
    """A store in which what was planted has been learned and applied."""
    ids = plant(store, calls=CALLS)
    own_number = label_all(store, ids[:-1], name)
    with store.atomic() as write:
        label_set = labels.find(write, own_number)
    own.ask_for(label_set, MODEL.key)
    Worker(store).drain()
    return ids


def button(page: AppTest, name: str) -> object:
    return next(one for one in page.button if name in one.label)


def test_a_set_is_made_and_asks_for_labels(store: Store) -> None:
    plant(store, calls=CALLS)
    page = show("own")
    assert "Nothing has been taught yet" in said(page)
    page.text_input(key="own_name").set_value("hesitant").run()
    button(page, "Make it").click().run()
    assert not page.exception
    words = said(page)
    assert "windows that are it: 0 (recordings: 0)" in words and "10 windows that are it and 10 that are not" in words
    assert button(page, "Train").disabled and "0 of these 8 are answered." in words
    page.text_input(key="own_name").set_value("HESITANT").run()
    assert "There is one of this name already." in said(page) and button(page, "Make it").disabled


def test_training_is_asked_for_once_and_its_figures_are_shown(store: Store) -> None:
    label_all(store, plant(store, calls=CALLS), "hesitant")
    page = show("own")
    button(page, "Train").click().run()
    assert not page.exception and "No worker is running" in said(page)
    Worker(store).drain()
    words = said(turn_to("own", page))
    assert "Version 1 is in use: own label, accuracy " in words and "by 32 labels." in words
    assert "Applied to 8 voices; heard in at least one window of 8." in words
    assert "Both answers are found well enough" in words and "No worker" not in words


def test_a_map_is_coloured_by_what_was_taught(store: Store) -> None:
    ids = taught(store)
    request = maps.Request(Selection(MODEL.key, roles=state.ROLES), method="pca")
    with store.atomic() as write:
        job = jobs.find(write, jobs.ask(write, maps.KIND, options=request.options()))
        told = own_values.all_of(write, 1)
        forgotten = schema.own_value.c.recording == ids[0]
        write.execute(sa.delete(schema.own_value).where(forgotten))
    project.draw(store, job)
    with store.reading() as read:
        atlas = load_atlas(maps.find(read, request), MODEL)
    leading = atlas.leading.tolist()
    whole, chosen = mixes(atlas, np.array([0, 1]))
    assert whole.tolist() == [leading.count(label) / len(leading) for label in range(2)]
    assert chosen.tolist() == [leading[:2].count(label) / 2 for label in range(2)]
    degrees = degrees_of(atlas, "own:1")
    for recording, degree in zip(atlas.places.recordings, degrees, strict=True):
        assert np.isnan(degree) if recording == ids[0] else degree == pytest.approx(told[recording, CUSTOMER])
    page = show("map")
    page.button_group(key="method").set_value("pca").run()
    page.selectbox(key="colour").select("own:1").run()
    assert not page.exception and "8 points" in said(page)
    for sizing in ("own:1", "negative", "apart"):
        page.selectbox(key="sized").select(sizing).run()
        assert not page.exception, sizing
    page.selectbox(key="colour").select("column:language").run()
    assert not page.exception


def test_a_job_that_failed_says_so_in_chinese(store: Store) -> None:
    plant(store, calls=CALLS)
    with store.atomic() as write:
        label_set = labels.find(write, labels.create(write, "hesitant"))
    own.ask_for(label_set, MODEL.key)
    Worker(store).drain()
    page = show("own")
    page.session_state["language"] = "zh"
    assert "'hesitant' 需要 10 个“是”和 10 个“不是”的时段" in said(page.run())


def test_a_job_that_failed_says_why(store: Store) -> None:
    plant(store, calls=CALLS)
    with store.atomic() as write:
        label_set = labels.find(write, labels.create(write, "hesitant"))
    own.ask_for(label_set, MODEL.key)
    Worker(store).drain()
    assert "'hesitant' needs 10 windows" in said(show("own"))


def test_older_versions_can_be_used_again_and_removed(store: Store) -> None:
    taught(store)
    with store.reading() as read:
        label_set = labels.find(read, 1)
    own.ask_for(label_set, MODEL.key)
    Worker(store).drain()
    page = show("own")
    assert "Version 2 is in use" in said(page)
    button(page, "Use this one").click().run()
    Worker(store).drain()
    page = turn_to("own", page)
    assert "Version 1 is in use" in said(page)
    page.button(key="drop2").click().run()
    with store.reading() as read:
        assert [version.number for version in versions.of_set(read, 1, model=MODEL.key)] == [1]
    page.button(key="remove_set").click().run()
    assert not page.exception and "Nothing has been taught yet" in said(page)


def test_recordings_and_the_call_show_it(store: Store) -> None:
    ids = taught(store, "*hesitant*")
    page = show("recordings")
    assert "*hesitant*: own label, accuracy " in said(page)
    page.multiselect(key="heard").set_value(["*hesitant*"]).run()
    assert not page.exception and "8 voices" in said(page)
    words = said(turn_to("call", page, recording=ids[0], role=CUSTOMER))
    assert "Own emotions in this call" in words and "is “*hesitant*”" in words and "is not “*hesitant*”" in words


def test_a_sample_ranks_calls(store: Store) -> None:
    ids = plant(store, calls=CALLS)
    page = show("similar")
    page.session_state["from"] = "sample"
    assert "There is no reference sample yet" in said(page.run())
    with store.atomic() as write:
        number = labels.create(write, "happy sample", kind=SAMPLE)
        labels.put(write, number, [Label(ids[0], CUSTOMER, 0.0, recordings.find(write, ids[0]).seconds)])
        label_set = labels.find(write, number)
    assert "examples: 1 · recordings: 1" in said(turn_to("own", page))
    own.ask_for(label_set, MODEL.key)
    Worker(store).drain()
    assert "reference sample of 1 example" in said(turn_to("own", page))
    page = turn_to("similar", page)
    page.session_state["from"] = "sample"
    assert "reference sample of 1 example" in said(page.run())


def test_what_is_proposed_was_not_answered_and_is_one_window_of_each_call(store: Store) -> None:
    ids = plant(store, calls=CALLS)
    number = label_all(store, ids[:2], "hesitant")
    with store.reading() as read:
        label_set = labels.find(read, number)
    asked = own.batch(label_set, MODEL.key)
    assert {label.recording for label in asked} == set(ids[2:]) and len(asked) == CALLS - 2
    assert all(label.role == CUSTOMER and label.end - label.start == LENGTH for label in asked)
    first = asked[0]
    own.answer(label_set, first, yes=False)
    own.answer(label_set, first, yes=True)  # another answer replaces the first
    with store.reading() as read:
        assert labels.in_recording(read, first.recording)[number] == [first]
    own.answer(label_set, first, yes=True)  # the same again takes it back
    with store.reading() as read:
        assert labels.in_recording(read, first.recording) == {}


def test_once_something_is_learned_the_least_sure_come_first(store: Store) -> None:
    taught(store)
    with store.atomic() as write:
        label_set = labels.find(write, 1)
        labels.withdraw(write, 1, labels.of(write, 1))
    assert len(own.batch(label_set, MODEL.key)) == CALLS
    assert (
        len(own.windows_of(own.batch(label_set, MODEL.key)[0].recording, CUSTOMER, model=MODEL.key, span=(0, 60)))
        == WINDOWS
    )


def test_the_learning_curve_ends_with_its_interval() -> None:
    figure = draw_learning([[10, 0.5], [40, 0.75]], [0.75, 0.7, 0.85], chance=0.5, theme="light")
    [line] = figure.data
    assert list(line.x) == [10, 40] and list(line.y) == [0.5, 0.75]
    assert list(line.error_y.array) == pytest.approx([0, 0.1]) and list(line.error_y.arrayminus) == pytest.approx(
        [0, 0.05]
    )
    assert figure.layout.shapes[0].y0 == 0.5
