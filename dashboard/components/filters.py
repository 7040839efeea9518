"""The filters that several views share. They are bound to the address, so a link opens the same view again."""

from datetime import datetime, time, timedelta

import streamlit as st

from analysis.labels import english
from dashboard import state
from dashboard.texts import text
from data import listing
from data.records import AGENT, CUSTOMER, MIXED, Model, Selection

VOICES = (CUSTOMER, AGENT, MIXED)


def choose_selection(model: Model) -> Selection:
    """Draw the filters; what they leave of one model's readings."""
    everything = Selection(model.key, roles=VOICES)
    with state.store().reading() as read:
        choices = {column: listing.values(read, everything, column) for column in ("agent", "queue", "dominant")}
        span = listing.span(read, model=model.key)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(
            text("recordings.search"), key="name", bind="query-params", icon=":material/search:", live=True, width=240
        )
        since, until = _choose_days(span)
        queues = _choose("queues", choices["queue"])
        agents = _choose("agents", choices["agent"])
        emotions = _choose("emotions", choices["dominant"], emotion=True)
        roles = st.multiselect(
            text("recordings.roles"),
            VOICES,
            default=state.ROLES,
            format_func=lambda role: text(f"role.{role}"),
            key="roles",
            bind="query-params",
            width=220,
        )
    return Selection(
        model.key,
        roles=tuple(roles) or VOICES,
        since=since,
        until=until,
        agents=tuple(agents),
        queues=tuple(queues),
        emotions=tuple(emotions),
        search=(search or "").strip(),
    )


def _choose(name: str, choices: list[str], *, emotion: bool = False) -> list[str]:
    if not choices:
        return []
    return st.multiselect(
        text(f"recordings.{name}"),
        choices,
        format_func=(lambda label: text(f"emotion.{english(label)}")) if emotion else str,
        key=name,
        bind="query-params",
        width=180,
    )


def _choose_days(span: tuple[datetime, datetime] | None) -> tuple[datetime | None, datetime | None]:
    if span is None:
        return None, None
    days = st.date_input(
        text("recordings.days"),
        value=(),
        min_value=span[0].date(),
        max_value=span[1].date(),
        key="days",
        bind="query-params",
        width=230,
    )
    if len(days) == 0:
        return None, None
    return datetime.combine(days[0], time()), datetime.combine(days[-1], time()) + timedelta(days=1)
