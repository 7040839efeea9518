"""What stands around every view: language, the model in use, and what its scores mean."""

from pathlib import Path

import streamlit as st

from dashboard import formats, state
from dashboard.components.notice import draw_notice
from dashboard.texts import LANGUAGE, LANGUAGES, text
from inference import catalogue
from inference.errors import ModelMissing

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


def draw_head() -> None:
    """The page's margins, and the notice until it is answered."""
    st.html(Path(__file__).with_name("page.css"))
    draw_notice()


def draw_footer() -> None:
    """Which model spoke, under which licence, and what its scores are."""
    st.space("small")
    model = state.model()
    if model is not None:
        licence = _licence(model.name)
        st.caption(formats.literal(text("shell.read_by", name=model.name, precision=model.precision, licence=licence)))
    st.caption(text("shell.meaning"))


def _licence(name: str) -> str:
    try:
        return catalogue.find(state.store().home.models, name).licence
    except ModelMissing:  # its readings stay when a model placed by hand is taken away
        return text("shell.licence_unknown")
