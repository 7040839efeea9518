"""The numbers behind a map's badge: what explains its groups, and what taking the voice out has changed."""

import streamlit as st

from analysis.explain import VOICE
from dashboard import formats
from dashboard.groups import explained_by, follows
from dashboard.panes import Pane
from dashboard.texts import text


def draw_explained(pane: Pane) -> None:
    """The badge of a whole map, and a button that opens its numbers."""
    verdict = follows(pane.atlas, pane.sheet.key)
    st.badge(text(f"group.follows_{verdict}"), color="gray", help=text(f"group.follows_{verdict}_help"))
    with st.popover(text("explained.title"), type="tertiary"):
        st.caption(text("explained.help"))
        told = explained_by(pane.atlas, pane.sheet.key)
        rows = [
            {
                text("explained.kind"): text(f"explained.{kind}"),
                text("explained.information"): formats.score(told[kind].information),
                text("explained.purity"): formats.share(told[kind].purity),
                text("explained.chance"): formats.share(told[kind].chance),
            }
            for kind in ("emotion", *VOICE)
            if kind in told
        ]
        st.dataframe(rows, hide_index=True)


def draw_effect(pane: Pane) -> None:
    """How often neighbours share an emotion and a voice, before and after the voice was taken out; else nothing."""
    found = pane.atlas.details.get("effect", ())
    if not found:
        return
    parts = [
        text(
            "explained.change",
            kind=text(f"explained.{each['kind']}"),
            before=formats.score(each["before"]),
            after=formats.score(each["after"]),
        )
        for each in found
    ]
    said = text("explained.effect", what=text(f"map.{pane.sheet.request.centre}"), changes=" · ".join(parts))
    st.caption(said, help=text("explained.effect_help"))
