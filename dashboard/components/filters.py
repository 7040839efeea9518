"""The filters that several views share. They are bound to the address, so a link opens the same view again."""

from datetime import datetime, time, timedelta

import streamlit as st

from analysis.labels import english
from dashboard import state
from dashboard.components.address import understand
from dashboard.components.scores import role_name
from dashboard.texts import catalogue, text
from data import listing
from data.records import Model, Selection

CHOICES, LENGTHS = ("queues", "agents", "emotions", "roles"), ("shortest", "longest")
FOLDED = (*CHOICES, *LENGTHS)  # filters that the popover hides


def choose_selection(model: Model) -> Selection:
    """Draw the filters in one line; what they leave of one model's readings."""
    with state.store().reading() as read:
        count = listing.count(read, Selection(model.key, roles=()))
        span = listing.span(read, model=model.key)
    choices = _choices(model.key, count)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        search = st.text_input(
            text("filter.search"),
            key="name",
            bind="query-params",
            icon=":material/search:",
            placeholder=text("filter.search"),
            label_visibility="collapsed",
            live=True,
            width=240,
        )
        sent = _choose_job()
        since, until = _choose_days(span)
        count = sum(_is_set(name) for name in FOLDED)
        said = text("filter.more_set", count=count) if count else text("filter.more")
        with st.popover(said, icon=":material/filter_list:"):
            queues = _choose("queues", choices["queue"])
            agents = _choose("agents", choices["agent"])
            emotions = _choose("emotions", choices["dominant"])
            roles = _choose("roles", choices["role"])
            with st.container(horizontal=True):
                shortest, longest = _choose_minutes("shortest"), _choose_minutes("longest")
        if any(_is_set(name) for name in (*FOLDED, "name", "days")):
            st.button(text("filter.clear"), type="tertiary", icon=":material/filter_list_off:", on_click=_clear)
    return Selection(
        model.key,
        roles=tuple(roles) or state.ROLES,
        since=since,
        until=until,
        agents=tuple(agents),
        queues=tuple(queues),
        emotions=tuple(emotions),
        search=(search or "").strip(),
        jobs=sent,
        shortest=shortest * 60,
        longest=longest * 60,
    )


@st.cache_data(show_spinner=False, ttl=60, max_entries=32)
def _choices(model: str, count: int) -> dict[str, list[str]]:
    """What can be chosen, by column: worked out again when the number of voices changes, or after a minute.

    Of 100,000 recordings the lists take a fifth of a second, which every press of a button would pay.
    """
    with state.store().reading() as read:
        return listing.choices(read, Selection(model, roles=()))


def _is_set(name: str) -> bool:
    """Whether a filter is set; when a link opens the view, its widget has not told the session yet."""
    return bool(st.session_state[name]) if name in st.session_state else name in st.query_params


def _clear() -> None:
    """Take all filters away, of the session and so of the address."""
    for name in CHOICES:
        st.session_state[name] = []
    for name in LENGTHS:
        st.session_state[name] = None
    st.session_state["name"], st.session_state["days"] = "", ()


def _choose(name: str, choices: list[str]) -> list[str]:
    says = {
        "emotions": lambda label: text(f"emotion.{english(label)}"),
        "roles": role_name,
    }
    if name == "emotions":
        _understand(name, {label: f"emotion.{english(label)}" for label in choices})
    elif name == "roles":
        _understand(name, {role: f"role.{role}" for role in choices})
    return st.multiselect(
        text(f"filter.{name}"),
        choices,
        format_func=says.get(name, str),
        key=name,
        bind="query-params",
        placeholder=text(f"filter.{name}_all"),
        width=320,
    )


def _understand(name: str, names: dict[str, str]) -> None:
    """What models and uploads call their labels and roles need not be in the catalogue."""
    understand(name, {choice: said for choice, said in names.items() if said in catalogue()}, several=True)


def _choose_job() -> tuple[int, ...]:
    """The upload that the address names, whose files alone are shown until somebody presses it away."""
    asked = state.job_asked()
    if asked is None:
        return ()
    said, said_help = text("filter.job", job=asked), text("filter.job_help")
    st.button(said, icon=":material/close:", help=said_help, on_click=_forget_job, key="only_job")
    return (asked,)


def _forget_job() -> None:
    st.query_params.pop("job", None)


def _choose_minutes(name: str) -> float:
    """A length of calls in minutes; 0 is any."""
    given = st.number_input(
        text(f"filter.{name}"),
        min_value=0.0,
        max_value=600.0,
        value=None,
        step=0.5,
        key=name,
        bind="query-params",
        placeholder=text("filter.any_length"),
        width=150,
    )
    return float(given or 0.0)


def _choose_days(span: tuple[datetime, datetime] | None) -> tuple[datetime | None, datetime | None]:
    if span is None:
        return None, None
    days = st.date_input(
        text("filter.days"),
        value=(),
        min_value=span[0].date(),
        max_value=span[1].date(),
        key="days",
        bind="query-params",
        label_visibility="collapsed",
        width=250,
    )
    if len(days) == 0:
        return None, None
    return datetime.combine(days[0], time()), datetime.combine(days[-1], time()) + timedelta(days=1)
