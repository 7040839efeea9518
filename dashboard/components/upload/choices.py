"""How the recordings of an upload are to be read: whose voices, who is on which channel, by which model."""

from typing import Any

import streamlit as st

from dashboard import formats, state
from dashboard.licences import described
from dashboard.texts import text
from data import settings
from data.records import AGENT, CUSTOMER
from data.settings import ALL
from inference import catalogue
from inference.catalogue import AUTO, Entry

ROLES = {"agent_left": (AGENT, CUSTOMER), "customer_left": (CUSTOMER, AGENT)}


def draw_choices() -> dict[str, Any]:
    """Draw the three choices, preset from the settings; the options of a ``read`` job."""
    store = state.store()
    with store.reading() as read:
        preset = settings.load(read)
    left, middle, right = st.columns(3)
    with left:
        voices = _choose_voices(preset["voices"])
    with middle:
        roles = st.segmented_control(
            text("upload.roles"),
            list(ROLES),
            default="agent_left",
            required=True,
            format_func=lambda name: text(f"upload.roles_{name}"),
            help=text("upload.roles_help"),
            key="upload_roles",
        )
    with right:
        model, entry = _choose_model(preset["model"])
    good_for, licence = described(entry, "good_for"), described(entry, "licence")
    st.caption(formats.literal(text("upload.model_about", title=entry.title, good_for=good_for, licence=licence)))
    if voices == ALL:
        st.warning(text("upload.voices_law"), icon=":material/gavel:")
    return {"voices": voices, "model": model, "roles": list(ROLES[roles])}


def _choose_voices(preset: str) -> str:
    return st.segmented_control(
        text("upload.voices"),
        (CUSTOMER, ALL),
        default=preset,
        required=True,
        format_func=lambda name: text(f"upload.voices_{name}"),
        help=text("upload.voices_help"),
        key=f"upload_voices_{preset}",
    )


def _choose_model(preset: str) -> tuple[str, Entry]:
    here = {entry.name: entry for entry in catalogue.installed(state.store().home.models)}
    names = [AUTO, *here]
    best = next(iter(here.values()))
    chosen = st.selectbox(
        text("upload.model"),
        names,
        index=names.index(preset) if preset in names else 0,
        format_func=lambda name: text("upload.model_auto", title=best.title) if name == AUTO else here[name].title,
        key=f"upload_model_{preset}",
    )
    return chosen, here.get(chosen, best)
