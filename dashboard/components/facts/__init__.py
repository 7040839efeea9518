"""Cards of facts: a title, a few badges, and labels with what is known."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.components.assets import script, style


@dataclass(frozen=True, slots=True)
class Card:
    """One card; a badge is a text and whether it stands out."""

    title: str
    badges: Sequence[tuple[str, bool]]
    facts: Sequence[tuple[str, str]]


def draw_facts(cards: Sequence[Card], *, key: str) -> None:
    """Draw the cards one below the other."""
    facts = st.components.v2.component(
        "toneatlas_facts",
        html='<div class="facts"></div>',
        css=style("facts/facts.css"),
        js=script("kit.js", "facts/facts.js"),
    )
    told = [
        {
            "title": card.title,
            "badges": [{"text": said, "strong": strong} for said, strong in card.badges],
            "facts": [list(fact) for fact in card.facts],
        }
        for card in cards
    ]
    facts(key=key, data={"cards": told})
