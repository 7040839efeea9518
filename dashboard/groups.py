"""What is special about each group of a map, worked out once per map and language."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from analysis.explain import explain, verdict
from analysis.labels import english
from analysis.naming import ORDINARY
from analysis.profiles import Profile, profiles
from dashboard.maps import Atlas
from dashboard.texts import catalogue, text
from data import derived
from data.store import Store

SHOWN = 12  # groups with a card; further ones are small


@dataclass(frozen=True, slots=True)
class Group:
    """One group: its profile, and whether it follows emotion, the voice, both or neither."""

    profile: Profile
    follows: str


def groups_in(atlas: Atlas, key: str) -> list[Group]:
    """The groups of a map, the largest first; kept for as long as the map is."""
    return _groups(key, atlas)


@st.cache_data(show_spinner=False, max_entries=16)
def _groups(key: str, _atlas: Atlas) -> list[Group]:
    kinds = _kinds(_atlas)
    ids = _atlas.places.recordings
    found = profiles(_atlas.clusters, _atlas.coordinates, kinds=_named(kinds), recordings=ids)[:SHOWN]
    explained = explain(_atlas.clusters, kinds)
    return [Group(profile, verdict(explained, group=profile.label)) for profile in found]


def follows(atlas: Atlas, key: str) -> str:
    """What the whole map follows: ``emotion``, ``voice``, ``both`` or ``neither``."""
    return _follows(key, atlas)


@st.cache_data(show_spinner=False, max_entries=16)
def _follows(key: str, _atlas: Atlas) -> str:
    return verdict(explain(_atlas.clusters, _kinds(_atlas)))


def names_of(store: Store, key: str) -> dict[str, str]:
    """Names that people gave to groups of a map, by the group's number."""
    with store.reading() as read:
        return dict(derived.load(read, key).details.get("names", {}))


def rename(store: Store, key: str, *, number: int, name: str) -> None:
    """Give a group another name; an empty one brings its own back."""
    with store.atomic() as write:
        details = dict(derived.load(write, key).details)
        names = {**details.get("names", {}), str(number): name.strip()[:80]}
        derived.annotate(write, key, {**details, "names": {group: said for group, said in names.items() if said}})


def said_name(profile: Profile) -> str:
    """A group's own name in the page's language: its emotions, then what else is over-represented."""
    parts = profile.name.split(" · ")
    return " · ".join(_said(part) for part in parts) if profile.name != ORDINARY else text("group.ordinary")


def _said(part: str) -> str:
    known = catalogue()
    return " + ".join(text(f"emotion.{word}") if f"emotion.{word}" in known else word for word in part.split(" + "))


def _named(kinds: dict[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The kinds a group may be named after: agents are left out, because nobody is ranked."""
    return {kind: kinds[kind] for kind in ("emotion", "queue", "hour") if any(kinds[kind])}


def _kinds(atlas: Atlas) -> dict[str, Sequence[str]]:
    labels = [english(label) for label in atlas.model.labels]
    captions = atlas.captions
    kinds: dict[str, Sequence[str]] = {
        "emotion": [labels[number] if number >= 0 else "" for number in atlas.leading],
        "queue": [caption.queue for caption in captions],
        "hour": ["" if caption.started_at is None else str(caption.started_at.hour) for caption in captions],
        "agent": [caption.agent for caption in captions],
    }
    for kind in ("customer", "language"):
        kinds[kind] = [str(caption.metadata.get(kind, "")) for caption in captions]
    if len(np.unique(np.array(atlas.places.recordings, dtype=str))) < len(atlas):
        kinds["file"] = atlas.places.recordings
    return kinds
