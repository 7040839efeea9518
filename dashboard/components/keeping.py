"""Keeping a map: saved under a name, renamed, deleted."""

import streamlit as st

from dashboard import state
from dashboard.sheets import Sheet
from dashboard.texts import text
from data import saved_maps
from data.errors import DataError
from data.saved_maps import LONGEST, SavedMap

CHOSEN = "map"  # key of the choice among saved maps; 0 is the map that is drawn for the filters
PROBLEM = "keeping:problem"
NAME = "keeping:name"


def draw_keeping(sheet: Sheet) -> None:
    """Offer to save the map that is shown, or to rename or delete it where it is a saved one."""
    if sheet.saved is None:
        with st.popover(text("saved.save"), icon=":material/bookmark_add:"):
            st.caption(text("saved.save_help"))
            st.text_input(text("saved.name"), key=NAME, max_chars=LONGEST)
            st.button(text("saved.keep"), type="primary", on_click=_save, args=(sheet.key,))
            _draw_problem()
        return
    with st.popover(text("saved.change"), icon=":material/bookmark:"):
        key = f"{NAME}:{sheet.saved.id}"
        st.text_input(text("saved.name"), value=sheet.saved.name, key=key, max_chars=LONGEST)
        st.button(text("saved.rename"), on_click=_rename, args=(sheet.saved, key))
        sure = st.checkbox(text("saved.sure"), key=f"sure:{sheet.saved.id}")
        st.button(text("saved.delete"), disabled=not sure, on_click=_delete, args=(sheet.saved,))
        _draw_problem()


def _save(drawn: str) -> None:
    try:
        with state.store().atomic() as write:
            st.session_state[CHOSEN] = saved_maps.save(write, st.session_state[NAME], drawn=drawn)
    except DataError as error:
        st.session_state[PROBLEM] = str(error)


def _rename(saved: SavedMap, key: str) -> None:
    try:
        with state.store().atomic() as write:
            saved_maps.rename(write, saved.id, st.session_state[key])
    except DataError as error:
        st.session_state[PROBLEM] = str(error)


def _delete(saved: SavedMap) -> None:
    with state.store().atomic(frees=True) as write:
        saved_maps.erase(write, saved.id)
    st.session_state[CHOSEN] = 0


def _draw_problem() -> None:
    """What went wrong with the last press, until the next; a name may be in it, so it is no Markdown."""
    if problem := st.session_state.pop(PROBLEM, ""):
        st.text(problem)
