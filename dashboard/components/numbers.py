"""A day in five numbers, each with its change against the day before."""

import streamlit as st

from analysis.intervals import Interval
from dashboard import formats
from dashboard.day import Day
from dashboard.texts import text
from dashboard.thresholds import thresholds


def draw_numbers(day: Day, before: Day | None) -> None:
    """Calls, hours, negative score, and how many calls end negative or stay so for long."""
    columns = st.columns(5)
    then = before if before is not None and before.calls else None
    columns[0].metric(
        text("today.calls"),
        formats.count(len(day.calls)),
        _since(then, len(day.calls) - len(then.calls) if then else None, "{:+,.0f}"),
        delta_color="off",
    )
    columns[1].metric(
        text("today.hours"),
        f"{day.hours:.1f}",
        _since(then, day.hours - then.hours if then else None, "{:+.1f}"),
        delta_color="off",
    )
    columns[2].metric(
        text("today.negative"),
        "–" if day.negative is None else formats.score(day.negative),
        _since(then, _less(day.negative, then.negative if then else None), "{:+.2f}"),
        delta_color="inverse",
    )
    shares = (
        ("today.ends_negative", "ends_negative", 1.0),
        ("today.long_runs", "longest_negative_run", thresholds().long),
    )
    for column, (key, name, least) in zip(columns[3:], shares, strict=True):
        now = day.share(name, least)
        past = then.share(name, least) if then else None
        change = None if now is None or past is None else (now.value - past.value) * 100
        column.metric(
            text(key, seconds=f"{least:.0f}"),
            "–" if now is None else formats.share(now.value),
            _since(then, change, "{:+.0f} pt"),
            delta_color="inverse",
            help=_interval(key, now, least),
        )


def _since(before: Day | None, change: float | None, form: str) -> str | None:
    if before is None or before.date is None or change is None:
        return None
    return text("today.since", change=form.format(change), day=formats.day(before.date))


def _less(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other


def _interval(key: str, share: Interval | None, least: float) -> str | None:
    if share is None:
        return None
    low, high = formats.share(share.low), formats.share(share.high)
    return text(f"{key}_help", low=low, high=high, seconds=f"{least:.0f}")
