"""What sounds most like one call or one moment of it, with the second that matched."""

import streamlit as st

from dashboard import state
from dashboard.calls import find_call
from dashboard.components.empty import draw_empty
from dashboard.components.example import add_example, choose_example, forget_examples, query_from
from dashboard.components.filters import choose_selection
from dashboard.components.matches import draw_matches, matched_in
from dashboard.search import COURSE, find_matches
from dashboard.texts import text
from data import listing

st.title(text("similar.title"), anchor=False)
st.caption(text("similar.lead"))
model = state.model()
if model is None:
    draw_empty()
    st.stop()
example = choose_example(model)
if example is None:
    st.stop()
with st.container(horizontal=True, vertical_alignment="bottom"):
    unit = st.segmented_control(
        text("similar.unit"),
        (listing.RECORDINGS, listing.WINDOWS, COURSE),
        default=listing.WINDOWS if example.span else listing.RECORDINGS,
        required=True,
        format_func=lambda one: text(f"similar.{one}"),
        key="look_for",
        bind="query-params",
    )
    most = st.selectbox(text("similar.most"), (10, 25, 50), key="most", bind="query-params", width=110)
selection = choose_selection(model)
call = find_call(example.recording, role=example.role)
query = query_from(example)
if query.plus or query.minus:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(text("similar.examples", plus=len(query.plus) + 1, minus=len(query.minus)), width="content")
        st.button(text("similar.again"), on_click=forget_examples, type="tertiary")
matches = find_matches(query, selection, unit=unit, most=most)
st.caption(text("similar.course_note" if unit == COURSE else "similar.voice_note"))
touched = draw_matches(call, query, matches)
further = matched_in(matches, touched.judged)
if further is not None and unit != COURSE:
    add_example(example, further, touched.verdict)
    st.rerun()
