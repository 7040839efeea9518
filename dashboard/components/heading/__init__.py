"""A title that somebody else chose, with facts under it: shown as text, never as Markdown."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.components.assets import script, style


def draw_heading(
    title: str, facts: Sequence[tuple[str, str]], *, notes: Sequence[Mapping[str, str]] = (), key: str
) -> None:
    """``facts`` are pairs of label and value; ``notes`` have a short ``text`` and a ``help``."""
    heading = st.components.v2.component(
        "toneatlas_heading",
        html='<div class="heading"></div>',
        css=style("heading/heading.css"),
        js=script("kit.js", "heading/heading.js"),
    )
    heading(key=key, data={"title": title, "facts": [list(fact) for fact in facts], "notes": list(notes)})
