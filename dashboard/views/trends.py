"""How days compare: shares with their intervals, so that three calls don't look like a trend. Agents are not ranked."""

import numpy as np
import pandas as pd
import streamlit as st

from analysis.intervals import wilson
from analysis.labels import english
from dashboard import formats, state
from dashboard.charts.mix import draw_mix
from dashboard.charts.trend import Line, draw_trend
from dashboard.components.empty import draw_empty
from dashboard.components.filters import choose_selection
from dashboard.day import FEW
from dashboard.texts import text
from data import trends
from data.trends import Tally

MOST = 62  # days drawn as bars


def draw_days(days: list[Tally]) -> None:
    """The share of calls that end negative, and what leads in them, day by day."""
    st.subheader(text("trends.ends"), anchor=False, help=text("trends.ends_help"))
    shares = [wilson(tally.ends_negative, tally.voices) for tally in days]
    line = Line(text("trends.ends"), [tally.day for tally in days], shares)
    st.plotly_chart(draw_trend(line, theme=state.theme()), key="ends", theme=None, config={"displayModeBar": False})
    st.subheader(text("trends.mix"), anchor=False, help=text("trends.mix_help"))
    names = {english(label): text(f"emotion.{english(label)}") for label in model.labels}
    shown = days[-MOST:]
    mix = [[_count(tally, name) / tally.voices for name in names] for tally in shown]
    figure = draw_mix(
        np.array(mix),
        columns=[tally.name for tally in shown],
        names=names,
        pale=[tally.voices < FEW for tally in shown],
        theme=state.theme(),
    )
    st.plotly_chart(figure, key="days_mix", theme=None, config={"displayModeBar": False})


def draw_queues(queues: list[Tally]) -> None:
    """Each queue in a row."""
    st.subheader(text("trends.queues"), anchor=False)
    rows = []
    for tally in queues:
        share = wilson(tally.ends_negative, tally.voices)
        said = f"{formats.share(share.value)} ({formats.share(share.low)}–{formats.share(share.high)})"
        rows.append((tally.name, tally.voices, tally.negative, said))
    names = [text(f"trends.{name}") for name in ("queue", "calls", "negative", "ends")]
    two_places = {text("trends.negative"): st.column_config.NumberColumn(format="%.2f")}
    st.dataframe(pd.DataFrame(rows, columns=names), hide_index=True, column_config=two_places)


def _count(tally: Tally, name: str) -> int:
    return sum(count for label, count in tally.emotions.items() if english(label) == name)


st.title(text("trends.title"), anchor=False)
st.caption(text("trends.lead"))
model = state.model()
if model is None:
    draw_empty()
    st.stop()
selection = choose_selection(model)
with state.store().reading() as read:
    found = trends.load(read, selection)
if found.days:
    draw_days(found.days)
else:
    st.text(text("trends.none"))
if found.queues:
    draw_queues(found.queues)
