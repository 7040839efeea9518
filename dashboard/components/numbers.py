"""A day in five numbers, each with its change against the same weekday before; a change within chance stays grey."""

from typing import Literal

import streamlit as st

from analysis.day import FEW, Difference
from analysis.intervals import Interval
from dashboard import formats
from dashboard.day import DayNumbers, difference
from dashboard.texts import text
from dashboard.thresholds import thresholds


def draw_numbers(day: DayNumbers, before: DayNumbers | None) -> None:
    """Calls, hours, negative score, and how many calls end negative or stay so for long."""
    columns = st.columns(5)
    then = before if before is not None and len(before) >= FEW else None  # a stray call is no day to compare with
    columns[0].metric(
        text("today.calls"),
        formats.count(len(day)),
        _since(then, len(day) - len(then) if then else None, "{:+,.0f}"),
        delta_color="off",
    )
    columns[1].metric(
        text("today.hours"),
        f"{day.hours:.1f}",
        _since(then, day.hours - then.hours if then else None, "{:+.1f}"),
        delta_color="off",
    )
    found = difference(day.values("negative"), then.values("negative")) if then else None
    columns[2].metric(
        text("today.negative"),
        "–" if day.negative is None else formats.score(day.negative),
        _since(then, found.change.value if found else None, "{:+.2f}"),
        delta_color=_colour(found),
        help=_change(found, 1, ""),
    )
    shares = (
        ("today.ends_negative", "ends_negative", 1.0),
        ("today.long_runs", "longest_negative_run", thresholds().long),
    )
    for column, (key, name, least) in zip(columns[3:], shares, strict=True):
        now = day.share(name, least)
        found = difference(day.held(name, least), then.held(name, least)) if then else None
        column.metric(
            text(key, seconds=f"{least:.0f}"),
            "–" if now is None else formats.share(now.value),
            _since(then, found.change.value * 100 if found else None, f"{{:+.0f}} {text('today.points')}"),
            delta_color=_colour(found),
            help=" ".join(filter(None, (_interval(key, now, least), _change(found, 100, f" {text('today.points')}"))))
            or None,
        )


def _since(before: DayNumbers | None, change: float | None, form: str) -> str | None:
    if before is None or before.date is None or change is None:
        return None
    return text("today.since", change=form.format(change), day=formats.day(before.date))


def _colour(found: Difference | None) -> Literal["inverse", "off"]:
    """Red or green only for a change beyond chance."""
    return "inverse" if found is not None and found.clear else "off"


def _change(found: Difference | None, times: int, unit: str) -> str | None:
    """A change with its limits, and whether it may be chance."""
    if found is None:
        return None
    low, high = (f"{value * times:+.{0 if times > 1 else 2}f}{unit}" for value in (found.change.low, found.change.high))
    return text("today.change_clear" if found.clear else "today.change_chance", low=low, high=high)


def _interval(key: str, share: Interval | None, least: float) -> str | None:
    if share is None:
        return None
    low, high = formats.share(share.low), formats.share(share.high)
    return text(f"{key}_help", low=low, high=high, seconds=f"{least:.0f}")
