"""A second map beside the first: the same saved map on another day, another saved map, or another way of drawing."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

import numpy as np
import streamlit as st

from dashboard import formats, state
from dashboard.components.mapping import METHODS
from dashboard.groups import said_name
from dashboard.maps import Atlas
from dashboard.panes import Pane
from dashboard.sheets import Sheet, drawn, opened, own, placed, whole_days
from dashboard.texts import text
from data import listing, saved_maps
from data.maps import Request
from data.records import Model, Selection
from data.saved_maps import SavedMap

NOTHING, OWN, DAY, SAVED = "nothing", "own", "day", "saved:"


def choose_beside(sheet: Sheet, selection: Selection, model: Model) -> Sheet | int | None:
    """What stands beside the sheet: another one, the job that makes it, or nothing."""
    with state.store().reading() as read:
        saved = {f"{SAVED}{one.id}": one for one in saved_maps.find(read) if one.model == model.key}
    offers = _offers(sheet, saved)
    if st.session_state.get("beside") not in (None, *offers):
        st.session_state["beside"] = NOTHING
    chosen = st.selectbox(
        text("beside.title"),
        offers,
        format_func=lambda one: offers[one],
        key="beside",
        bind="query-params",
        help=text("beside.help"),
        width=240,
    )
    if chosen == DAY:
        other = _choose_days(selection, model)
        return None if other is None or sheet.saved is None else placed(sheet.saved, other)
    if chosen == OWN and sheet.saved is not None:
        return own(sheet.saved)
    if chosen in saved:
        return opened(saved[chosen], selection)
    if chosen in METHODS:
        made = sheet.request
        return drawn(Request(whole_days(selection), unit=made.unit, method=chosen, space=made.space))
    return None


def _offers(sheet: Sheet, saved: Mapping[str, SavedMap]) -> dict[str, str]:
    """What can stand beside a sheet, and how it is said."""
    offers = {NOTHING: text("beside.nothing")}
    if sheet.saved is not None:
        offers[DAY] = text("beside.day")
        if sheet.placed:
            offers[OWN] = text("beside.own")
    others = {key: one for key, one in saved.items() if sheet.saved is None or one.id != sheet.saved.id}
    offers |= {key: text("beside.saved", name=one.name) for key, one in others.items()}
    methods = [method for method in METHODS if sheet.saved is not None or method != sheet.request.method]
    return offers | {method: text("beside.drawn", method=text(f"map.{method}")) for method in methods}


def _choose_days(selection: Selection, model: Model) -> Selection | None:
    """The selection on other days; None until they are chosen."""
    with state.store().reading() as read:
        span = listing.span(read, model=model.key)
    if span is None:
        return None
    days: Any = st.date_input(
        text("beside.days"),
        value=(),
        min_value=span[0].date(),
        max_value=span[1].date(),
        key="beside_days",
        bind="query-params",
        width=250,
    )
    if len(days) == 0:
        return None
    since, until = datetime.combine(days[0], time()), datetime.combine(days[-1], time()) + timedelta(days=1)
    return Selection(selection.model, roles=selection.roles, since=since, until=until)


def draw_shares(left: Pane, right: Pane) -> None:
    """How much of each day lies in each group of the map that both are in."""
    names = left.sheet.names()
    rows = [
        {
            text("beside.group"): _called(number, names, left.atlas),
            text("beside.left"): _share(left.atlas, number),
            text("beside.right"): _share(right.atlas, number),
        }
        for number in [*range(left.atlas.groups), -1]
    ]
    with st.expander(text("beside.shares"), icon=":material/compare_arrows:"):
        st.dataframe(rows, hide_index=True)


def _called(number: int, names: Mapping[str, str], atlas: Atlas) -> str:
    if number < 0:
        return text("map.noise")
    name = names.get(str(number)) or said_name(atlas.details.get("group_names", {}).get(str(number), ""))
    return f"{number + 1} · {name}"


def _share(atlas: Atlas, number: int) -> str:
    count = int(np.sum(atlas.clusters == number))
    return text("beside.share", count=formats.count(count), share=formats.share(count / max(len(atlas), 1)))
