"""Choosing what to look for: the address names it, or somebody picks a recording."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from dashboard import formats, state
from dashboard.calls import find_call
from dashboard.components.scores import role_name
from dashboard.search import Example, Query
from dashboard.texts import text
from data import listing, voices
from data.records import CUSTOMER, Model, Selection

ADDED = "examples"  # where the session keeps what was added to which example
WANTED = "similar:wanted"  # the first of the examples that somebody asked to search with
OFFERED = 200  # recordings to pick from, the newest: more are found through the table or a call's own page


def choose_example(model: Model) -> Example | None:
    """The example; None where there is nothing to choose from."""
    named = _asked(model)
    offered = _offered(model, named)
    if not offered:
        st.text(text("similar.none"))
        return None
    keys = list(offered)
    chosen = st.selectbox(
        text("similar.choose"),
        keys,
        index=keys.index((named.recording, named.role)) if named and (named.recording, named.role) in offered else 0,
        format_func=offered.__getitem__,
        width=620,
    )
    if named and chosen == (named.recording, named.role):
        if named.span:
            start, end = (formats.clock(second, tenths=True) for second in named.span)
            st.caption(text("similar.span", start=start, end=end))
        return named
    return Example(*chosen)


def _offered(model: Model, named: Example | None) -> dict[tuple[str, str], str]:
    with state.store().reading() as read:
        newest = listing.Order("added_at", descending=True)
        page = listing.page(read, Selection(model.key), order=newest, limit=OFFERED)
    offered = {
        (recording.id, voice.role): _said(recording.name, voice.role)
        for recording, voice in page
        if voice.embedding is not None
    }
    if named and (named.recording, named.role) not in offered:
        offered[named.recording, named.role] = _said(find_call(named.recording).recording.name, named.role)
    return offered


def _said(name: str, role: str) -> str:
    return text("similar.example_recording", name=name, role=role_name(role))


def _asked(model: Model) -> Example | None:
    """The example that the address names: a recording, perhaps a role, and perhaps a stretch in seconds."""
    asked = st.query_params
    if not asked.get("recording"):
        return None
    recording, role = asked["recording"], asked.get("role") or _usual_role(asked["recording"], model)
    try:
        span = (float(asked["start"]), float(asked["end"]))
    except (KeyError, ValueError):
        return Example(recording, role)
    return Example(recording, role, span if 0 <= span[0] < span[1] < np.inf else None)


def _usual_role(recording: str, model: Model) -> str:
    """The voice that is meant when nobody says: the first that was read, the customer's before others."""
    with state.store().reading() as read:
        heard = voices.load(read, recording, model=model.key)
    return next((voice.role for voice in heard if voice.embedding is not None), CUSTOMER)


def query_from(example: Example) -> Query:
    """The example with what this session added to it; another example starts anew."""
    first, plus, minus = st.session_state.get(ADDED, (None, (), ()))
    return Query(example, plus, minus) if first == example else Query(example)


def add_example(example: Example, further: Example, verdict: str) -> None:
    """Look for more like ``further`` too, or for less."""
    query = query_from(example)
    plus = (*query.plus, further) if verdict == "plus" else query.plus
    minus = (*query.minus, further) if verdict == "minus" else query.minus
    st.session_state[ADDED] = (example, plus, minus)


def want_like(examples: Sequence[Example]) -> None:
    """Ask for the view of similar recordings, with several stretches of calls to be like together: for a button.

    ``open_wanted`` goes there: what drew the button may not be drawn again when it is pressed.
    """
    first, *others = (replace(one, span=(round(one.span[0], 3), round(one.span[1], 3))) for one in examples if one.span)
    st.session_state[ADDED] = (first, tuple(others), ())
    st.session_state[WANTED] = first


def open_wanted() -> None:
    """Go to the view of similar recordings where it was asked for."""
    first: Example | None = st.session_state.pop(WANTED, None)
    if first is not None and first.span is not None:
        start, end = first.span
        state.go("similar", recording=first.recording, role=first.role, start=f"{start:.3f}", end=f"{end:.3f}")


def forget_examples() -> None:
    """Look for the example alone again."""
    st.session_state.pop(ADDED, None)
