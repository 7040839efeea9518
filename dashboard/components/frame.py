"""What stands around every view: the model in use and its licence, the language, and what scores mean."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from dashboard import formats, state
from dashboard.components.notice import draw_notice
from dashboard.components.sample_day import draw_sample_notice
from dashboard.licences import licence_of
from dashboard.texts import LANGUAGE, LANGUAGES, text
from data.records import Model

NAMES = {"en": "English", "zh": "中文"}


def draw_sidebar() -> None:
    """Whose readings are shown and under which licence, what scores are, and the language."""
    with st.sidebar:
        known = state.known_models()
        if known:
            _draw_model(known)
            draw_sample_notice(key="sample_at_side")
        st.caption(text("shell.meaning"))
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


def _draw_model(known: Mapping[str, Model]) -> None:
    st.selectbox(
        text("shell.readings_of"),
        list(known),
        format_func=lambda key: known[key].name,
        key="model",
        help=text("shell.readings_of_help"),
        persist_state="session",
    )
    model = state.model()
    if model is not None:
        said = text(
            "shell.read_by", precision=model.precision, licence=licence_of(state.store().home.models, model.name)
        )
        st.caption(formats.literal(said))
