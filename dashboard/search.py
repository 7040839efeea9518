"""Searching by sound: everything a selection holds as one library, and what in it is most like an example."""

from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa
import streamlit as st

from analysis.regions import embedding_between, scores_between
from analysis.similarity import Library, Neighbours, towards
from dashboard import state
from dashboard.sketch import Sketch
from dashboard.texts import text
from data import embeddings, excerpts, listing, result, voices
from data.embeddings import Embeddings
from data.errors import Missing
from data.excerpts import Clip, Excerpt, Region
from data.listing import Points
from data.records import Floats, Selection


@dataclass(frozen=True, slots=True)
class Example:
    """What to look for: a voice of a recording, a stretch of it in seconds, or a clip or sketch of one's own."""

    recording: str
    role: str
    span: tuple[float, float] | None = None
    clip: Clip | None = None
    sketch: Sketch | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """What a model heard in an example."""

    embedding: Floats  # (D,)
    scores: Floats  # (L,)


@dataclass(frozen=True, slots=True)
class Match:
    """One stretch that is like the example."""

    recording: str
    role: str
    span: tuple[float, float]
    cosine: float
    scores: tuple[float, ...] = ()  # (L,) of the stretch; none where the whole course was compared
    stages: tuple[int, ...] = ()  # labels that lead one after another, where the whole course was compared


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for: the example, and further ones that are also like it (``plus``) or not (``minus``)."""

    example: Example
    plus: tuple[Example, ...] = ()
    minus: tuple[Example, ...] = ()

    @property
    def examples(self) -> tuple[Example, ...]:
        """All of them."""
        return (self.example, *self.plus, *self.minus)


def find_matches(query: Query, selection: Selection, *, unit: str, most: int) -> list[Match]:
    """The ``most`` voices or windows of a selection most like the example and what is added, from other recordings.

    ``unit`` is one of ``listing``'s.
    """
    plus = [sound_of(one, selection.model).embedding for one in (query.example, *query.plus)]
    minus = [sound_of(one, selection.model).embedding for one in query.minus]
    with state.store().reading() as read:
        fingerprint = listing.fingerprint(read, selection)
    searched, library = _library(selection, unit, fingerprint)
    named = {one.recording for one in query.examples}
    others = np.array([recording not in named for recording in searched.recordings], np.bool_)
    if not others.any():
        return []
    found = library.nearest(towards(plus, minus), k=most, allowed=others)
    if isinstance(searched, Points):
        return [_moment(searched, row, cosine) for row, cosine in zip(found.rows, found.cosines, strict=True)]
    return _whole(searched, found, selection.model)


def _moment(points: Points, row: int, cosine: float) -> Match:
    span = (float(points.spans[row, 0]), float(points.spans[row, 1]))
    return Match(points.recordings[row], points.roles[row], span, float(cosine), tuple(points.scores[row].tolist()))


def _whole(searched: Embeddings, found: Neighbours, model: str) -> list[Match]:
    """Whole calls with what was heard in them; one that was erased since is left out."""
    keys = [(searched.recordings[row], searched.roles[row]) for row in found.rows]
    with state.store().reading() as read:
        told = listing.those(read, [recording for recording, _ in keys], model=model)
    matches = []
    for key, cosine in zip(keys, found.cosines, strict=True):
        if key in told:
            recording, voice = told[key]
            scores = result.headline(voice, whole=recording.read_whole)
            heard = () if scores is None else tuple(scores.tolist())
            matches.append(Match(*key, (0.0, recording.seconds), float(cosine), heard))
    return matches


def sound_of(example: Example, model: str) -> Sound:
    """What a model heard in an example; a stretch that was read again by itself speaks for itself.

    ``Missing`` for what was not read.
    """
    with state.store().reading() as read:
        if example.clip is not None:
            heard = excerpt_of(read, example.clip)
            return Sound(heard.embedding, heard.scores)
        if example.span is not None:
            return _stretch(read, example, model)
        voice = next(
            (one for one in voices.load(read, example.recording, model=model) if one.role == example.role), None
        )
    if voice is None or voice.embedding is None or voice.speech_scores is None:
        raise Missing(text("similar.not_read"))
    return Sound(voice.embedding, voice.speech_scores)


def _stretch(connection: sa.Connection, example: Example, model: str) -> Sound:
    start, end = example.span or (0.0, 0.0)
    again = excerpts.find(connection, Region(example.recording, example.role, round(start, 3), round(end, 3), model))
    if again is not None:
        return Sound(again.embedding, again.scores)
    heard = voices.readings(connection, example.recording, model=model, role=example.role)
    return Sound(embedding_between(heard, start, end), scores_between(heard, start, end))


def excerpt_of(connection: sa.Connection, clip: Clip) -> Excerpt:
    """What was heard in a clip. ``Missing`` while it was not read."""
    heard = excerpts.find(connection, clip)
    if heard is None:
        raise Missing(text("similar.not_read"))
    return heard


@st.cache_resource(show_spinner=False, max_entries=3)
def _library(selection: Selection, unit: str, fingerprint: str) -> tuple[Points | Embeddings, Library]:
    """What is searched in, made ready once for as long as nothing in the selection changes."""
    with state.store().reading() as read:
        if unit == listing.RECORDINGS:
            whole = embeddings.load(read, selection)
            return whole, Library(whole.vectors)
        points = listing.points(read, selection, unit=unit)
    return points, Library(points.embeddings)
