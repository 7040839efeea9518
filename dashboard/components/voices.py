"""A page of voices as a table; a chosen row opens its call."""

import pandas as pd
import streamlit as st

from analysis.labels import english
from dashboard import formats, state
from dashboard.texts import text
from data import listing
from data.records import Recording, Selection, Voice

SORTS = ("started_at", "confidence", "negative", "shift", "longest_negative_run", "peak_score", "seconds", "name")


def draw_voices(selection: Selection, *, total: int, page: int) -> None:
    """Order, page and table of a selection."""
    if not total:
        st.text(text("recordings.none"))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        column = st.selectbox(
            text("recordings.sort"),
            SORTS,
            format_func=lambda name: text(f"column.{name}"),
            key="sort",
            bind="query-params",
            width=200,
        )
        descending = st.toggle(text("recordings.descending"), key="descending", bind="query-params")
        number = st.pagination(max(1, -(-total // page)), key="page", bind="query-params")
        st.caption(text("recordings.count", count=formats.count(total)))
    with state.store().reading() as read:
        rows = listing.page(
            read,
            selection,
            order=listing.Order(column, descending),
            offset=(number - 1) * page,
            limit=page,
        )
    chosen = st.dataframe(
        pd.DataFrame([_row(recording, voice) for recording, voice in rows]),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="voices",
    )
    if chosen.selection.rows:
        recording, voice = rows[chosen.selection.rows[0]]
        state.go("call", recording=recording.id, role=voice.role)


def _row(recording: Recording, voice: Voice) -> dict[str, object]:
    cells = {
        "started_at": formats.moment(recording.started_at),
        "name": recording.name,
        "role": text(f"role.{voice.role}"),
        "dominant": text(f"emotion.{english(voice.dominant)}"),
        "confidence": voice.confidence,
        "peak_score": voice.numbers.get("peak_score"),
        "seconds": formats.clock(recording.seconds),
        "agent": recording.agent,
        "queue": recording.queue,
    }
    return {text(f"column.{name}"): value for name, value in cells.items()}
