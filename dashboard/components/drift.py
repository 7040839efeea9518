"""How far calls that were placed into a saved map have left it, as a sentence that says when to draw it again."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import formats
from dashboard.sheets import Sheet
from dashboard.texts import text

WIDE = 0.3  # upper limit of the interval above which so few calls cannot say that the map still fits


def draw_drift(sheet: Sheet) -> None:
    """What the sheet holds, and of placed calls how far they are from the map's own."""
    if sheet.saved is None:
        return
    if not sheet.placed:
        st.caption(text("saved.own_calls", count=formats.count(sheet.saved.count)))
        return
    found = sheet.found.details.get("drift")
    if not found:
        return
    st.caption(drift_sentence(found), help=text("saved.drift_help"))
    if found["refit"]:
        st.warning(text("saved.refit"), icon=":material/restart_alt:")


def drift_sentence(found: Mapping[str, Any]) -> str:
    """The measure with its interval and what to make of it."""
    value, low, high = (formats.share(found[name]) for name in ("value", "low", "high"))
    measured = text("saved.drift", calls=formats.count(found["calls"]), value=value, low=low, high=high)
    verdict = "leaves" if found["refit"] else "fits" if found["high"] <= WIDE else "unsure"
    return f"{measured} {text(f'saved.{verdict}')}"
