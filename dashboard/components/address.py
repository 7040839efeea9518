"""Addresses that open a view in either language: a choice may be named by itself, in English or in 中文."""

from collections.abc import Mapping

import streamlit as st

from dashboard.texts import catalogue


def understand(key: str, names: Mapping[str, str], *, several: bool = False) -> None:
    """Take what the address says for the widget of that key; ``names`` are the catalogue's keys of its options.

    Streamlit knows an option in an address by its label alone, so that a link made in one language would open
    nothing in the other. Call it before the widget is drawn.
    """
    asked = st.query_params.get_all(key)
    if not asked or key in st.session_state:
        return
    known = {said: option for option, name in names.items() for said in (option, *catalogue()[name])}
    chosen = [known[one] for one in asked if one in known]
    if chosen:
        st.session_state[key] = chosen if several else chosen[0]
