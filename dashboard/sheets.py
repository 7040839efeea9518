"""The sheets of an atlas: a map drawn for the page's filters, or a saved one with its own calls or others' in it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import sqlalchemy as sa
import streamlit as st

from dashboard import state
from data import derived, maps, placements, saved_maps
from data.derived import Derived
from data.maps import Request
from data.placements import Wanted
from data.records import Floats, Selection
from data.saved_maps import SavedMap


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One map with the points that are in it now."""

    found: Derived
    request: Request
    saved: SavedMap | None = None  # the saved map, if it is one
    placed: bool = False  # whether other calls than its own are in it

    @property
    def key(self) -> str:
        """What tells this sheet, as it is now, from all others."""
        return self.found.key

    @property
    def extent(self) -> Floats | None:
        """(2, 2) corners that all sheets of one saved map share; points that PCA placed outside widen them."""
        if self.saved is None:
            return None
        own = np.array(self.saved.details["extent"], np.float32)
        points = self.found.arrays["coordinates"]
        if len(points) == 0:
            return own
        return np.stack([np.minimum(own[0], points.min(axis=0)), np.maximum(own[1], points.max(axis=0))])

    def names(self) -> Mapping[str, str]:
        """Names that people gave to its groups, by the group's number, as they are now."""
        with state.store().reading() as read:
            if self.saved is not None:
                return dict(saved_maps.load(read, self.saved.id).details.get("names", {}))
            return dict(derived.detail(read, self.key, "names") or {})

    def name_group(self, number: int, name: str) -> None:
        """Give a group another name; an empty one brings its own back."""
        with state.store().atomic() as write:
            if self.saved is not None:
                saved_maps.name_group(write, self.saved.id, group=number, name=name)
            else:
                maps.name_group(write, self.key, group=number, name=name)


def whole_days(selection: Selection) -> Selection:
    """The selection without the filters that only grey points out."""
    return replace(selection, agents=(), queues=(), emotions=(), search="", own=(), shortest=0.0, longest=0.0)


def drawn(request: Request) -> Sheet | int:
    """The map of that request, or the job that draws it."""
    with state.store().reading() as read:
        found = _kept(read, maps.key_of(read, request))
    return Sheet(found, request) if found else state.ask_for(maps.KIND, request.options())


def _kept(connection: sa.Connection, key: str) -> Derived | None:
    """The map of that key, or None; loaded once for as long as it is the same, for 100,000 points are 15 MB."""
    made_at = derived.made_at(connection, key)
    return None if made_at is None else _load(key, made_at, connection)


@st.cache_resource(show_spinner=False, max_entries=6)
def _load(key: str, made_at: datetime, _connection: sa.Connection) -> Derived:
    return derived.load(_connection, key)


@st.cache_resource(show_spinner=False, max_entries=6)
def _picture(number: int, version: int, made_at: datetime, _connection: sa.Connection) -> Derived:
    return saved_maps.picture(_connection, number)


def own(saved: SavedMap) -> Sheet:
    """A saved map with the calls that it was drawn from. ``Missing`` if it was deleted meanwhile."""
    with state.store().reading() as read:
        now = saved_maps.load(read, saved.id)
        return Sheet(_picture(now.id, now.version, now.created_at, read), now.request, now)


def placed(saved: SavedMap, selection: Selection) -> Sheet | int:
    """A saved map with a selection's calls in it, or the job that places them. ``Missing`` as for ``own``."""
    wanted = Wanted(saved.id, whole_days(selection))
    with state.store().reading() as read:
        found = _kept(read, placements.key_of(read, wanted))
    if found is None:
        return state.ask_for(placements.KIND, wanted.options())
    return Sheet(found, replace(saved.request, selection=wanted.selection), saved, placed=True)


def opened(saved: SavedMap, selection: Selection) -> Sheet | int:
    """A saved map for the page's filters: its own calls where these name no day or its own, else the day's calls."""
    asked, made = whole_days(selection), saved.request.selection
    same = (asked.since, asked.until, asked.roles) == (made.since, made.until, made.roles)
    any_day = asked.since is None and asked.roles == state.ROLES
    return own(saved) if any_day or same else placed(saved, selection)
