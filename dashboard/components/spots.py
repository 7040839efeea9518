"""Where in the day an emotion is expressed beyond chance, each with its calls to hear."""

import streamlit as st

from analysis.hotspots import Hotspot
from analysis.labels import english
from dashboard import state
from dashboard.components.table import draw_table
from dashboard.components.voices import columns_of, labels_of, row_of
from dashboard.day import Day, spots_of
from dashboard.texts import text
from data import outlines

COLUMNS = ("play", "time", "name", "course", "dominant", "confidence", "negative", "agent", "queue", "flags")
MOST = 5  # spots told
LISTED = 50  # calls of one


def draw_spots(day: Day) -> None:
    """One line per spot, and its calls below; nothing on a day without. Queues are named by strangers: no Markdown."""
    spots = spots_of(day)[:MOST]
    if not spots:
        return
    st.subheader(text("spots.title"), anchor=False, help=text("spots.help"))
    for number, spot in enumerate(spots):
        st.text(_said(spot))
        with st.expander(text("spots.calls")):
            _draw_calls(day, spot, key=f"spot_{number}")


def _said(spot: Hotspot) -> str:
    return text(
        "spots.said",
        emotion=text(f"emotion.{spot.emotion}"),
        where=spot.name,
        calls=len(spot.rows),
        lift=f"{spot.lift:.1f}",
        chance=f"{max(spot.chance * 100, 0.2):.1f}",
    )


def _draw_calls(day: Day, spot: Hotspot, *, key: str) -> None:
    label = next(label for label in day.model.labels if english(label) == spot.emotion)
    calls = sorted((day.read[row] for row in spot.rows), key=lambda call: -call[1].numbers.get(f"mean:{label}", 0.0))
    with state.store().reading() as read:
        lines = outlines.load(read, [recording.id for recording, _ in calls[:LISTED]], model=day.model.key)
    rows = [row_of(recording, voice, model=day.model, outlines=lines) for recording, voice in calls[:LISTED]]
    state.open_touched(draw_table(columns_of(*COLUMNS), rows, key=key, labels=labels_of(day.model)))
