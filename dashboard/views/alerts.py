"""Rules that mark calls: the list, an editor with its preview, what was caught, and who is told."""

import streamlit as st

from dashboard import formats, state
from dashboard.components.alerts.editor import edit_rule
from dashboard.components.alerts.hits import draw_hits
from dashboard.components.alerts.receivers import draw_receivers
from dashboard.components.alerts.rules import choose_rule, is_editing
from dashboard.components.alerts.trial import draw_trial
from dashboard.components.empty import draw_empty
from dashboard.texts import text
from data import jobs, rules
from data.hits import Wanted

LOOK_SECONDS = 2


@st.fragment(run_every=LOOK_SECONDS)
def draw_looking() -> None:
    """How far the look through the stored calls is; the page is drawn anew when it is over."""
    with state.store().reading() as read:
        newest = jobs.recent(read, kinds=[rules.WATCH], most=1)
    looking = bool(newest) and newest[0].state in jobs.OPEN
    if looking:
        st.caption(text("alerts.looking", share=formats.share(newest[0].progress.get("share", 0.0))))
    if st.session_state.get("alerts_looking") and not looking:
        st.session_state["alerts_looking"] = False
        st.rerun()
    st.session_state["alerts_looking"] = looking


st.title(text("alerts.title"), anchor=False)
st.caption(text("alerts.lead"))
model = state.model()
if model is None:
    draw_empty()
    st.stop()
chosen = choose_rule(model)
draw_looking()
with state.store().reading() as read:
    made = bool(rules.load(read))
if not made or is_editing(chosen):
    left, right = st.columns([2, 3], gap="large")
    with left:
        looks_for = edit_rule(chosen, model=model)
    with right:
        st.subheader(text("alerts.try"), anchor=False)
        if looks_for is not None:
            draw_trial(looks_for, model=model)
if made:
    title = text("alerts.hits_of", rule=formats.literal(chosen.name)) if chosen else text("alerts.hits")
    st.subheader(title, anchor=False)
    draw_hits(Wanted(model.key, rule=chosen.id if chosen else 0), model=model, key="hits")
draw_receivers()
