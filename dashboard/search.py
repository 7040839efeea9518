"""Searching by sound: everything a selection holds as one library, and what in it is most like an example."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from analysis.regions import embedding_between
from analysis.similarity import Library
from dashboard import state
from dashboard.texts import text
from data import listing, voices
from data.errors import Missing
from data.listing import Points
from data.records import Floats, Reading, Selection


@dataclass(frozen=True, slots=True)
class Example:
    """What to look for: a voice of a recording, or a stretch of it in seconds."""

    recording: str
    role: str
    span: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """One stretch that is like the example."""

    recording: str
    role: str
    span: tuple[float, float]
    cosine: float


def find_matches(example: Example, selection: Selection, *, unit: str, most: int) -> list[Match]:
    """The ``most`` voices or windows of a selection that are most like the example, from other recordings."""
    vector = _embedding(example, selection.model)
    store = state.store()
    with store.reading() as read:
        fingerprint = listing.fingerprint(read, selection)
    points, library = _library(selection, unit, fingerprint)
    others = np.array([recording != example.recording for recording in points.recordings], np.bool_)
    found = library.nearest(vector, k=most, allowed=others) if others.any() else None
    if found is None:
        return []
    return [
        Match(
            points.recordings[row],
            points.roles[row],
            (float(points.spans[row, 0]), float(points.spans[row, 1])),
            float(cosine),
        )
        for row, cosine in zip(found.rows, found.cosines, strict=True)
    ]


def _embedding(example: Example, model: str) -> Floats:
    with state.store().reading() as read:
        if example.span is not None:
            return embedding_between(_readings(read, example, model), *example.span)
        heard = voices.load(read, example.recording, model=model)
    found = next((voice for voice in heard if voice.role == example.role), None)
    if found is None or found.embedding is None:
        raise Missing(text("similar.not_read"))
    return found.embedding


def _readings(read: object, example: Example, model: str) -> Sequence[Reading]:
    return voices.readings(read, example.recording, model=model, role=example.role)


@st.cache_resource(show_spinner=False, max_entries=3)
def _library(selection: Selection, unit: str, fingerprint: str) -> tuple[Points, Library]:
    """The selection's embeddings, made ready once for as long as nothing in it changes."""
    with state.store().reading() as read:
        points = listing.points(read, selection, unit=unit)
    return points, Library(points.embeddings)
