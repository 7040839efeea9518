"""Send recordings, and watch them being read."""

import streamlit as st

from dashboard import state
from dashboard.components.upload import draw_upload
from dashboard.components.upload.calls import draw_calls, forget_calls, is_prepared
from dashboard.components.upload.choices import draw_choices
from dashboard.components.upload.folder import draw_folder
from dashboard.components.upload.progress import draw_progress
from dashboard.components.upload.recent import draw_recent, is_upload, recent
from dashboard.texts import text

BEGUN = "upload_begun"  # in the session: the upload that was begun here last


def follow(job: int) -> None:
    """Show an upload that has just begun, in the address too."""
    st.session_state[BEGUN] = job
    st.query_params["job"] = str(job)
    if is_prepared(job):
        forget_calls()
    st.rerun()


st.title(text("upload.title"), anchor=False)
options = draw_choices()
prepared = draw_calls(options)
known = state.job_asked()
sent = draw_upload(options, job=prepared, shown=known)
if sent.job is not None and sent.job != st.session_state.get("sent_to"):
    st.session_state["sent_to"] = sent.job
    follow(sent.job)
asked = draw_folder(options, prepared=prepared)
if asked is not None:
    follow(asked)

found = recent()
place = st.container()
chosen = draw_recent(found, begun=st.session_state.get(BEGUN, 0))
shown = chosen or (known if is_upload(known) else next((job.id for job in found), None))
if shown is not None:
    with place:
        draw_progress(shown, sending=sent.sending and shown == sent.job)
