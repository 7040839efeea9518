"""Waiting for a job that the page has asked for: how far it is, why it failed, that nobody works."""

import streamlit as st

from dashboard import state
from dashboard.texts import text
from data import jobs, workers

EVERY = 1.0  # seconds between two looks


@st.fragment(run_every=EVERY)
def wait_for(job: int) -> None:
    """Show a job's progress, and run the page again when it is over."""
    with state.store().reading() as read:
        found = jobs.find(read, job)
        working = bool(workers.alive(read))
    if found.state == jobs.DONE:
        st.rerun()
    if found.state in (jobs.FAILED, jobs.CANCELLED):
        st.text(text("map.failed", reason=found.reason))
        if st.button(text("map.again"), icon=":material/refresh:"):
            state.forget_job()
            st.rerun()
        return
    share = float(found.progress.get("share", 0.0))
    st.progress(min(max(share, 0.02), 1.0), text=text("map.drawing"))
    if not working:
        st.text(text("map.no_worker"))
