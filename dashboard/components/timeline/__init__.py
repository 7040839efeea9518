"""The picture of a call: emotion curves and loudness per role, played, zoomed and measured; level of detail from here.

The script draws what it is sent: the whole call in 1,200 points, and a finer stretch around what is shown. Every zoom
or drag comes back as state, and one rerun of the fragment answers it.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import streamlit as st

from analysis.curves import Curves
from analysis.loudness import view as loud_view
from analysis.scores import Cumulative, in_speech, softmax
from dashboard import palette
from dashboard.components.assets import script, style
from dashboard.texts import text, texts
from data.records import Floats, Timeline

WINDOW = 1.0  # seconds of smoothing unless somebody asks for other
HUGE = 1e12  # what no second, window or number of points is; nor is NaN below it, or a number that no float holds
POINTS = 1_200  # of the whole call: one per pixel of a wide screen
MARGIN = 0.5  # of what is shown, sent on either side, so that a small step needs no answer
PARTS = ("draw", "sound", "pointer", "region", "flags", "transcript", "toolbar", "timeline")
SCRIPTS = ("kit.js", *(f"timeline/{part}.js" for part in PARTS))


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """One role of a call. ``timeline`` is None where nobody was read; ``said`` is what stands under its title."""

    role: str
    title: str
    said: str
    turns: Floats  # (N, 2) seconds
    timeline: Timeline | None
    channel: int | None  # of the decoded copy; None when roles share one
    notes: Sequence[Mapping[str, Any]] = ()  # start, end and text of what to point at


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """All of it: a recording, its lanes, and what to show first."""

    recording: str
    seconds: float
    channels: int
    labels: tuple[str, ...]  # English names, in the order of the logits
    lanes: Sequence[Lane]
    loudness: Floats | None  # (B, C) of the decoded copy; None until there is one
    at: float | None = None
    marks: Sequence[Mapping[str, Any]] = ()
    again: Mapping[str, Floats] = field(default_factory=dict)  # by role: scores of the region when read by itself
    lines: Sequence[Mapping[str, Any]] = ()  # of the transcript


@dataclass(frozen=True, slots=True)
class Touched:
    """What somebody did: the region they chose, the second they marked, the region to search with."""

    region: tuple[float, float] | None = None
    marked: float | None = None
    similar: tuple[float, float] | None = None
    loaded: bool = False


def region_in(key: str, seconds: float) -> tuple[float, float] | None:
    """The region that is chosen in the picture of that key, within a call of so many seconds."""
    return _span((st.session_state.get(key) or {}).get("region"), seconds)


def draw_timeline(picture: Picture, *, key: str) -> Touched:
    """Draw the call; call it inside a fragment, so that a zoom redraws nothing else."""
    kept = st.session_state.get(key) or {}
    shown = _checked(kept.get("view"), picture.seconds)
    region = region_in(key, picture.seconds)
    component = st.components.v2.component(
        "toneatlas_timeline",
        html='<div class="timeline"></div>',
        css=style("timeline/timeline.css"),
        js=script(*SCRIPTS),
    )
    happened = component(
        key=key,
        data={
            "recording": picture.recording,
            "url": f"/api/recordings/{picture.recording}/processed_audio.wav",
            "seconds": picture.seconds,
            "channels": picture.channels,
            "labels": list(picture.labels),
            "names": {name: text(f"emotion.{name}") for name in palette.NAMES},
            "emoji": palette.EMOJI,
            "window": shown["window"],
            "at": picture.at,
            "marks": list(picture.marks),
            "lanes": [_lane(lane, picture, shown) for lane in picture.lanes],
            "region": _region(picture, region),
            "lines": list(picture.lines),
            "texts": texts("timeline"),
        },
        on_view_change=_nothing,
        on_region_change=_nothing,
        on_loaded_change=_nothing,
        on_marked_change=_nothing,
        on_similar_change=_nothing,
    )
    return Touched(
        region,
        _second(happened.marked, picture.seconds),
        _span(happened.similar, picture.seconds),
        bool(happened.loaded),
    )


def _lane(lane: Lane, picture: Picture, shown: Mapping[str, float]) -> dict[str, Any]:
    """A lane as the script wants it: the whole call, and more points of what is shown where that is a part of it."""
    start, end = shown["start"], shown["end"]
    margin = (end - start) * MARGIN
    near = (max(0.0, start - margin), min(picture.seconds, end + margin))
    points = round(shown["points"] * (near[1] - near[0]) / (end - start))
    zoomed = end - start < picture.seconds * 0.999
    told: dict[str, Any] = {
        "role": lane.role,
        "title": lane.title,
        "said": lane.said,
        "read": lane.timeline is not None,
        "turns": np.round(lane.turns.astype(float), 3).tolist(),
        "notes": list(lane.notes),
        "channel": lane.channel,
        "overview": None,
        "detail": None,
        "loud_overview": None,
        "loud_detail": None,
    }
    if lane.timeline is not None:
        curves = Curves(lane.timeline, window=shown["window"])
        told["overview"] = _slab(curves, 0.0, picture.seconds, POINTS)
        told["detail"] = _slab(curves, *near, points) if zoomed else None
    if picture.loudness is not None:
        told["loud_overview"] = _loud(picture.loudness, lane.channel, 0.0, picture.seconds, POINTS)
        told["loud_detail"] = _loud(picture.loudness, lane.channel, *near, points) if zoomed else None
    return told


def _slab(curves: Curves, start: float, end: float, points: int) -> dict[str, Any]:
    curve = curves.view(start, end, points=points)
    levels = np.nan_to_num(curve.scores * 255, nan=0.0).round().astype(np.uint8)
    return {"start": start, "end": end, "count": len(levels), "scores": base64.b64encode(levels.tobytes()).decode()}


def _loud(loudness: Floats, channel: int | None, start: float, end: float, points: int) -> dict[str, Any]:
    shown = loud_view(loudness, start, end, points=points)
    row = shown.max(axis=1) if channel is None or channel >= shown.shape[1] else shown[:, channel]
    return {"start": start, "end": end, "levels": base64.b64encode((row * 255).astype(np.uint8).tobytes()).decode()}


def _region(picture: Picture, region: tuple[float, float] | None) -> dict[str, Any] | None:
    """Scores of every lane between two seconds, over the frames in speech; a role that is silent there is missing."""
    if region is None:
        return None
    scores = {}
    for lane in picture.lanes:
        if lane.timeline is None:
            continue
        sums = Cumulative(in_speech(lane.timeline))
        if sums.frames(*region):
            scores[lane.role] = [round(float(score), 4) for score in softmax(sums.logits(*region))]
    again = {role: [round(float(score), 4) for score in heard] for role, heard in picture.again.items()}
    return {"start": region[0], "end": region[1], "scores": scores, "again": again}


def _checked(view: Any, seconds: float) -> dict[str, float]:
    """What the script says it shows, kept within the call: it comes from a browser."""
    whole = {"start": 0.0, "end": seconds, "window": WINDOW, "points": float(POINTS)}
    span = _span(view, seconds)
    if span is None:
        return whole
    window, points = _number(view.get("window"), WINDOW), _number(view.get("points"), POINTS)
    return {
        "start": span[0],
        "end": span[1],
        "window": min(max(window, 0.1), 10.0),
        "points": min(max(points, 50), 4_000),
    }


def _span(value: Any, seconds: float) -> tuple[float, float] | None:
    if not isinstance(value, Mapping):
        return None
    start, end = _number(value.get("start"), 0.0), _number(value.get("end"), seconds)
    start, end = min(max(start, 0.0), seconds), min(max(end, 0.0), seconds)
    return (start, end) if end > start else None


def _second(value: Any, seconds: float) -> float | None:
    return None if value is None else min(max(_number(value, 0.0), 0.0), seconds)


def _number(value: Any, otherwise: float) -> float:
    return float(value) if isinstance(value, int | float) and abs(value) < HUGE else float(otherwise)


def _nothing() -> None:
    """Streamlit offers a value only where there is a callback for it."""
