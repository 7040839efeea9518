"""Send recordings, and watch them being read."""

import streamlit as st

from dashboard import state
from dashboard.components.upload import draw_upload
from dashboard.components.upload.calls import draw_calls, forget_calls, is_prepared
from dashboard.components.upload.choices import draw_choices
from dashboard.components.upload.progress import draw_progress
from dashboard.components.upload.recent import draw_recent, recent
from dashboard.texts import text

st.title(text("upload.title"), anchor=False)
options = draw_choices()
prepared = draw_calls(options)
known = state.job_asked()
sent_to = draw_upload(options, job=prepared, shown=known)
if sent_to is not None and sent_to != st.session_state.get("sent_to"):
    st.session_state["sent_to"] = sent_to
    st.query_params["job"] = str(sent_to)
    if is_prepared(sent_to):
        forget_calls()
    st.rerun()

found = recent()
numbers = [job.id for job in found]
place = st.container()
chosen = draw_recent(found)
shown = chosen or (known if known in numbers else next(iter(numbers), None))
if shown is not None:
    with place:
        draw_progress(shown)
