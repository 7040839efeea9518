"""Waiting for a job that the page has asked for: how far it is, why it failed, that nobody works."""

from collections.abc import Callable

import streamlit as st

from dashboard import state
from dashboard.texts import reason, text
from data import jobs, workers

EVERY = 1.0  # seconds between two looks


@st.fragment(run_every=EVERY)
def wait_for(job: int, *, about: str = "map", forget: Callable[[], None] = state.forget_job) -> None:
    """Show a job's progress, and run the page again when it is over.

    ``about`` is the part of the catalogue that says what is waited for; ``forget`` lets the next look ask again.
    """
    with state.store().reading() as read:
        found = jobs.find(read, job)
        working = bool(workers.alive(read))
    if found.state == jobs.DONE:
        st.rerun()
    if found.state in (jobs.FAILED, jobs.CANCELLED):
        st.text(text(f"{about}.failed", reason=reason(found.reason)))
        if st.button(text(f"{about}.again"), icon=":material/refresh:"):
            forget()
            st.rerun()
        return
    share = float(found.progress.get("share", 0.0))
    st.progress(min(max(share, 0.02), 1.0), text=text(f"{about}.drawing"))
    if not working:
        st.text(text(f"{about}.no_worker"))
