"""Times and numbers in both languages, and text that Markdown and Plotly must leave alone."""

from datetime import date, datetime

import pytest
import streamlit as st
from hypothesis import given, strategies

from dashboard import formats
from dashboard.charts.look import plain


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {"language": "zh"})


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0:00"), (7.4, "0:07"), (59.6, "1:00"), (187, "3:07"), (3_599.9, "1:00:00"), (3_727, "1:02:07")],
)
def test_a_place_in_a_call(seconds: float, said: str) -> None:
    assert formats.clock(seconds) == said


@pytest.mark.parametrize(("seconds", "said"), [(0.04, "0:00.0"), (187.44, "3:07.4"), (59.96, "1:00.0")])
def test_a_place_to_the_tenth(seconds: float, said: str) -> None:
    assert formats.clock(seconds, tenths=True) == said


def test_dates_in_english() -> None:
    assert formats.moment(datetime(2026, 3, 2, 9, 5)) == "2 Mar 2026 09:05"
    assert formats.day(date(2026, 3, 2)) == "Mon 2 Mar"
    assert formats.moment(None) == formats.time_of_day(None) == "–"
    assert formats.share(0.806) == "81 %"


def test_dates_in_chinese(chinese: None) -> None:
    assert formats.moment(datetime(2026, 3, 2, 9, 5)) == "2026年3月2日 09:05"
    assert formats.day(date(2026, 3, 2)) == "3月2日 星期一"
    assert formats.share(0.806) == "81%"


def test_numbers() -> None:
    assert formats.score(0.814) == "0.81"
    assert formats.count(1_234_567) == "1,234,567"


@given(strategies.text())
def test_literal_text_is_only_escaped_never_changed(said: str) -> None:
    escaped = formats.literal(said)
    undone = []
    letters = iter(escaped)
    for letter in letters:
        undone.append(next(letters) if letter == "\\" else letter)
    assert "".join(undone) == said


@given(strategies.text())
def test_plotly_gets_no_tag_and_no_placeholder(said: str) -> None:
    shown = plain(said)
    assert "<" not in shown and ">" not in shown and "%{" not in shown
