"""Cards of a map's groups: name, size, what it follows, emotion mix, and calls that stand for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from analysis.profiles import Trait
from dashboard import formats, palette
from dashboard.components.assets import script, style
from dashboard.components.scores import role_name
from dashboard.components.table import Clip
from dashboard.groups import Group, said_name
from dashboard.maps import Atlas
from dashboard.texts import catalogue, text, texts

CLEAR = 1.1  # lower limit of a lift that is told on a card
TOLD = 3  # further traits on a card
KINDS = ("emotion", "hour", "queue", "role", "quality", "language")  # of a card's table, in this order
MOST = 8  # values of a kind in it


@dataclass(frozen=True, slots=True)
class Touched:
    """What somebody did with the cards: a group to list, or a new name for one."""

    listed: int | None = None
    renamed: tuple[int, str] | None = None


def draw_clusters(
    atlas: Atlas, groups: Sequence[Group], *, names: Mapping[str, str], colours: Sequence[str], key: str
) -> Touched:
    """A card per group; ``names`` are those that people gave, by the group's number."""
    clusters = st.components.v2.component(
        "toneatlas_clusters",
        html='<div class="clusters"></div>',
        css=style("clusters/clusters.css", "play.css"),
        js=script("kit.js", "clusters/clusters.js"),
    )
    cards = [_card(atlas, group, names, colours[group.profile.label]) for group in groups]
    happened = clusters(
        key=key,
        data={"cards": cards, "texts": texts("group")},
        on_listed_change=_nothing,
        on_renamed_change=_nothing,
    )
    listed, renamed = happened.listed, happened.renamed
    known = {group.profile.label for group in groups}
    return Touched(
        listed - 1 if isinstance(listed, int) and listed - 1 in known else None,
        (renamed["number"] - 1, str(renamed["name"])) if renamed and renamed.get("number", 0) - 1 in known else None,
    )


def _card(atlas: Atlas, group: Group, names: Mapping[str, str], colour: str) -> dict[str, Any]:
    profile = group.profile
    return {
        "number": profile.label + 1,
        "name": names.get(str(profile.label)) or said_name(group.name),
        "colour": colour,
        "size": text("group.size", count=formats.count(profile.size), share=formats.share(profile.share)),
        "badge": {
            "kind": group.follows,
            "text": text(f"group.follows_{group.follows}"),
            "help": text(f"group.follows_{group.follows}_help"),
        },
        "mix": [_part(trait) for trait in _in_order(profile.of("emotion"))],
        "traits": [_trait(trait) for trait in profile.traits if _is_told(trait)][:TOLD],
        "table": [_row(trait) for kind in KINDS for trait in profile.of(kind)[:MOST]],
        "exemplars": [
            _exemplar(atlas, point, caption.name)
            for point, caption in zip(profile.exemplars, atlas.captions.of(profile.exemplars), strict=True)
        ],
    }


def _in_order(traits: Sequence[Trait]) -> list[Trait]:
    return sorted(traits, key=lambda trait: palette.NAMES.index(trait.value))


def _part(trait: Trait) -> dict[str, Any]:
    said = text("group.share", what=text(f"emotion.{trait.value}"), share=formats.share(trait.share))
    return {"name": trait.value, "share": trait.share, "text": said}


def _is_told(trait: Trait) -> bool:
    return trait.lift.low > CLEAR and trait.share >= 0.1


def _trait(trait: Trait) -> str:
    lift, low, high = _lift(trait)
    return text("group.lift", what=_what(trait), lift=lift, low=low, high=high)


def _row(trait: Trait) -> list[str]:
    """A line of a card's table: kind, value, share in the group, lift against the whole map and its interval."""
    lift, low, high = _lift(trait)
    between = text("group.between", low=low, high=high)
    return [text(f"group.{trait.kind}"), _what(trait), formats.share(trait.share), f"{lift}×", between]


def _what(trait: Trait) -> str:
    if trait.kind == "emotion":
        return text(f"emotion.{trait.value}")
    if trait.kind == "hour":
        return text("map.hour_name", hour=f"{int(trait.value):02d}", next=f"{int(trait.value) + 1:02d}")
    if trait.kind == "role":
        return role_name(trait.value)
    if trait.kind == "quality":
        known = catalogue()
        return " + ".join(
            text(f"note.{flag}") if f"note.{flag}" in known else flag for flag in trait.value.split(" + ")
        )
    return trait.value


def _lift(trait: Trait) -> tuple[str, str, str]:
    """A lift and the limits of its interval."""
    lift, low, high = (f"{value:.1f}" for value in (trait.lift.value, trait.lift.low, trait.lift.high))
    return lift, low, high


def _exemplar(atlas: Atlas, point: int, name: str) -> dict[str, Any]:
    start, end = (float(second) for second in atlas.places.spans[point])
    clip = Clip(atlas.places.recordings[point], start, min(end, start + 10.0))
    return {"text": text("group.play", name=name), "clip": clip.plain}


def _nothing() -> None:
    """Streamlit offers a value only where there is a callback for it."""
