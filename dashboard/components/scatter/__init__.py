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

FULL = 65_535  # a coordinate is sent as a whole number from 0 to this


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """How P points are coloured: the group of each, and each group's name and colour, in the order of the legend."""

    which: NDArray[np.int32]  # (P,)
    names: Sequence[str]
    colours: Sequence[str]


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


def draw_scatter(points: Points, *, key: str) -> NDArray[np.intp]:
    """Draw the points; the numbers of those that somebody pressed or drew around, of the ones shown."""
    placed, aspect = _placed(points.coordinates)
    component = st.components.v2.component(
        "toneatlas_scatter",
        html='<div class="scatter"></div>',
        css=style("scatter/scatter.css"),
        js=script("kit.js", "scatter/scatter.js"),
    )
    whole = np.round(placed * FULL).astype("<u2")
    happened = component(
        key=key,
        data={
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
            "shown": _packed(points.shown.astype(np.uint8)),
            "hover": [list(lines) for lines in points.hover],
            "labels": _labels(points, placed),
            "rest": points.rest,
            "said": points.said,
            "texts": texts("scatter"),
        },
        on_chosen_change=_nothing,
    )
    return _chosen(happened.chosen, points, placed)


def _placed(coordinates: NDArray[np.floating]) -> tuple[NDArray[np.float64], float]:
    """Points within 0 … 1 on both axes, and how much wider than tall the map is."""
    low, high = coordinates.min(axis=0).astype(np.float64), coordinates.max(axis=0).astype(np.float64)
    size = np.maximum(high - low, 1e-9)
    return (coordinates - low) / size, float(np.clip(size[0] / size[1], 0.3, 3.0))


def _labels(points: Points, placed: NDArray[np.float64]) -> list[dict[str, Any]]:
    told = []
    for group, said in points.labels:
        inside_group = placed[points.groups.which == group]
        if len(inside_group):
            x, y = np.median(inside_group, axis=0)
            told.append({"x": round(float(x), 4), "y": round(float(y), 4), "text": said})
    return told


def _chosen(value: Any, points: Points, placed: NDArray[np.float64]) -> NDArray[np.intp]:
    """What the script says was chosen, checked: it comes from a browser, perhaps of a map that is gone."""
    nothing = np.zeros(0, np.intp)
    if not isinstance(value, Mapping) or value.get("map") != points.map:
        return nothing
    point, corners = value.get("point"), value.get("corners")
    if isinstance(point, int) and 0 <= point < len(placed):
        return np.array([point], np.intp)
    if not isinstance(corners, list) or not 3 <= len(corners) <= 1_000:
        return nothing
    polygon = np.array([corner for corner in corners if _is_place(corner)], np.float64).reshape(-1, 2)
    return np.flatnonzero(inside(placed, polygon) & points.shown)


def _is_place(corner: Any) -> bool:
    """Two numbers not far from the map, which reaches from 0 to 1: a hand drags no farther."""
    return (
        isinstance(corner, list)
        and len(corner) == 2
        and all(isinstance(part, int | float) and abs(part) <= 1_000 for part in corner)
    )


def _packed(array: NDArray[Any]) -> str:
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def _nothing() -> None:
    """Streamlit offers a value only where there is a callback for it."""
