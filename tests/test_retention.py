"""Recordings are kept for ever unless somebody sets days; then the worker erases what is older."""

from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import erasure, settings, voices
from data.errors import DataError, Missing
from data.recordings import find
from data.store import Store, now
from inference.models import FAKE_VARIABLE
from jobs.worker import Means, Worker
from tests.calls import MODEL, call, heard

APP = Path(__file__).resolve().parent.parent / "dashboard" / "app.py"


@pytest.fixture
def store(pages: Store) -> Store:
    return pages


def keep(store: Store, number: int, *, days: float | None) -> str:
    """A call that took place so many days ago; its audio is not of interest here."""
    recording = call(number, started_at=None if days is None else now() - timedelta(days=days))
    with store.atomic() as write:
        voices.save(write, recording, model=MODEL, told=heard(recording))
    return recording.id


def left(store: Store, *ids: str) -> list[bool]:
    there = []
    for recording in ids:
        with store.reading() as read:
            try:
                there.append(bool(find(read, recording)))
            except Missing:
                there.append(False)
    return there


def set_days(store: Store, days: str) -> None:
    with store.atomic() as write:
        settings.save(write, "keep_days", days)


def test_nothing_is_erased_unless_somebody_asks_for_it(store):
    old = keep(store, 1, days=3_000)
    assert erasure.erase_outdated(store) == 0
    assert left(store, old) == [True]


def test_what_is_older_than_the_setting_goes_and_the_rest_stays(store):
    old, new, undated = keep(store, 1, days=31), keep(store, 2, days=29), keep(store, 3, days=None)
    set_days(store, "30")
    with store.reading() as read:
        assert erasure.count_older_than(read, now() - timedelta(days=30)) == 1
    assert erasure.erase_outdated(store) == 1
    assert left(store, old, new, undated) == [False, True, True]


def test_the_worker_does_it_when_it_starts_and_once_an_hour(store, monkeypatch):
    monkeypatch.setenv(FAKE_VARIABLE, "1")
    old = keep(store, 1, days=31)
    set_days(store, "30")
    worker = Worker(store, means=Means(model="fake", decoders=1))
    times = iter([1_000.0, 1_000.0, 4_599.0, 4_601.0, 4_601.0])
    monkeypatch.setattr("jobs.worker.time.monotonic", lambda: next(times))
    worker._clear_out()
    assert left(store, old) == [False]
    old = keep(store, 2, days=31)
    worker._clear_out()  # an hour is not over
    assert left(store, old) == [True]
    worker._clear_out()
    assert left(store, old) == [False]


@pytest.mark.parametrize("value", ["-1", "1.5", "", "soon", "36501", "٣", "9" * 5_000, 30])
def test_days_are_a_whole_number(store, value):
    with store.atomic() as write, pytest.raises(DataError, match="keep_days can be a whole number from 0 to 36500"):
        settings.save(write, "keep_days", value)


def page() -> AppTest:
    shown = AppTest.from_file(str(APP), default_timeout=30).run()
    return shown.switch_page("views/settings.py").run()


def said(shown: AppTest) -> list[str]:
    return [part.value for part in shown.text]


def test_the_view_says_how_many_it_touches_and_keeps_it_only_by_a_press(store):
    old = keep(store, 1, days=31)
    keep(store, 2, days=29)
    shown = page()
    assert "Everything is kept for ever." in said(shown)
    shown.number_input(key="keep_days").set_value(30).run()
    assert "1 of 2 recordings are older than 30 days now." in said(shown)
    with store.reading() as read:
        assert settings.load(read)["keep_days"] == "0"
    shown.button(key="keep_confirm").click().run()
    with store.reading() as read:
        assert settings.load(read)["keep_days"] == "30"
    assert left(store, old) == [True]  # the worker does it, not the page
