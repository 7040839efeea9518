"""What stands where nothing has been read yet."""

import streamlit as st

from dashboard import state
from dashboard.texts import text


def draw_empty() -> None:
    """A sentence, and the way to the upload."""
    with st.container(border=True, horizontal_alignment="left"):
        st.text(text("recordings.empty"))
        if st.button(text("recordings.to_upload"), type="primary", icon=":material/upload:"):
            state.go("upload")
