"""A map of points to look at, hover over and draw around; quick with 100,000 of them.

Plotly's ``scattergl`` takes five seconds for as many in software, returns megabytes for a lasso, and builds its
shaders with ``eval``, which the pages' security policy forbids. This one sends two bytes per coordinate and gets a
polygon back.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from analysis.polygons import inside
from dashboard.components.assets import script, style
from dashboard.texts import texts

LAST = "scatter:last"  # where the session keeps on which map somebody chose last
FULL = 65_535  # a coordinate is sent as a whole number from 0 to this


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """How P points are coloured: the group of each, and each group's name and colour, in the order of the legend."""

    which: NDArray[np.int32]  # (P,)
    names: Sequence[str]
    colours: Sequence[str]


@dataclass(frozen=True, slots=True, eq=False)
class Sizes:
    """How large P points are drawn: shares (P,) from 0, the smallest, to 1, and what these two ends mean."""

    shares: NDArray[np.float32]
    ends: tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """What is drawn: P points of the map called ``map``, its groups, and what the filters leave."""

    map: str
    coordinates: NDArray[np.floating]  # (P, 2)
    groups: Groups
    colouring: str
    shown: NDArray[np.bool_]  # (P,) the others lie grey below
    hover: Sequence[Sequence[str]]  # per point its lines, or nothing at all
    labels: Sequence[tuple[int, str]]  # text at the middle of a group's points
    rest: str  # colour of context
    said: str  # for people who cannot see it
    extent: NDArray[np.floating] | None = None  # (2, 2) lowest and highest coordinates; without it the points' own
    sizes: Sizes | None = None  # without them all points are alike


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """What somebody chose on a map: the points (C,), and what they drew around them, if they drew."""

    points: NDArray[np.intp]
    corners: Sequence[Sequence[float]] = ()  # within 0 … 1, the map's extent


def choice_in(points: Points, *, key: str) -> Choice:
    """What was chosen on the map drawn under that key, of the points shown now."""
    told = (st.session_state.get(key) or {}).get("chosen")
    return _chosen(told, points, _placed(points)[0])


def within(points: Points, corners: Sequence[Sequence[float]]) -> NDArray[np.intp]:
    """The points shown that lie within what was drawn on another map of the same extent."""
    return np.flatnonzero(inside(_placed(points)[0], corners) & points.shown)


def touched_last(keys: Sequence[str]) -> str:
    """On which of several maps somebody chose last; the first of them when on none."""
    last = st.session_state.get(LAST)
    return last if last in keys else keys[0]


def draw_scatter(points: Points, *, key: str, lit: Choice | None = None) -> Choice:
    """Draw the points; what somebody pressed or drew around, of the ones shown.

    ``lit`` is what was chosen on another map: it is shown here in place of what was chosen here before.
    """
    component = st.components.v2.component(
        "toneatlas_scatter",
        html='<div class="scatter"></div>',
        css=style("scatter/scatter.css"),
        js=script("kit.js", "scatter/scatter.js"),
    )
    happened = component(key=key, data=_told(points, lit), on_chosen_change=lambda: _touched(key))
    return _chosen(happened.chosen, points, _placed(points)[0])


def _told(points: Points, lit: Choice | None) -> dict[str, Any]:
    """What the script is sent."""
    placed, aspect = _placed(points)
    whole = np.round(placed * FULL).astype("<u2")
    sizes = points.sizes
    return {
        "map": points.map,
        "x": _packed(whole[:, 0]),
        "y": _packed(whole[:, 1]),
        "aspect": aspect,
        "group": _packed(points.groups.which.astype(np.uint8)),
        "groups": [
            {"name": name, "colour": colour}
            for name, colour in zip(points.groups.names, points.groups.colours, strict=True)
        ],
        "colouring": points.colouring,
        "sizes": None if sizes is None else _packed(np.round(sizes.shares * 255).astype(np.uint8)),
        "ends": [] if sizes is None else list(sizes.ends),
        "shown": _packed(points.shown.astype(np.uint8)),
        "hover": [list(lines) for lines in points.hover],
        "labels": _labels(points, placed),
        "rest": points.rest,
        "said": points.said,
        "lit": None if lit is None else _packed(lit.points.astype("<u4")),
        "shape": None if lit is None else [list(corner) for corner in lit.corners],
        "texts": texts("scatter"),
    }


def _placed(points: Points) -> tuple[NDArray[np.float64], float]:
    """Points within 0 … 1 on both axes, and how much wider than tall the map is."""
    coordinates = points.coordinates
    reach = np.stack([coordinates.min(axis=0), coordinates.max(axis=0)]) if points.extent is None else points.extent
    low, high = reach.astype(np.float64)
    size = np.maximum(high - low, 1e-9)
    return np.clip((coordinates - low) / size, 0, 1), float(np.clip(size[0] / size[1], 0.3, 3.0))


def _labels(points: Points, placed: NDArray[np.float64]) -> list[dict[str, Any]]:
    told = []
    for group, said in points.labels:
        inside_group = placed[points.groups.which == group]
        if len(inside_group):
            x, y = np.median(inside_group, axis=0)
            told.append({"x": round(float(x), 4), "y": round(float(y), 4), "text": said})
    return told


def _chosen(value: Any, points: Points, placed: NDArray[np.float64]) -> Choice:
    """What the script says was chosen, checked: it comes from a browser, perhaps of a map that is gone."""
    nothing = Choice(np.zeros(0, np.intp))
    if not isinstance(value, Mapping) or value.get("map") != points.map:
        return nothing
    point, corners = value.get("point"), value.get("corners")
    if isinstance(point, int) and 0 <= point < len(placed):
        return Choice(np.array([point], np.intp))
    if not isinstance(corners, list) or not 3 <= len(corners) <= 1_000:
        return nothing
    polygon = np.array([corner for corner in corners if _is_place(corner)], np.float64).reshape(-1, 2)
    return Choice(np.flatnonzero(inside(placed, polygon) & points.shown), polygon.tolist())


def _is_place(corner: Any) -> bool:
    """Two numbers not far from the map, which reaches from 0 to 1: a hand drags no farther."""
    return (
        isinstance(corner, list)
        and len(corner) == 2
        and all(isinstance(part, int | float) and abs(part) <= 1_000 for part in corner)
    )


def _packed(array: NDArray[Any]) -> str:
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def _touched(key: str) -> None:
    st.session_state[LAST] = key
