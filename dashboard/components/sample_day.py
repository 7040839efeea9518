"""What says that synthetic voices are in the store, and takes them out of it again."""

import streamlit as st

from dashboard import formats, state
from dashboard.texts import text
from data import erasure, recordings

FRESH_SECONDS = 30  # for which the count stands: of 100,000 recordings it takes a while


def draw_sample_notice(*, key: str, alone: bool = False) -> None:
    """A sentence and a button while there are recordings of the sample day, or the button ``alone``; else nothing."""
    count = _count(str(state.store().home.root))
    if not count:
        return
    if not alone:
        st.caption(text("sample.here", count=formats.count(count)))
    if st.button(text("sample.remove"), icon=":material/delete:", type="secondary" if alone else "tertiary", key=key):
        st.dialog(text("sample.remove"))(_confirm)(count)


def _confirm(count: int) -> None:
    st.text(text("sample.sure", count=formats.count(count)))
    with st.container(horizontal=True):
        if st.button(text("sample.really"), type="primary"):
            with st.spinner(text("sample.removing")):
                erasure.erase_synthetic(state.store())
            _count.clear()
            st.rerun()
        if st.button(text("sample.keep")):
            st.rerun()


@st.cache_data(show_spinner=False, ttl=FRESH_SECONDS)
def _count(home: str) -> int:
    with state.store().reading() as read:
        return recordings.count_synthetic(read)
