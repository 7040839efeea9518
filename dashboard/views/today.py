"""The first view: which calls to hear, and how the day was."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from dashboard import formats, state
from dashboard.charts.mix import draw_mix
from dashboard.components.alerts.today import draw_alerts
from dashboard.components.empty import draw_empty
from dashboard.components.numbers import draw_numbers
from dashboard.components.spots import draw_spots
from dashboard.components.worklist import draw_worklist
from dashboard.day import FEW, Day, day_to_compare, days, load_day, load_numbers, mix_by_hour, undated
from dashboard.texts import reason, text
from data import jobs, uploads


def choose_day() -> date | None:
    """The day that is shown, the newest at first; None where no call has a date."""
    span = days(model)
    if span is None:
        st.caption(text("today.undated"))
        return None
    with st.container(horizontal=True, vertical_alignment="center"):
        return st.date_input(
            text("today.day"),
            value=span[1],
            min_value=span[0],
            max_value=span[1],
            key="day",
            bind="query-params",
            label_visibility="collapsed",
            width=160,
        )


def draw_hours(day: Day) -> None:
    """The emotion mix of each hour; nothing where calls have no time."""
    mix = mix_by_hour(day)
    if not mix.hours:
        return
    st.subheader(text("today.mix"), anchor=False, help=text("today.mix_help"))
    figure = draw_mix(
        mix.shares,
        columns=[text("today.mix_axis", hour=f"{hour:02d}") for hour in mix.hours],
        names={name: text(f"emotion.{name}") for name in mix.labels},
        pale=[count < FEW for count in mix.calls],
        theme=state.theme(),
    )
    st.plotly_chart(figure, key="mix", theme=None, config={"displayModeBar": False})


def draw_failed() -> None:
    """What could not be read of the newest upload and those up to a day before it, each with its sentence."""
    with state.store().reading() as read:
        newest = jobs.recent(read, kinds=[uploads.READ])
        since = newest[0].created_at - timedelta(days=1) if newest else None
        lately = [job for job in newest if since is not None and job.created_at >= since]
        failed = [item for job in lately for item in jobs.items(read, job.id, states=[jobs.FAILED])]
    if failed:
        st.subheader(text("today.failed"), anchor=False)
        names = (text("today.failed_file"), text("today.failed_reason"))
        rows = dict.fromkeys((item.name, reason(item.reason)) for item in failed)  # sent twice, told once
        st.dataframe(pd.DataFrame(list(rows), columns=names), hide_index=True)


model = state.model()
if model is None:
    st.title(text("today.title"), anchor=False)
    draw_empty()
    st.stop()
head, choice = st.columns([4, 1], vertical_alignment="bottom")
with choice:
    on = choose_day()
shown = load_day(model, on)
before = None if on is None else day_to_compare(model, on)
head.title(formats.day(on) if on else text("today.title"), anchor=False)
draw_numbers(load_numbers(model, on), None if before is None else load_numbers(model, before))
if on and (count := undated(model)):
    st.caption(text("today.some_undated", count=formats.count(count)))
draw_worklist(shown)
draw_alerts(shown)
draw_spots(shown)
draw_hours(shown)
draw_failed()
