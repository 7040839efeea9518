"""What sounds most like one call or one moment of it, with the second that matched."""

import streamlit as st

from dashboard import state
from dashboard.calls import find_call
from dashboard.components.empty import draw_empty
from dashboard.components.example import choose_example
from dashboard.components.filters import choose_selection
from dashboard.components.matches import draw_matches
from dashboard.search import find_matches
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
        (listing.RECORDINGS, listing.WINDOWS),
        default=listing.WINDOWS if example.span else listing.RECORDINGS,
        required=True,
        format_func=lambda one: text(f"similar.{one}"),
        key="look_for",
        bind="query-params",
    )
    most = st.selectbox(text("similar.most"), (10, 25, 50), key="most", bind="query-params", width=110)
selection = choose_selection(model)
call = find_call(example.recording, role=example.role)
matches = find_matches(example, selection, unit=unit, most=most)
st.caption(text("similar.voice_note"))
draw_matches(call, example, matches)
