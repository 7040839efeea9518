"""A course drawn by hand: pick an emotion, draw how strongly it is expressed from the start of a call to its end."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import palette
from dashboard.components.assets import script, style
from dashboard.components.voices import labels_of
from dashboard.search import Example
from dashboard.sketch import RISING, STOPS, WHOLE, Sketch, said, sketch_of, understood
from dashboard.texts import text, texts
from data.records import Model

KEY = "sketch"  # of the component
ADDRESS = "drawn"  # where a link holds it


def choose_sketch(model: Model) -> Example:
    """Draw the sketch that the address names, and follow what is drawn on it."""
    names = _names(model)
    sketch = _asked(names)
    component = st.components.v2.component(
        "toneatlas_sketch",
        html='<div class="sketch"></div>',
        css=style("sketch/sketch.css"),
        js=script("kit.js", "sketch/sketch.js"),
    )
    component(
        key=KEY,
        data={
            "stops": STOPS,
            "levels": {name: list(levels) for name, levels in sketch},
            "emotions": [
                {"name": name, "label": text(f"emotion.{name}"), "emoji": palette.EMOJI[name]} for name in names
            ],
            "texts": texts("sketch"),
        },
        on_levels_change=lambda: _keep(names),
    )
    return Example("", "", sketch=sketch)


def _names(model: Model) -> list[str]:
    """What can be drawn: what the model tells apart, but neutral, which is what is left."""
    known = labels_of(model)
    return [name for name in palette.NAMES if name in known and name != "neutral"]


def _asked(names: list[str]) -> Sketch:
    sketch = understood(st.query_params.get(ADDRESS, ""), names=names)
    return tuple(part for part in RISING if part[0] in names) if sketch is None else sketch


def _keep(names: list[str]) -> None:
    """Put what was drawn into the address, where a link and a reload find it; what is no sketch is left alone."""
    told = (st.session_state.get(KEY) or {}).get("levels")
    if not isinstance(told, Mapping):
        return
    levels = {name: [_percent(level) for level in told[name]] for name in names if isinstance(told.get(name), list)}
    if all(len(each) == STOPS for each in levels.values()):
        sketch = said(sketch_of(levels))
        if understood(sketch, names=names) is not None:
            st.query_params[ADDRESS] = sketch


def _percent(level: Any) -> int:
    return round(min(max(level, 0), WHOLE)) if isinstance(level, int | float) and level == level else 0
