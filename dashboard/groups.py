"""What is special about each group of a map, worked out once per map and language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from analysis.explain import VOICE, Explained, explain, verdict
from analysis.labels import english
from analysis.naming import ORDINARY
from analysis.profiles import Profile, profiles
from dashboard.maps import Atlas
from dashboard.texts import catalogue, text
from data.kinds import LINE, QUALITY, described, kinds_of

TOLD = ("emotion", "hour", "queue", "role", "quality", "language")  # no agents: nobody is ranked
SHOWN = 12  # groups with a card; further ones are small


@dataclass(frozen=True, slots=True)
class Group:
    """One group: its profile, whether it follows emotion, the voice, both or neither, and its own name."""

    profile: Profile
    follows: str
    name: str  # made when the map was drawn: it stays when other days are placed into it


def groups_in(atlas: Atlas, key: str) -> list[Group]:
    """The groups of a map that have points, the largest first; kept for as long as the map is."""
    return _groups(key, atlas)


@st.cache_data(show_spinner=False, max_entries=16)
def _groups(key: str, _atlas: Atlas) -> list[Group]:
    kinds = _kinds(_atlas)
    ids = _atlas.places.recordings
    told = described(kinds, *TOLD)
    found = profiles(_atlas.clusters, _atlas.coordinates, kinds=told, recordings=ids)
    explained = explained_by(_atlas, key)
    own_names = _atlas.details.get("group_names", {})
    return [
        Group(profile, verdict(explained, group=profile.label), own_names.get(str(profile.label), profile.name))
        for profile in sorted(found, key=lambda profile: -profile.size)
        if profile.size
    ][:SHOWN]


def follows(atlas: Atlas, key: str) -> str:
    """What the whole map follows: ``emotion``, ``voice``, ``both`` or ``neither``."""
    return verdict(explained_by(atlas, key))


def explained_by(atlas: Atlas, key: str) -> dict[str, Explained]:
    """How much emotion, and each kind of voice that is known, explains of a map's groups; kept as the map is."""
    return _explained(key, atlas)


@st.cache_data(show_spinner=False, max_entries=16)
def _explained(key: str, _atlas: Atlas) -> dict[str, Explained]:
    kinds = _kinds(_atlas)
    return explain(_atlas.clusters, described({**kinds, LINE: kinds[QUALITY]}, "emotion", *VOICE))


def _kinds(atlas: Atlas) -> Mapping[str, Sequence[str]]:
    labels = [english(label) for label in atlas.model.labels]
    return kinds_of(atlas.captions, atlas.places, emotions=[labels[number] for number in atlas.leading])


def said_name(name: str) -> str:
    """A group's own name in the page's language: its emotions, then what else is over-represented."""
    return " · ".join(_said(part) for part in name.split(" · ")) if name != ORDINARY else text("group.ordinary")


def _said(part: str) -> str:
    known = catalogue()
    return " + ".join(text(f"emotion.{word}") if f"emotion.{word}" in known else word for word in part.split(" + "))
