"""Which own emotion or sample the page is about, and making a new one."""

import streamlit as st

from dashboard import formats, state
from dashboard.texts import text
from data import labels
from data.labels import KINDS, LONGEST, LabelSet

KEY = "set"  # the name that is chosen; in the address too


def choose_set() -> LabelSet | None:
    """Draw the choice; None while there is nothing to choose from."""
    with state.store().reading() as read:
        known = {found.name: found for found in labels.load(read)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = None
        if known:
            chosen = st.selectbox(text("own.choose"), list(known), key=KEY, bind="query-params", width=320)
        with st.popover(text("own.new"), icon=":material/add:"):
            draw_new(known)
    return known.get(chosen) if chosen else None


def draw_new(known: dict[str, LabelSet]) -> None:
    """A name and a kind; a name that is taken is said so before anything is pressed."""
    name = (st.text_input(text("own.name"), key="own_name", max_chars=LONGEST, live=True) or "").strip()
    kind = st.segmented_control(
        text("own.kind"), KINDS, default=KINDS[0], required=True, format_func=lambda one: text(f"own.kind_{one}"),
        key="own_kind",
    )  # fmt: skip
    st.caption(text(f"own.kind_{kind}_help"))
    taken = name.casefold() in {other.casefold() for other in known}
    if taken:
        st.text(text("own.taken"))
    st.button(text("own.create"), disabled=taken or not name, on_click=_create, type="primary")


def _create() -> None:
    name, kind = st.session_state["own_name"], st.session_state["own_kind"]
    with state.store().atomic() as write:
        made = labels.find(write, labels.create(write, name, kind=kind))
    st.session_state[KEY] = made.name
    st.session_state["own_name"] = ""


def draw_removal(label_set: LabelSet) -> None:
    """A way to remove all of it, asked twice."""
    with st.popover(text("own.remove_all", name=formats.literal(label_set.name)), icon=":material/delete:"):
        st.text(text("own.remove_sure"))
        st.button(text("own.remove"), on_click=_remove, args=(label_set.id,), key="remove_set", type="primary")


def _remove(number: int) -> None:
    with state.store().atomic() as write:
        labels.erase(write, number)
    st.session_state.pop(KEY, None)
