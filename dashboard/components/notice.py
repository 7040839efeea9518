"""The notice on law and people: shown until somebody has read it and said whose voice may be read."""

from datetime import UTC, datetime

import streamlit as st

from dashboard import state
from dashboard.texts import text
from data import settings
from data.records import CUSTOMER

WHOSE = (CUSTOMER, settings.ALL)


def draw_notice() -> None:
    """Ask once per store; nothing when it was answered."""
    with state.store().reading() as read:
        kept = settings.load(read)
    if kept["notice"]:
        return
    with st.container(border=True, key="notice"):
        st.subheader(text("notice.title"), anchor=False)
        st.caption(text("notice.law"))
        st.caption(text("notice.scores"))
        with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
            chosen = choose_voices(kept["voices"], key="notice_voices")
            if st.button(text("notice.confirm"), type="primary"):
                with state.store().atomic() as write:
                    settings.save(write, "voices", chosen)
                    settings.save(write, "notice", datetime.now(UTC).isoformat(timespec="seconds"))
                st.rerun()


def choose_voices(now: str, *, key: str) -> str:
    """Whose voice is read: the customer's alone, or everybody's."""
    return st.segmented_control(
        text("notice.voices"),
        WHOSE,
        default=now,
        required=True,
        format_func=lambda whose: text(f"notice.voices_{whose}"),
        key=key,
    )
