"""What a session is looking at: the store, the model whose readings are shown, and the way from view to view."""

from collections.abc import Mapping

import streamlit as st

from dashboard.texts import LANGUAGE, LANGUAGES
from data import models, settings
from data.home import Home
from data.records import CUSTOMER, MIXED, Model
from data.store import Store

PAGES = "pages"  # where the session keeps its views by name
ROLES = (CUSTOMER, MIXED)  # the voices that are shown unless somebody asks for others


def store() -> Store:
    """The store of this server, opened once."""
    return _open(Home.from_environment())


@st.cache_resource(show_spinner=False, hash_funcs={Home: lambda home: (str(home.root), home.database)})
def _open(home: Home) -> Store:
    return Store.open(home)


def begin() -> None:
    """Set the session's language once: from the address, else from the store's setting."""
    if LANGUAGE in st.session_state:
        return
    with store().reading() as read:
        kept = settings.load(read)["language"]
    asked = st.query_params.get("lang", kept)
    st.session_state[LANGUAGE] = asked if asked in LANGUAGES else kept


def known_models() -> Mapping[str, Model]:
    """All models that have spoken here by key, the newest first."""
    with store().reading() as read:
        return models.load(read)


def model() -> Model | None:
    """The model whose readings this session shows; None while nothing was read."""
    known = known_models()
    chosen = st.session_state.get("model")
    return known.get(chosen) or next(iter(known.values()), None)


def keep_pages(pages: Mapping[str, object]) -> None:
    """Remember the views of this session, so that one view can lead to another without importing it."""
    st.session_state[PAGES] = dict(pages)


def go(view: str, **query: str) -> None:
    """Open another view; ``query`` is its address, e.g. ``recording=…``."""
    st.switch_page(st.session_state[PAGES][view], query_params=query)
