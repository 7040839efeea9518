"""A stored map with everything needed to colour, hover and list its points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from analysis.labels import english
from dashboard import formats, palette, state
from dashboard.charts.look import GROUPS, REST
from dashboard.components.scatter import Groups, Points
from dashboard.components.scores import role_name
from dashboard.named import groups_by_word
from dashboard.sparks import spark
from dashboard.texts import text
from dashboard.words import FEW, Words
from data import captions, maps, outlines, saved_maps
from data.derived import Derived
from data.maps import Places
from data.records import Floats, Model, Selection

MANY = 20_000  # points above which a hover text for each would be megabytes: then only its group is told
COLOURINGS = ("emotion", "confidence", "cluster", "queue", "agent", "hour", "role")


@dataclass(frozen=True, slots=True, eq=False)
class Atlas:
    """The points of a map: where each lies, what it is, and what was read in it."""

    model: Model
    coordinates: Floats  # (P, 2)
    clusters: NDArray[np.int32]  # (P,) -1 for noise
    outliers: Floats  # (P,) how unlike the rest a point is, 0 … 1
    places: Places
    whose: NDArray[np.int32]  # (P,) number of the recording
    captions: Words  # P
    leading: NDArray[np.int32]  # (P,) number of the leading label
    confidence: Floats  # (P,)
    details: Mapping[str, Any]  # notes, group_names as the map was drawn, drift of calls that were placed
    sparks: Mapping[tuple[str, str], str] = field(default_factory=dict)  # by recording and role; of many calls none

    def __len__(self) -> int:
        return len(self.coordinates)

    @property
    def groups(self) -> int:
        """Number of groups, those that have no point here included: another day's map may lack one."""
        return max(len(self.details.get("group_names", {})), int(self.clusters.max(initial=-1)) + 1)


@st.cache_resource(show_spinner=False, max_entries=6)
def atlas_of(key: str, _found: Derived, _model: Model) -> Atlas:
    """The atlas of the map of that key, worked out once: of 100,000 points it takes a second."""
    return load_atlas(_found, _model)


def load_atlas(found: Derived, model: Model) -> Atlas:
    """Everything about a map's points, in their order; a saved map's point whose voice is gone is left out."""
    places, kept = maps.places(found), np.ones(len(found.arrays["which"]), np.bool_)
    if found.kind == saved_maps.KIND:  # other maps are not found again once a voice of theirs has changed
        places, kept = _still_there(places, model)
    words = Words(places, model=model.key)
    return Atlas(
        model,
        found.arrays["coordinates"][kept],
        found.arrays["clusters"][kept],
        found.arrays["outliers"][kept],
        places,
        found.arrays["which"][kept],
        words,
        found.arrays["leading"][kept],
        found.arrays["confidence"][kept],
        found.details,
        _sparks(found.details["ids"], words, model),
    )


def _still_there(places: Places, model: Model) -> tuple[Places, NDArray[np.bool_]]:
    """The places that have a voice, and which (P,) of all they are."""
    with state.store().reading() as read:
        known = captions.known(read, model=model.key)
    keys = list(zip(places.recordings, places.roles, strict=True))
    there = np.array([key in known for key in keys], np.bool_)
    recordings, roles = (tuple(keys[row][part] for row in np.flatnonzero(there)) for part in (0, 1))
    return Places(recordings, roles, places.spans[there]), there


def _sparks(ids: Sequence[str], words: Words, model: Model) -> dict[tuple[str, str], str]:
    """The course of each voice as a word, by recording and role; of many recordings none."""
    if len(ids) >= FEW:
        return {}
    with state.store().reading() as read:
        lines = outlines.load(read, ids, model=model.key)
    seconds = dict(zip(words.keys, words.column("seconds"), strict=True))
    return {key: spark(line, seconds=seconds[key], model=model) for key, line in lines.items() if key in seconds}


def groups_of(atlas: Atlas, colouring: str, *, theme: str, names: Mapping[str, str] | None = None) -> Groups:
    """How the points are coloured by one of ``COLOURINGS``; ``names`` are those that people gave to groups."""
    if colouring == "emotion":
        names = [english(label) for label in atlas.model.labels]
        colours = palette.colours(theme)
        kept = [name for name in palette.NAMES if name in names]
        place = np.array([kept.index(name) for name in names], np.int32)
        return Groups(place[atlas.leading], [text(f"emotion.{n}") for n in kept], [colours[n] for n in kept])
    if colouring == "cluster":
        count, given = atlas.groups, names or {}
        named = [_group_name(number, given.get(str(number), "")) for number in range(count)]
        which = np.where(atlas.clusters < 0, count, atlas.clusters).astype(np.int32)
        return Groups(which, [*named, text("map.noise")], [*hues(count, theme), REST[theme]])
    return groups_by_word(_words_of(atlas, colouring), theme=theme)


def hover_of(atlas: Atlas) -> list[list[str]]:
    """What a point says under the pointer, line by line; nothing for maps of very many points."""
    if len(atlas) > MANY:
        return []
    names = [text(f"emotion.{english(label)}") for label in atlas.model.labels]
    told = []
    for point, caption in enumerate(atlas.captions):
        start, end = atlas.places.spans[point]
        verdict = f"{names[atlas.leading[point]]} {atlas.confidence[point]:.2f}"
        when = f"{formats.moment(caption.started_at)} · {formats.clock(start)}–{formats.clock(end)}"
        lines = [caption.name, f"{verdict} · {when}", f"{caption.queue} {caption.agent}".strip()]
        course = atlas.sparks.get((atlas.places.recordings[point], atlas.places.roles[point]))
        told.append([*lines, text("map.hover_course", course=course)] if course else lines)
    return told


@dataclass(frozen=True, slots=True)
class Look:
    """How a map is shown: what colours it, in which theme, the names that people gave to its groups.

    ``groups`` are there when it is coloured by something that is not of the map itself.
    """

    colouring: str
    theme: str
    names: Mapping[str, str] = field(default_factory=dict)
    groups: Groups | None = None


def points_of(atlas: Atlas, selection: Selection, look: Look, *, name: str, extent: Floats | None = None) -> Points:
    """The map as the picture wants it: coloured, with what the page's filters leave, within ``extent`` (2, 2)."""
    groups = look.groups or groups_of(atlas, look.colouring, theme=look.theme, names=look.names)
    named = range(atlas.groups) if look.colouring == "cluster" else ()
    return Points(
        map=name,
        coordinates=atlas.coordinates,
        groups=groups,
        colouring=look.colouring,
        shown=shown_of(atlas, selection),
        hover=hover_of(atlas),
        labels=[(number, str(number + 1)) for number in named],
        rest=REST[look.theme],
        said=text("map.lead"),
        extent=extent,
    )


def shown_of(atlas: Atlas, selection: Selection) -> NDArray[np.bool_]:
    """(P,) which points the page's filters leave; the map itself does not depend on them."""
    shown = np.ones(len(atlas), np.bool_)
    chosen = {"queue": selection.queues, "agent": selection.agents, "dominant": selection.emotions}
    for name, wanted in chosen.items():
        if wanted:
            shown &= [value in wanted for value in atlas.captions.column(name)]
    if search := selection.search.casefold():
        shown &= [search in name.casefold() for name in atlas.captions.column("name")]
    if selection.shortest or selection.longest:
        seconds = atlas.captions.column("seconds").astype(np.float64)
        shown &= (selection.shortest <= seconds) & (seconds <= (selection.longest or np.inf))
    return shown


def _group_name(number: int, given: str) -> str:
    return f"{number + 1} · {given}" if given else text("map.cluster_name", number=number + 1)


def _words_of(atlas: Atlas, colouring: str) -> Sequence[str]:
    """P words that points are coloured by, empty where unknown."""
    if colouring == "role":
        return [role_name(role) for role in atlas.places.roles]
    if colouring == "hour":
        hours = {hour: text("map.hour_name", hour=f"{hour:02d}", next=f"{hour + 1:02d}") for hour in range(24)}
        return ["" if time is None else hours[time.hour] for time in atlas.captions.column("started_at")]
    return list(atlas.captions.column("queue" if colouring == "queue" else "agent"))


def hues(count: int, theme: str = "light") -> list[str]:
    """Colours of groups that are no emotions: twelve, then the colour of context."""
    return [GROUPS[number] if number < len(GROUPS) else REST[theme] for number in range(count)]
