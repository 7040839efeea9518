"""What a map is made of and with: the choices of the map view, all of them kept in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import state
from dashboard.components.address import understand
from dashboard.components.keeping import CHOSEN
from dashboard.components.own.columns import key_of
from dashboard.degrees import MEASURES
from dashboard.maps import COLOURINGS
from dashboard.named import COLUMN
from dashboard.sheets import whole_days
from dashboard.texts import text
from data import captions, saved_maps
from data.maps import FILE, NOWHERE, ON_MAP, ON_SPACE, SPEAKER, Grouping, Request
from data.records import Selection
from data.saved_maps import SavedMap
from data.versions import Version

ALIKE = "alike"  # no number makes points larger or smaller
METHODS = ("umap", "tsne", "pca")
CENTRES = {"as_read": NOWHERE, SPEAKER: SPEAKER, FILE: FILE}  # an empty choice could not stand in the address


def choose(name: str, options: Sequence[str]) -> str:
    """One choice, kept in the address."""
    understand(name, {option: f"map.{option}" for option in options})
    return st.segmented_control(
        text(f"map.{name}"),
        options,
        default=options[0],
        required=True,
        format_func=lambda option: text(f"map.{option}"),
        key=name,
        bind="query-params",
    )


def choose_colouring(used: Sequence[Version]) -> str:
    """What colours the points: something of the map's own, a number, a metadata column, or what the team taught."""
    taught = {key_of(version): version.of.name for version in used}
    with state.store().reading() as read:
        columns = {f"{COLUMN}{name}": text("map.column", name=name) for name in captions.columns_of_tables(read)}
    numbers = [measure for measure in MEASURES if measure not in COLOURINGS]
    return _choose_one("colour", (*COLOURINGS, *numbers), columns | taught)


def choose_sizing(used: Sequence[Version]) -> str:
    """The number that makes points larger or smaller; ``ALIKE`` when all are alike."""
    return _choose_one("sized", (ALIKE, *MEASURES), {key_of(version): version.of.name for version in used})


def _choose_one(name: str, ours: Sequence[str], theirs: Mapping[str, str]) -> str:
    """One of our options, or of what people have named, kept in the address."""
    understand(name, {option: f"map.{option}" for option in ours})
    return st.selectbox(
        text(f"map.{name}"),
        (*ours, *theirs),
        format_func=lambda option: theirs.get(option) or text(f"map.{option}"),
        key=name,
        bind="query-params",
        width=190,
    )


def choose_map() -> SavedMap | None:
    """One of the saved maps; None is the map that is drawn for the filters."""
    with state.store().reading() as read:
        saved = {one.id: one for one in saved_maps.find(read)}
    if not saved:
        return None
    if st.session_state.get(CHOSEN) not in (None, 0, *saved):
        st.session_state[CHOSEN] = 0  # deleted, perhaps by somebody else
    chosen = st.selectbox(
        text("saved.map"),
        (0, *saved),
        format_func=lambda number: saved[number].name if number else text("saved.none"),
        key=CHOSEN,
        bind="query-params",
        width=240,
    )
    return saved.get(chosen)


def choose_request(selection: Selection) -> Request:
    """What the map of the filters' calls is made of and with."""
    unit = choose("unit", ("recordings", "windows"))
    method = choose("method", METHODS)
    space = choose("space", ("embeddings", "scores"))
    request = Request(whole_days(selection), unit=unit, method=method, space=space)
    with st.popover(_said(), icon=":material/tune:"):
        centre = CENTRES[choose("centre", tuple(CENTRES))]
        on = choose("grouped", (ON_MAP, ON_SPACE))
        least, samples = _choose_count("min_size", 2), _choose_count("min_samples", 1)
        epsilon = st.number_input(
            text("map.epsilon"), 0.0, 100.0, 0.0, 0.05, key="epsilon", help=text("map.epsilon_help"), **BOUND
        )
    return replace(request, centre=centre, grouping=Grouping(on, least, samples, float(epsilon)))


BOUND: dict[str, Any] = {"bind": "query-params"}


def _choose_count(name: str, lowest: int) -> int | None:
    """A number of points from ``lowest`` on; nothing is what suits the number there are."""
    given = st.number_input(
        text(f"map.{name}"),
        min_value=lowest,
        max_value=100_000,
        value=None,
        step=1,
        key=name,
        placeholder=text("map.by_itself"),
        help=text(f"map.{name}_help"),
        **BOUND,
    )
    return None if given is None else int(given)


def _said() -> str:
    """The popover's name, with how many of its choices are not the usual ones."""
    told = st.session_state
    usual = {"centre": "as_read", "grouped": ON_MAP, "min_size": None, "min_samples": None, "epsilon": 0.0}
    count = sum(told.get(name, value) != value for name, value in usual.items())
    return text("map.more_set", count=count) if count else text("map.more")
