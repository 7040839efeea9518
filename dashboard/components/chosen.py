"""The points of a map that somebody drew around: how they differ from the rest, and a table to hear them."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard import formats, state
from dashboard.components.table import Clip, draw_table
from dashboard.components.voices import columns_of, emotion_cell, labels_of, row_of
from dashboard.maps import Atlas
from dashboard.texts import text
from data import outlines, recordings, voices

MOST = 50  # rows listed
COLUMNS = ("play", "started_at", "name", "course", "dominant", "confidence", "matched", "agent", "queue", "flags")


def draw_chosen(atlas: Atlas, points: NDArray[np.intp]) -> None:
    """List what was chosen, the surest first."""
    if not len(points):
        st.caption(text("map.none_selected"))
        return
    st.subheader(text("map.selected", count=formats.count(len(points))), anchor=False)
    if len(points) > MOST:
        st.caption(text("map.first", count=MOST))
    shown = points[np.argsort(-atlas.confidence[points], kind="stable")][:MOST]
    ids = [atlas.places.recordings[point] for point in shown]
    rows = []
    with state.store().reading() as read:
        lines = outlines.load(read, ids, model=atlas.model.key)
        for point, recording in zip(shown, ids, strict=True):
            found = recordings.find(read, recording)
            heard = voices.load(read, recording, model=atlas.model.key)
            voice = next(voice for voice in heard if voice.role == atlas.places.roles[point])
            start, end = (float(second) for second in atlas.places.spans[point])
            moment = end - start < found.seconds - 0.5
            label = atlas.model.labels[atlas.leading[point]]
            rows.append(
                row_of(
                    found,
                    voice,
                    model=atlas.model,
                    outlines=lines,
                    clip=Clip(recording, start, end) if moment else None,
                    at=start if moment else None,
                    matched=f"{formats.clock(start)}–{formats.clock(end)}" if moment else "",
                    dominant=emotion_cell(label, float(atlas.confidence[point])),
                )
            )
    touched = draw_table(columns_of(*COLUMNS), rows, key="chosen", labels=labels_of(atlas.model))
    state.open_touched(touched)
