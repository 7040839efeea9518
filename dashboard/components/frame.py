"""What stands around every view: language, the model in use, and what its scores mean."""

import streamlit as st

from dashboard import state
from dashboard.texts import LANGUAGE, LANGUAGES, text

NAMES = {"en": "English", "zh": "中文"}


def draw_sidebar() -> None:
    """The model whose readings are shown, and the language."""
    with st.sidebar:
        known = state.known_models()
        if known:
            st.selectbox(
                text("shell.readings_of"),
                list(known),
                format_func=lambda key: known[key].name,
                key="model",
                help=text("shell.readings_of_help"),
                persist_state="session",
            )
        st.segmented_control(
            text("shell.language"),
            LANGUAGES,
            format_func=NAMES.__getitem__,
            key=LANGUAGE,
            required=True,
            label_visibility="collapsed",
        )


def draw_footer() -> None:
    """Which model spoke, under which licence, and what its scores are."""
    st.space("small")
    st.caption(text("shell.meaning"))
