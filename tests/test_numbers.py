"""A selection in numbers: the same as counted over its voices one by one."""

import math
from datetime import date

import numpy as np
import pytest

from analysis.intervals import wilson
from dashboard.day import DayNumbers, load_day, load_numbers
from data import listing, numbers, schema
from data.numbers import Numbers
from data.records import Selection
from data.store import Store
from tests.day import MODEL, STARTS, fill


@pytest.fixture
def store(pages: Store) -> Store:
    fill(pages, calls=40)
    return pages


def test_columns_are_the_numbers_of_voices_that_were_read(store: Store) -> None:
    selection = Selection(MODEL.key)
    with store.reading() as read:
        found = numbers.load(read, selection)
        calls = listing.page(read, selection, limit=100)
    assert found.voices == 40 and found.seconds == sum(recording.seconds for recording, _ in calls)
    heard = [voice for _, voice in calls if voice.speech_scores is not None]
    for name in schema.NUMBERS:
        expected = sorted(voice.numbers[name] for voice in heard if name in voice.numbers)
        known = found.columns[name][~np.isnan(found.columns[name])]
        assert len(found.columns[name]) == len(heard) == 39
        assert sorted(known) == pytest.approx(expected)


def test_of_nothing_there_are_no_numbers(store: Store) -> None:
    with store.reading() as read:
        found = numbers.load(read, Selection("nobody"))
    assert (found.voices, found.seconds) == (0, 0) and all(len(column) == 0 for column in found.columns.values())
    day = DayNumbers(None, found)
    assert not day and day.negative is None and day.share("ends_negative", 1.0) is None


def test_a_day_is_told_from_its_columns() -> None:
    columns = {"negative": np.array([0.2, 0.4, math.nan]), "ends_negative": np.array([1.0, 0.0, math.nan])}
    day = DayNumbers(date(2026, 3, 2), Numbers(5, 1800.0, columns))
    assert len(day) == 5 and day.hours == 0.5 and day.negative == pytest.approx(0.3)
    assert day.held("ends_negative", 1.0).tolist() == [1, 0, 0]
    assert day.share("ends_negative", 1.0) == wilson(1, 3)


def test_a_day_has_the_numbers_of_its_calls(store: Store) -> None:
    day, told = load_day(MODEL, STARTS.date()), load_numbers(MODEL, STARTS.date())
    assert len(told) == len(day.calls) == 40
    assert told.negative == pytest.approx(np.mean([voice.numbers["negative"] for _, voice in day.read]))
    assert len(load_numbers(MODEL, None)) == 40 and len(load_numbers(MODEL, date(2020, 1, 1))) == 0
