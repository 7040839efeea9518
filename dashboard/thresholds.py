"""From which values on the pages flag something: settings of the store, read once for each drawing of a page."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

KEPT = "thresholds"  # where the session keeps them


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Confidence below which a reading is shown as weak, and seconds of negative expression that count as long."""

    weak: float = 0.3
    long: float = 10.0


def keep(settings: Mapping[str, str]) -> None:
    """Let this session's pages follow the settings of the store."""
    st.session_state[KEPT] = Thresholds(int(settings["weak_below"]) / 100, float(settings["long_negative"]))


def thresholds() -> Thresholds:
    """What this session's pages go by."""
    return st.session_state.get(KEPT, Thresholds())
