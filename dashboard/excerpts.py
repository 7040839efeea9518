"""Asks for a stretch of a call, or a clip somebody brought along, to be read for itself, and finds what was heard."""

import hashlib

import sqlalchemy as sa
import streamlit as st

from dashboard import state
from dashboard.calls import Call
from data import cache, excerpts, jobs
from data.errors import Missing
from data.excerpts import SHORTEST, Clip, Excerpt, Region
from data.records import Model

ASKED = "asked_to_read"  # in the session: wish → the job that reads it
DIGITS = 3  # of a region's seconds: the same stretch is read once


def regions_of(call: Call, span: tuple[float, float]) -> list[Region]:
    """What there is to read between two seconds: one wish per voice that was read in this call; none if too short."""
    start, end = (round(second, DIGITS) for second in span)
    if end - start < SHORTEST:
        return []
    return [Region(call.recording.id, role, start, end, call.model.key) for role in call.timelines]


def clip_of(sound: bytes, model: Model) -> Clip:
    """The wish to have a sound read by a model."""
    return Clip(hashlib.sha256(sound).hexdigest(), model.key)


def find_or_ask(wish: Region | Clip, *, sound: bytes = b"") -> Excerpt | int:
    """What was heard, or the number of the job that reads it: asked for once in a session, and again when it was lost.

    ``sound`` are a clip's bytes: they wait beside the recordings, not among them, and only until they were read.
    """
    asked = st.session_state.setdefault(ASKED, {})
    store = state.store()
    with store.reading() as read:
        heard = excerpts.find(read, wish)
        if heard is not None:
            return heard
        open_still = wish in asked and not _is_lost(read, asked[wish])
    if not open_still:
        if isinstance(wish, Clip):
            cache.clip_path(store.home, wish.content).write_bytes(sound)
        with store.atomic() as write:
            asked[wish] = jobs.ask(write, wish.kind, options=excerpts.options(wish))
    return int(asked[wish])


def forget(wish: Region | Clip) -> None:
    """Let the next look ask again."""
    st.session_state.get(ASKED, {}).pop(wish, None)


def _is_lost(connection: sa.Connection, job: int) -> bool:
    """Whether a job is over, or gone, and what it found was thrown away since."""
    try:
        return jobs.find(connection, job).state == jobs.DONE
    except Missing:
        return True
