"""What stands where nothing has been read yet: the way to the upload, and the sample day."""

import streamlit as st

from dashboard import sample, state
from dashboard.texts import text


def draw_empty() -> None:
    """A sentence and two buttons."""
    with st.container(border=True):
        st.text(text("recordings.empty"))
        with st.container(horizontal=True):
            if st.button(text("recordings.to_upload"), type="primary", icon=":material/upload:"):
                state.go("upload")
            if sample.FOLDER.is_dir() and st.button(text("recordings.sample"), icon=":material/wb_sunny:"):
                state.go("upload", job=str(sample.send(state.store())))
