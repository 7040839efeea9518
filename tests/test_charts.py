"""Charts: bars that sum to what they were given, colours of the theme, names that stay names."""

import math
from datetime import date, timedelta

import numpy as np
import pytest

from analysis.intervals import wilson
from dashboard import palette
from dashboard.charts.mix import draw_mix
from dashboard.charts.trend import DAY, MOST_TICKS, Line, draw_trend
from tests.day import HOSTILE

SHARES = np.array([[0.5, 0.3, 0.2], [0.1, 0.9, 0.0]])
NAMES = {"happy": "开心", "angry": "生气", "neutral": "中立"}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_mix_has_a_bar_per_hour_and_a_colour_per_emotion(theme: str) -> None:
    figure = draw_mix(SHARES, columns=["09:00", "10:00"], names=NAMES, pale=[False, True], theme=theme)
    assert [trace.name for trace in figure.data] == ["生气", "中立", "开心"]  # in drawing order
    np.testing.assert_allclose(np.sum([trace.y for trace in figure.data], axis=0), [1, 1])
    angry = figure.data[0]
    assert list(angry.y) == [0.3, 0.9]
    assert angry.marker.color == palette.colours(theme)["angry"]
    assert list(angry.marker.opacity) == [1.0, 0.4]


def test_a_hostile_name_stays_text() -> None:
    figure = draw_mix(SHARES, columns=["a", "b"], names={**NAMES, "happy": HOSTILE}, pale=[False] * 2, theme="dark")
    shown = figure.data[-1]
    assert "<" not in shown.name and "<img" not in shown.hovertemplate


def test_a_trend_has_its_interval_around_it() -> None:
    shares = [wilson(1, 4), wilson(30, 40)]
    figure = draw_trend(Line("x <b>", [date(2026, 3, 2), date(2026, 3, 3)], shares), theme="light")
    [line] = figure.data
    assert list(line.y) == [0.25, 0.75]
    tops = [value + up for value, up in zip(line.y, line.error_y.array, strict=True)]
    assert tops == pytest.approx([share.high for share in shares])
    assert [tuple(ends) for ends in line.customdata] == [(share.low, share.high) for share in shares]
    assert "<b>" not in line.hovertemplate


def test_no_line_crosses_more_than_a_week_without_calls() -> None:
    days = [date(2025, 2, 19), date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 10)]
    figure = draw_trend(Line("x", days, [wilson(1, 4)] * 4), theme="light")
    [line] = figure.data
    assert list(line.x) == [days[0], date(2025, 2, 20), *days[1:]]
    assert [math.isnan(value) for value in line.y] == [False, True, False, False, False]
    assert not line.connectgaps


@pytest.mark.parametrize(
    "last", [date(1970, 1, 1), date(1970, 1, 10), date(1970, 1, 11), date(1971, 1, 2), date(2100, 1, 1)]
)
def test_a_trend_has_few_ticks_whatever_its_dates(last: date) -> None:
    first = date(1970, 1, 1)
    figure = draw_trend(Line("x", [first, last], [wilson(1, 4), wilson(30, 40)]), theme="light")
    days = (last - first) // timedelta(days=1)
    step = figure.layout.xaxis.dtick  # without one, Plotly chooses a handful of ticks itself
    assert step == (DAY if days < MOST_TICKS else None)
    assert step is None or days * DAY / step < MOST_TICKS
