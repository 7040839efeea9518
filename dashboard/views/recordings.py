"""All recordings: sorted, searched and paged in SQL, so that 100,000 rows are as quick as ten."""

import streamlit as st

from dashboard import state
from dashboard.components.empty import draw_empty
from dashboard.components.filters import choose_selection
from dashboard.components.voices import draw_voices
from dashboard.texts import text
from data import listing

PAGE = 50  # rows: two screens of a table, and 50 timelines to draw

st.title(text("recordings.title"), anchor=False)
model = state.model()
if model is None:
    draw_empty()
    st.stop()
selection = choose_selection(model)
with state.store().reading() as read:
    total = listing.count(read, selection)
draw_voices(selection, total=total, page=PAGE)
