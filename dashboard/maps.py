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
from dashboard.sparks import spark
from dashboard.texts import text
from data import captions, maps, outlines
from data.captions import Caption
from data.derived import Derived
from data.maps import Places
from data.records import Floats, Model, Selection

MANY = 20_000  # points above which a hover text for each would be megabytes: then only its group is told
FEW = 5_000  # recordings up to which theirs are looked up one by one, instead of all of a store
COLOURINGS = ("emotion", "confidence", "cluster", "queue", "agent", "hour", "role")


@dataclass(frozen=True, slots=True, eq=False)
class Atlas:
    """The points of a map: where each lies, what it is, and what was read in it."""

    model: Model
    coordinates: Floats  # (P, 2)
    clusters: NDArray[np.int32]  # (P,) -1 for noise
    outliers: Floats  # (P,) how unlike the rest a point is, 0 … 1
    places: Places
    captions: Sequence[Caption]  # P
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
    ids = found.details["ids"]
    with state.store().reading() as read:
        some = len(ids) < FEW
        words = captions.load_some(read, ids, model=model.key) if some else captions.load(read, model=model.key)
        lines = outlines.load(read, ids, model=model.key) if some else {}
    places = maps.places(found)
    keys = list(zip(places.recordings, places.roles, strict=True))
    there = np.array([key in words for key in keys], np.bool_)
    kept = np.flatnonzero(there)
    return Atlas(
        model,
        found.arrays["coordinates"][there],
        found.arrays["clusters"][there],
        found.arrays["outliers"][there],
        Places(tuple(keys[row][0] for row in kept), tuple(keys[row][1] for row in kept), places.spans[there]),
        [words[keys[row]] for row in kept],
        found.arrays["leading"][there],
        found.arrays["confidence"][there],
        found.details,
        {key: spark(line, seconds=words[key].seconds, model=model) for key, line in lines.items() if key in words},
    )


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
    return _by_words([_word(atlas, colouring, point) for point in range(len(atlas))], theme)


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
    search = selection.search.casefold()
    return np.array(
        [
            (not selection.queues or caption.queue in selection.queues)
            and (not selection.agents or caption.agent in selection.agents)
            and (not selection.emotions or caption.dominant in selection.emotions)
            and (not search or search in caption.name.casefold())
            and selection.shortest <= caption.seconds <= (selection.longest or np.inf)
            for caption in atlas.captions
        ],
        np.bool_,
    )


def _group_name(number: int, given: str) -> str:
    return f"{number + 1} · {given}" if given else text("map.cluster_name", number=number + 1)


def _word(atlas: Atlas, colouring: str, point: int) -> str:
    caption = atlas.captions[point]
    if colouring == "role":
        return role_name(atlas.places.roles[point])
    if colouring == "hour":
        if caption.started_at is None:
            return ""
        return text("map.hour_name", hour=f"{caption.started_at.hour:02d}", next=f"{caption.started_at.hour + 1:02d}")
    return caption.queue if colouring == "queue" else caption.agent


def _by_words(words: Sequence[str], theme: str) -> Groups:
    kept = sorted({word for word in words if word})
    numbers = {word: number for number, word in enumerate(kept)}
    which = np.array([numbers.get(word, len(kept)) for word in words], np.int32)
    names = kept + ([text("map.unset")] if len(kept) in which else [])
    return Groups(which, names, [*hues(len(kept), theme), REST[theme]][: len(names)])


def hues(count: int, theme: str = "light") -> list[str]:
    """Colours of groups that are no emotions: twelve, then the colour of context."""
    return [GROUPS[number] if number < len(GROUPS) else REST[theme] for number in range(count)]
