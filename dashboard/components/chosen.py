"""Points of a map as a table to hear them: those that somebody drew around, and those most unlike the rest."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from analysis.profiles import exemplars
from dashboard import formats, state
from dashboard.charts.mix import draw_mix
from dashboard.components.example import want_like
from dashboard.components.table import Clip, Column, Row, draw_table
from dashboard.components.voices import columns_of, emotion_cell, labels_of, row_of
from dashboard.day import FEW
from dashboard.exports import Wanted, as_table
from dashboard.maps import Atlas
from dashboard.search import Example
from dashboard.texts import text
from data import listing, outlines
from data.records import Selection

MOST = 50  # rows listed
EXAMPLES = 30  # points that are searched with: their mean changes little with more
COLUMNS = ("play", "started_at", "name", "course", "dominant", "confidence", "matched", "agent", "queue", "flags")


def draw_chosen(atlas: Atlas, points: NDArray[np.intp], *, key: str = "chosen") -> None:
    """List what was chosen, the surest first."""
    if not len(points):
        st.caption(text("map.none_selected"))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(text("map.selected", count=formats.count(len(points))), anchor=False, width="content")
        st.button(
            text("map.like_these"),
            help=text("map.like_these_help"),
            key=f"like_{key}",
            type="tertiary",
            on_click=want_like,
            args=(examples_of(atlas, points),),
        )
    if len(points) > MOST:
        st.caption(text("map.first", count=MOST))
    shown = points[np.argsort(-atlas.confidence[points], kind="stable")][:MOST]
    _draw_export(atlas, points, key=key)
    rows = _rows(atlas, shown, [{} for _ in shown])
    names = [name for name in COLUMNS if name != "matched" or any(row.cells["matched"] for row in rows)]
    state.open_touched(draw_table(columns_of(*names), rows, key=key, labels=labels_of(atlas.model)))
    if len(points) > 1:
        _draw_mix(atlas, points, key=key)


def mixes(atlas: Atlas, points: NDArray[np.intp]) -> NDArray[np.float64]:
    """(2, L) which share of all points each label leads in, and of the chosen ones."""
    count = len(atlas.model.labels)
    return np.stack([np.bincount(of, minlength=count) / len(of) for of in (atlas.leading, atlas.leading[points])])


def _draw_mix(atlas: Atlas, points: NDArray[np.intp], *, key: str) -> None:
    """What leads in the selection, beside what leads on the whole map."""
    st.subheader(text("map.mix"), anchor=False)
    figure = draw_mix(
        mixes(atlas, points),
        columns=[text("map.mix_rest"), text("map.mix_chosen")],
        names={name: text(f"emotion.{name}") for name in labels_of(atlas.model)},
        pale=[False, len(points) < FEW],
        theme=state.theme(),
    )
    st.plotly_chart(figure, key=f"{key}_mix", theme=None, config={"displayModeBar": False}, width=520)


def _draw_export(atlas: Atlas, points: NDArray[np.intp], *, key: str) -> None:
    places = atlas.places

    def table() -> bytes:
        names = {f"{places.recordings[point]}/{places.roles[point]}" for point in points}
        return as_table(Wanted(atlas.model, Selection(atlas.model.key, roles=()), tuple(sorted(names))))

    st.download_button(
        text("bulk.table"),
        table,
        file_name="selected.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"{key}_export",
    )


def examples_of(atlas: Atlas, points: NDArray[np.intp]) -> list[Example]:
    """What stands for the middle of some points: up to ``EXAMPLES`` of them, evenly taken, the most central first."""
    some = points[np.unique(np.linspace(0, len(points) - 1, min(len(points), EXAMPLES)).astype(np.intp))]
    middle = int(exemplars(atlas.coordinates[some], count=1)[0])
    places = atlas.places
    return [
        Example(
            places.recordings[point],
            places.roles[point],
            (float(places.spans[point, 0]), float(places.spans[point, 1])),
        )
        for point in (some[middle], *np.delete(some, middle))
    ]


def draw_unlike(atlas: Atlas, *, key: str = "unlike") -> None:
    """The calls most unlike the rest of the map, each at the moment that is; nothing where all are alike."""
    points = most_unlike(atlas)
    if not len(points):
        return
    with st.expander(text("map.unlike"), icon=":material/bubble_chart:"):
        st.caption(text("map.unlike_help"))
        values = [float(atlas.outliers[point]) for point in points]
        rows = _rows(atlas, points, [{"unlike": {"value": one, "text": formats.score(one)}} for one in values])
        column = Column("unlike", text("column.unlike"), "bar", False, text("column.unlike_help"))
        shown = [*columns_of(*COLUMNS[:3]), column, *columns_of(*COLUMNS[3:])]
        state.open_touched(draw_table(shown, rows, key=key, labels=labels_of(atlas.model)))


def most_unlike(atlas: Atlas, *, most: int = 10) -> NDArray[np.intp]:
    """The points with the highest outlier scores, the highest first, one of each call; those of 0 are like the rest."""
    order = np.argsort(-atlas.outliers, kind="stable")
    order = order[atlas.outliers[order] > 0]
    _, first = np.unique(atlas.whose[order], return_index=True)
    return order[np.sort(first)][:most]


def _rows(atlas: Atlas, points: NDArray[np.intp], cells: Sequence[Mapping[str, Any]]) -> list[Row]:
    """A row for each point, with further ``cells``."""
    ids = [atlas.places.recordings[point] for point in points]
    with state.store().reading() as read:
        lines = outlines.load(read, ids, model=atlas.model.key)
        voices = listing.those(read, ids, model=atlas.model.key)
    rows = []
    for point, recording, more in zip(points, ids, cells, strict=True):
        told = voices.get((recording, atlas.places.roles[point]))
        if told is None:
            continue  # erased since the map was drawn
        start, end = (float(second) for second in atlas.places.spans[point])
        moment = end - start < told[0].seconds - 0.5
        label = atlas.model.labels[atlas.leading[point]]
        rows.append(
            row_of(
                *told,
                model=atlas.model,
                outlines=lines,
                clip=Clip(recording, start, end) if moment else None,
                at=start if moment else None,
                matched=f"{formats.clock(start)}–{formats.clock(end)}" if moment else "",
                dominant=emotion_cell(label, float(atlas.confidence[point])),
                **more,
            )
        )
    return rows
