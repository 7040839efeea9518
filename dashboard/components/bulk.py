"""What can be done with many recordings at once: take them away as files, or erase them for good."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard import exports, formats, state
from dashboard.components.own.ranking import draw_add
from dashboard.components.table import choose_none
from dashboard.exports import Wanted
from dashboard.texts import text
from data import erasure
from data.errors import Missing

FORMS: tuple[tuple[str, str, str, Callable[[Wanted], bytes]], ...] = (
    ("table", "recordings.csv", "text/csv", exports.as_table),
    ("results", "results.zip", "application/zip", exports.as_results),
    ("embeddings", "embeddings.npz", "application/octet-stream", exports.as_embeddings),
)


def draw_bulk(wanted: Wanted, *, total: int, key: str) -> None:
    """Export of the ticked rows, or of all that the filters leave; erasing of the ticked ones."""
    count = len(wanted.ticked) or total
    with st.popover(text("bulk.export", count=formats.count(count)), icon=":material/download:"):
        for name, file_name, mime, make in FORMS:
            st.download_button(
                text(f"bulk.{name}"),
                lambda make=make: make(wanted),
                file_name=file_name,
                mime=mime,
                on_click="ignore",
                key=f"export_{name}",
            )
    if wanted.ticked:
        if st.button(text("bulk.erase", count=formats.count(count)), icon=":material/delete:"):
            confirm_erasing(sorted({one.split("/")[0] for one in wanted.ticked}), key)
        draw_add(wanted.ticked)
        st.button(text("bulk.none"), on_click=choose_none, args=(key,), type="tertiary")


def confirm_erasing(recordings: Sequence[str], key: str) -> None:
    """Ask once more, in a dialog whose title is in the page's language."""
    st.dialog(text("bulk.title"))(_confirm)(recordings, key)


def _confirm(recordings: Sequence[str], key: str) -> None:
    st.text(text("bulk.sure", count=formats.count(len(recordings))))
    with st.container(horizontal=True):
        if st.button(text("bulk.really"), type="primary"):
            for recording in recordings:
                _erase(recording)
            choose_none(key)
            st.rerun()
        if st.button(text("bulk.keep")):
            st.rerun()


def _erase(recording: str) -> None:
    try:
        erasure.erase(state.store(), recording)
    except Missing:  # somebody else was quicker
        return
