"""A model as a card: what it is, what its licence allows, how to get it, and what it has read."""

from collections.abc import Mapping

import streamlit as st

from dashboard import formats
from dashboard.texts import text
from inference.catalogue import COMPACT, FILES, Entry


def draw_model(entry: Entry, *, here: bool, chosen: bool, read: Mapping[str, int]) -> None:
    """One entry of the catalogue; ``read`` counts voices by the key of each of its versions."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(formats.literal(entry.title), anchor=False, width="content")
            st.badge(text("models.here" if here else "models.absent"), color="green" if here else "gray")
            if chosen:
                st.badge(text("models.chosen"), color="primary")
        facts = [
            (text("models.good_for"), entry.good_for),
            (text("models.licence"), entry.licence),
            (text("models.languages"), entry.languages),
            (text("models.size"), f"{formats.count(entry.megabytes)} MB"),
            *(
                (text("models.read"), f"{text('models.voices', count=formats.count(n))} · {key}")
                for key, n in read.items()
            ),
        ]
        if not here or entry.kind == COMPACT or not entry.modelscope:
            facts.append((text("models.how"), how_to_get(entry)))
        for label, value in facts:
            left, right = st.columns([1, 6], gap="small")
            left.caption(label)
            right.text(value)


def how_to_get(entry: Entry) -> str:
    """One sentence for people who want this model."""
    if entry.kind == COMPACT:
        return text("models.bundled")
    if not entry.modelscope:
        return text("models.placed")
    files = ", ".join(FILES)
    return text("models.pull", name=entry.name, megabytes=entry.megabytes, files=files).replace("`", "")
