"""Below the picture of a call: the chosen region read again by itself, and what in other calls sounds most like it."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import streamlit as st

from dashboard import formats, state
from dashboard.calls import Call
from dashboard.components.matches import Shown, draw_matches
from dashboard.components.scores import both_names
from dashboard.components.waiting import wait_for
from dashboard.excerpts import find_or_ask, forget, regions_of
from dashboard.search import Example, Query, Sound, find_matches
from dashboard.texts import text
from data import listing
from data.excerpts import Excerpt, Region
from data.records import Floats, Selection

NEIGHBOURS = 5
SHORT = 2.0  # seconds: the model's author calls clips of 1–2 s weak


def read_again(call: Call, span: tuple[float, float] | None) -> dict[Region, Excerpt | int]:
    """Of every voice that is read in the call: what was heard between two seconds, or the job that reads it."""
    return {wish: find_or_ask(wish) for wish in regions_of(call, span)} if span else {}


def scores_again(heard: dict[Region, Excerpt | int]) -> dict[str, Floats]:
    """Scores by role of what has been read already."""
    return {wish.role: one.scores for wish, one in heard.items() if isinstance(one, Excerpt)}


def draw_region(call: Call, heard: dict[Region, Excerpt | int]) -> None:
    """What is being read, or the neighbours of what was."""
    for wish, one in heard.items():
        if isinstance(one, int):
            wait_for(one, about="region", forget=lambda wish=wish: forget(wish))
        elif wish.role == call.first:
            _draw_neighbours(call, wish, one)


def _draw_neighbours(call: Call, wish: Region, heard: Excerpt) -> None:
    label = int(heard.scores.argmax())
    said = text("region.read", emotion=both_names(call.model.labels[label]), score=formats.score(heard.scores[label]))
    st.subheader(text("region.title"), anchor=False, help=text("region.help"))
    st.caption(said if heard.seconds >= SHORT else f"{said} {text('region.short')}")
    example = Example(wish.recording, wish.role, (wish.start, wish.end))
    matches = find_matches(Query(example), _same_day(call), unit=listing.WINDOWS, most=NEIGHBOURS)
    if not matches:
        st.caption(text("similar.none"))
        return
    st.caption(text("region.day" if call.recording.started_at else "region.all"))
    sound = Sound(heard.embedding, heard.scores)
    draw_matches(Shown(call.model, sound), matches, key="neighbours", judge=False)


def _same_day(call: Call) -> Selection:
    """The calls of the same day, so that a drag is answered at once however many days are stored; all without a day."""
    selection = Selection(call.model.key, roles=state.ROLES)
    if call.recording.started_at is None:
        return selection
    start = datetime.combine(call.recording.started_at.date(), time())
    return replace(selection, since=start, until=start + timedelta(days=1))
