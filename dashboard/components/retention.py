"""How long recordings are kept: for ever, or a number of days after which a worker erases them for good."""

from datetime import timedelta

import sqlalchemy as sa
import streamlit as st

from dashboard import formats, state
from dashboard.texts import text
from data import erasure, schema, settings
from data.settings import SETTINGS
from data.store import now

NAME = "keep_days"


def choose_retention(kept: str) -> None:
    """Choose the days, see how many recordings they touch now, and keep the choice by a press of its own."""
    days = st.number_input(
        text("settings.keep"),
        min_value=0,
        max_value=SETTINGS[NAME].most,
        value=int(kept),
        step=1,
        help=text("settings.keep_help"),
        key="keep_days",
        width=360,
    )
    st.text(_touched(int(days)))
    if str(days) == kept:
        return
    said = text("settings.keep_confirm", days=days) if days else text("settings.keep_forever")
    if st.button(said, key="keep_confirm"):
        with state.store().atomic() as write:
            settings.save(write, NAME, str(days))
        st.toast(text("settings.saved"), icon=":material/check:")
        st.rerun()


def _touched(days: int) -> str:
    """What the choice means for what is stored now."""
    if not days:
        return text("settings.keep_all")
    with state.store().reading() as read:
        old = erasure.count_older_than(read, now() - timedelta(days=days))
        total = read.scalar(sa.select(sa.func.count()).select_from(schema.recording))
    return text("settings.keep_touches", old=formats.count(old), total=formats.count(total or 0), days=days)
