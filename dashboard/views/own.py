"""What the team listens for itself: label, train, see how well it was learned, and have every call searched."""

import streamlit as st

from dashboard import own, state
from dashboard.components.empty import draw_empty
from dashboard.components.own.asking import draw_asking, draw_labels
from dashboard.components.own.choosing import choose_set, draw_removal
from dashboard.components.own.ranking import draw_ranking
from dashboard.components.own.training import draw_training
from dashboard.texts import text
from data.labels import EMOTION
from data.records import Selection

LISTED = 10  # calls most like a sample

st.title(text("own.title"), anchor=False)
st.caption(text("own.lead"))
model = state.model()
if model is None:
    draw_empty()
    st.stop()
chosen = choose_set()
if chosen is None:
    st.text(text("own.none"))
    st.stop()
draw_training(chosen, model)
if chosen.kind == EMOTION:
    draw_asking(chosen, model)
draw_labels(chosen, model)
if chosen.kind != EMOTION:
    for version in own.used(model.key):
        if version.of == chosen:
            st.subheader(text("own.ranking"), anchor=False)
            draw_ranking(version, model, Selection(model.key), most=LISTED)
draw_removal(chosen)
