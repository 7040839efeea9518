"""The sample day says on every page that its voices are synthetic, and goes when somebody wants it gone."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data import erasure, recordings, voices
from data.home import HOME_VARIABLE, Home
from data.store import Store
from tests.calls import MODEL, call, heard

APP = Path(__file__).resolve().parent.parent / "dashboard" / "app.py"


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    st.cache_resource.clear()
    st.cache_data.clear()
    opened = Store.open(Home(tmp_path))
    for number, synthetic in ((1, False), (2, True), (3, True)):
        recording = call(number, synthetic=synthetic)
        with opened.atomic() as write:
            voices.save(write, recording, model=MODEL, told=heard(recording))
    yield opened
    opened.close()
    st.cache_resource.clear()


@pytest.fixture
def page(store):
    return AppTest.from_file(str(APP), default_timeout=30)


def test_it_is_said_at_the_side_and_asked_about(page):
    page.run()
    assert any("The sample day is among the recordings (2)" in caption.value for caption in page.sidebar.caption)
    page.button(key="sample_at_side").click().run()
    assert any("Remove 2 recordings of synthetic voices for good" in block.value for block in page.text)


@pytest.mark.parametrize(("pressed", "left"), [("Keep it", 2), ("Remove it", 0)])
def test_it_goes_only_when_that_is_confirmed(store, pressed, left):
    asked = AppTest.from_string("from dashboard.components.sample_day import _confirm\n_confirm(2)").run()
    next(button for button in asked.button if button.label == pressed).click().run()
    assert not asked.exception
    with store.reading() as read:
        assert recordings.count_synthetic(read) == left and recordings.find(read, call(1).id)


def test_nothing_is_said_where_all_voices_are_real(page, store):
    erasure.erase_synthetic(store)
    page.run()
    assert not any("sample day" in caption.value for caption in page.sidebar.caption)
