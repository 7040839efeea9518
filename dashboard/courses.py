"""Searching by course: calls whose scores run like those of a call, a clip or a sketch, whatever they sound like."""

import numpy as np
import sqlalchemy as sa
import streamlit as st

from analysis.outlines import course, second_at
from analysis.shape import alike, matching_point, stages
from analysis.sketch import drawn
from dashboard import state
from dashboard.search import Example, Match, excerpt_of
from dashboard.sketch import Sketch, levels_of
from dashboard.texts import text
from data import listing, models, outlines
from data.errors import Missing
from data.records import Floats, Selection

COURSE = "course"
PIECE = 1_000  # voices whose windows are loaded at a time
BEFORE, AFTER = 2.0, 3.0  # seconds around the moment that matched


def find_alike(example: Example, selection: Selection, *, most: int) -> list[Match]:
    """The ``most`` calls of a selection that run most like the example, each with the seconds that match it best."""
    own = course_of(example, selection.model)
    with state.store().reading() as read:
        fingerprint = listing.fingerprint(read, selection)
        labels = models.load(read)[selection.model].labels
    keys, shapes = _courses(selection, fingerprint)
    rows = [row for row, (recording, _) in enumerate(keys) if recording != example.recording]
    if not rows:
        return []
    found = alike(own, shapes[rows], k=most)
    places = [rows[row] for row in found.rows]
    with state.store().reading() as read:
        lines = outlines.load(read, [keys[place][0] for place in places], model=selection.model)
    matches = []
    for place, likeness in zip(places, found.cosines, strict=True):
        shape, line = shapes[place], lines.get(keys[place])
        if line is None:
            continue  # erased since the courses were laid out
        share = (matching_point(own, shape, labels=labels) + 0.5) / len(shape)
        second = second_at(line.spans, share)
        span = (max(0.0, second - BEFORE), min(float(line.spans[-1, 1]), second + AFTER))
        matches.append(Match(*keys[place], span, float(likeness), stages=tuple(stages(shape))))
    return matches


def course_of(example: Example, model: str) -> Floats:
    """(P, L) how an example runs, in the order of the model's labels. ``Missing`` for what was not read."""
    with state.store().reading() as read:
        if example.sketch is not None:
            return _drawn(read, example.sketch, model)
        if example.clip is not None:
            heard = excerpt_of(read, example.clip)
            return course(heard.spans, heard.window_scores)
        found = outlines.load(read, [example.recording], model=model).get((example.recording, example.role))
    if found is None:
        raise Missing(text("similar.not_read"))
    return course(found.spans, found.scores)


def _drawn(connection: sa.Connection, sketch: Sketch, model: str) -> Floats:
    return drawn(levels_of(sketch), labels=models.load(connection)[model].labels)


@st.cache_resource(show_spinner=False, max_entries=3)
def _courses(selection: Selection, fingerprint: str) -> tuple[list[tuple[str, str]], Floats]:
    """Recording and role of every voice of a selection, and their courses (N, P, L)."""
    with state.store().reading() as read:
        keys = [(recording, role) for recording, role, windows in listing.members(read, selection) if windows]
        ids = [recording for recording, _ in keys]
        shapes = []
        for start in range(0, len(keys), PIECE):
            lines = outlines.load(read, ids[start : start + PIECE], model=selection.model)
            shapes += [course(lines[key].spans, lines[key].scores) for key in keys[start : start + PIECE]]
    return keys, np.stack(shapes) if shapes else np.zeros((0, 1, 1), np.float32)
