"""What a session is looking at: the store, the model whose readings are shown, and the way from view to view."""

import json
from collections.abc import Mapping

import streamlit as st

from dashboard import thresholds
from dashboard.components.table import Touched
from dashboard.texts import LANGUAGE, LANGUAGES, language
from data import jobs, models, settings
from data.errors import Missing
from data.home import Home
from data.records import CUSTOMER, MIXED, Model
from data.store import Store

ASKED = "asked"  # where the session keeps its jobs by what they do
PAGES = "pages"  # where the session keeps its views by name
ROLES = (CUSTOMER, MIXED)  # the voices that are shown unless somebody asks for others


def store() -> Store:
    """The store of this server, opened once."""
    return _open(Home.from_environment())


@st.cache_resource(show_spinner=False, hash_funcs={Home: lambda home: (str(home.root), home.database)})
def _open(home: Home) -> Store:
    return Store.open(home)


def begin() -> None:
    """Follow the store's settings; the language is set once, from the address if it names one.

    A language that is not the setting's stands in the address of every view, so that a reload or a link keeps it.
    """
    with store().reading() as read:
        kept = settings.load(read)
    thresholds.keep(kept)
    asked = st.query_params.get("lang", "")
    if LANGUAGE not in st.session_state:
        st.session_state[LANGUAGE] = asked if asked in LANGUAGES else kept["language"]
    spoken = language()
    if spoken != kept["language"] and asked != spoken:
        st.query_params["lang"] = spoken
    elif spoken == kept["language"] and asked:
        del st.query_params["lang"]


def keep_language(chosen: str) -> None:
    """Make a language the setting, and this session's too."""
    with store().atomic() as write:
        settings.save(write, "language", chosen)
    st.session_state[LANGUAGE] = chosen


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


def order() -> tuple[str, bool]:
    """Which column tables are sorted by, and whether downwards, as the address says."""
    return st.query_params.get("sort", "started_at"), st.query_params.get("down", "") == "1"


def sort_by(column: str) -> None:
    """Sort by another column, numbers with the highest first; by the same one the other way round."""
    now, descending = order()
    first = column not in ("started_at", "name", "agent", "queue", "dominant", "role")
    st.query_params["sort"] = column
    st.query_params["down"] = "1" if (not descending if column == now else first) else "0"


def open_touched(touched: Touched) -> None:
    """Open the call whose row was pressed, at the second that was pointed at."""
    if touched.opened:
        recording, role, *_ = touched.opened.split("/")
        at = {} if touched.second is None else {"at": f"{touched.second:.2f}"}
        go("call", recording=recording, role=role, **at)


def call_asked() -> str:
    """The recording that the address names, or the one this session looked at last; empty when there is none."""
    named = st.query_params.get("recording", "")
    if named:
        st.session_state["last_call"] = named
    return named or st.session_state.get("last_call", "")


def role_asked() -> str:
    """The role that the address names."""
    return st.query_params.get("role", "")


def job_asked() -> int | None:
    """The upload that the address names, as its number; None when it names none."""
    asked = st.query_params.get("job", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 16 else None


def second() -> float | None:
    """The second that the address names, to open a call at; None when it names none."""
    try:
        asked = float(st.query_params.get("at", ""))
    except ValueError:
        return None
    return asked if 0 <= asked < 1e6 else None


def theme() -> str:
    """``light`` or ``dark``: what the page is shown in."""
    return "dark" if st.context.theme.type == "dark" else "light"


def ask_for(kind: str, options: Mapping[str, object]) -> int:
    """The job of that kind and with these options; one that failed for this session is kept, so that it is told why."""
    wish = json.dumps([kind, options], sort_keys=True)
    asked: dict[str, int] = st.session_state.setdefault(ASKED, {})
    if wish not in asked or _is_done(asked[wish]):
        with store().atomic() as write:
            asked[wish] = jobs.ask(write, kind, options=options)
    return asked[wish]


def _is_done(job: int) -> bool:
    """Whether a job has made what it was asked for, which has been thrown away since, or is itself forgotten."""
    try:
        with store().reading() as read:
            return jobs.find(read, job).state == jobs.DONE
    except Missing:
        return True


def forget_job() -> None:
    """Let the next look ask again."""
    st.session_state.pop(ASKED, None)
