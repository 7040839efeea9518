"""What is special about each group of a map: worked out when it was drawn, or once where that was before."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import streamlit as st

from analysis.accounts import VERSION, Account, account, unpacked
from analysis.explain import Explained, verdict
from analysis.labels import english
from analysis.naming import ORDINARY
from analysis.profiles import Profile
from dashboard import state
from dashboard.maps import Atlas
from dashboard.texts import catalogue, text
from data import accounts
from data.errors import DiskFull
from data.kinds import kinds_of

SHOWN = 12  # groups with a card; further ones are small


@dataclass(frozen=True, slots=True)
class Group:
    """One group: its profile, whether it follows emotion, the voice, both or neither, and its own name."""

    profile: Profile
    follows: str
    name: str  # made when the map was drawn: it stays when other days are placed into it


def groups_in(atlas: Atlas, key: str) -> list[Group]:
    """The groups of a map that have points, the largest first."""
    told = account_of(atlas, key)
    own_names = atlas.details.get("group_names", {})
    return [
        Group(profile, verdict(told.explained, group=profile.label), own_names.get(str(profile.label), profile.name))
        for profile in sorted(told.profiles, key=lambda profile: -profile.size)
        if profile.size
    ][:SHOWN]


def follows(atlas: Atlas, key: str) -> str:
    """What the whole map follows: ``emotion``, ``voice``, ``both`` or ``neither``."""
    return verdict(explained_by(atlas, key))


def explained_by(atlas: Atlas, key: str) -> Mapping[str, Explained]:
    """How much emotion, and each kind of voice that is known, explains of a map's groups."""
    return account_of(atlas, key).explained


def account_of(atlas: Atlas, key: str) -> Account:
    """What is told of a map's groups, as it was worked out when the map was drawn; kept for as long as the map is."""
    return _account(key, len(atlas), atlas)


@st.cache_resource(show_spinner=False, max_entries=16)
def _account(key: str, points: int, _atlas: Atlas) -> Account:
    with state.store().reading() as read:
        kept = accounts.find(read, key, version=VERSION)
    found = unpacked(kept) if kept else None
    if found is not None and found.points == points:
        return found
    made = _work_out(_atlas)
    if found is None:  # the map is of an older ToneAtlas, or lost points: the next server need not do it again
        with suppress(DiskFull), state.store().atomic() as write:
            accounts.keep(write, key, made.packed())
    return made


def _work_out(atlas: Atlas) -> Account:
    labels = [english(label) for label in atlas.model.labels]
    kinds = kinds_of(list(atlas.captions), atlas.places, emotions=[labels[number] for number in atlas.leading])
    return account(atlas.clusters, atlas.coordinates, kinds=kinds, recordings=atlas.places.recordings)


def said_name(name: str) -> str:
    """A group's own name in the page's language: its emotions, then what else is over-represented."""
    return " · ".join(_said(part) for part in name.split(" · ")) if name != ORDINARY else text("group.ordinary")


def _said(part: str) -> str:
    known = catalogue()
    return " + ".join(text(f"emotion.{word}") if f"emotion.{word}" in known else word for word in part.split(" + "))
