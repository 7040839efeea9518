"""What sounds or runs most like a call, a moment, a clip or a drawn course, with the second that matched and why."""

import streamlit as st

from dashboard import state
from dashboard.calls import find_call
from dashboard.components.address import understand
from dashboard.components.clip import FILE, MICROPHONE, choose_clip
from dashboard.components.empty import draw_empty
from dashboard.components.example import add_example, choose_example, forget_examples, query_from
from dashboard.components.filters import choose_selection
from dashboard.components.matches import Shown, draw_matches, matched_in
from dashboard.components.own.ranking import draw_samples
from dashboard.components.sketch import choose_sketch
from dashboard.courses import COURSE, course_of, find_alike
from dashboard.search import Example, find_matches, sound_of
from dashboard.texts import text
from data import listing
from data.records import Model

RECORDING = "recording"
SAMPLE, SKETCH = "sample", "sketch"
SOURCES = (RECORDING, FILE, MICROPHONE, SKETCH, SAMPLE)
MOST = 25  # calls listed by their likeness to a sample


def choose(model: Model) -> Example | None:
    """What to look for: a recording, a clip of one's own, or what somebody draws; None while there is nothing yet.

    By a reference sample every call has been measured already, so that list is drawn at once.
    """
    understand("from", {one: f"similar.from_{one}" for one in SOURCES})
    source = st.segmented_control(
        text("similar.from"),
        SOURCES,
        default=RECORDING,
        required=True,
        format_func=lambda one: text(f"similar.from_{one}"),
        key="from",
        bind="query-params",
    )
    if source == SAMPLE:
        draw_samples(model, choose_selection(model), most=MOST)
        return None
    if source == SKETCH:
        return choose_sketch(model)
    return choose_example(model) if source == RECORDING else choose_clip(model, source)


def choose_unit(example: Example) -> tuple[str, int]:
    """Whole calls, moments or courses, and how many of them; for what is drawn there are only courses."""
    if example.sketch is not None:
        return COURSE, choose_most()
    units = (listing.RECORDINGS, listing.WINDOWS, COURSE)
    key = "look_for_clip" if example.clip else "look_for"  # what was chosen for calls is not meant for a clip
    understand(key, {one: f"similar.{one}" for one in units})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        unit = st.segmented_control(
            text("similar.unit"),
            units,
            default=listing.WINDOWS if example.span or example.clip else listing.RECORDINGS,
            required=True,
            format_func=lambda one: text(f"similar.{one}"),
            key=key,
            bind="query-params",
        )
        return unit, choose_most()


def choose_most() -> int:
    """How many are listed."""
    return st.selectbox(text("similar.most"), (10, 25, 50), key="most", bind="query-params", width=110)


st.title(text("similar.title"), anchor=False)
st.caption(text("similar.lead"))
model = state.model()
if model is None:
    draw_empty()
    st.stop()
example = choose(model)
if example is None:
    st.stop()
unit, most = choose_unit(example)
selection = choose_selection(model)
query = query_from(example)
if unit != COURSE and (query.plus or query.minus):
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(text("similar.examples", plus=len(query.plus) + 1, minus=len(query.minus)), width="content")
        st.button(text("similar.again"), on_click=forget_examples, type="tertiary")
if unit == COURSE:
    matches, sound, course = find_alike(example, selection, most=most), None, course_of(example, model.key)
else:
    matches, sound, course = find_matches(query, selection, unit=unit, most=most), sound_of(example, model.key), None
if not matches:
    st.text(text("similar.none"))
st.caption(text("similar.course_note" if unit == COURSE else "similar.voice_note"))
call = find_call(example.recording, role=example.role) if example.recording else None
touched = draw_matches(Shown(model, sound, call, example, course), matches, judge=unit != COURSE)
further = matched_in(matches, touched.judged)
if further is not None:
    add_example(example, further, touched.verdict)
    st.rerun()
