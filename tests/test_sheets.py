"""The map of a request is loaded once for as long as it is the same, and asked for where there is none."""

from pathlib import Path

import pytest
import streamlit as st

from dashboard import sheets, state
from dashboard.sheets import Sheet
from data import derived, saved_maps
from data.home import HOME_VARIABLE, Home
from data.store import Store
from tests.day import fill
from tests.test_saved_maps import REQUEST, draw, keep


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    monkeypatch.setattr(state, "ask_for", lambda kind, options: 7)
    st.cache_resource.clear()
    store = Store.open(Home(tmp_path))
    fill(store, calls=12)
    return store


def test_a_drawn_map_is_loaded_once_until_it_is_drawn_again(store: Store) -> None:
    assert sheets.drawn(REQUEST) == 7  # the job that draws it
    key = draw(store)
    first = sheets.drawn(REQUEST)
    assert isinstance(first, Sheet) and first.key == key
    assert sheets.drawn(REQUEST).found is first.found
    with store.atomic() as write:
        derived.erase_all(write)
    assert sheets.drawn(REQUEST) == 7
    assert draw(store) == key
    assert sheets.drawn(REQUEST).found is not first.found


def test_names_of_groups_are_as_they_are_now(store: Store) -> None:
    draw(store)
    sheet = sheets.drawn(REQUEST)
    sheet.name_group(0, "the loud ones")
    assert sheets.drawn(REQUEST).found is sheet.found and sheet.names() == {"0": "the loud ones"}


def test_a_saved_map_is_loaded_once_until_it_loses_a_point(store: Store) -> None:
    number = keep(store)
    with store.reading() as read:
        saved = saved_maps.load(read, number)
    first = sheets.own(saved)
    assert sheets.own(saved).found is first.found
    with store.atomic() as write:
        saved_maps.forget(write, first.found.details["ids"][:1])
    second = sheets.own(saved)
    assert len(second.found.details["ids"]) == len(first.found.details["ids"]) - 1 and second.key != first.key
