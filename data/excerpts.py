"""Excerpts: a stretch of a stored call, or a clip that passes by, read for itself while somebody waits.

What was heard is kept as a derived thing, so it goes with all others when a recording is erased; of a passing clip it
also goes after a day, and its sound as soon as it was read.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from data import derived, schema
from data.records import Floats

REGION, CLIP = "region", "clip"  # kinds of the job, and of what is kept of it
SHORTEST = 0.5  # seconds; a model trained on whole utterances says nothing of less
_ARRAYS = ("scores", "embedding", "spans", "window_scores", "seconds")


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of one voice of a stored call, in seconds, as the model of that key is to hear it."""

    recording: str
    role: str
    start: float
    end: float
    model: str

    kind = REGION

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> "Region":
        """The region in a job's options."""
        start, end = float(options["start"]), float(options["end"])
        return cls(str(options["recording"]), str(options["role"]), start, end, str(options["model"]))


@dataclass(frozen=True, slots=True)
class Clip:
    """A sound that somebody brings along, by the sha256 of its bytes, as the model of that key is to hear it."""

    content: str
    model: str

    kind = CLIP

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> "Clip":
        """The clip in a job's options."""
        return cls(str(options["content"]), str(options["model"]))


@dataclass(frozen=True, slots=True, eq=False)
class Excerpt:
    """What a model heard in it."""

    scores: Floats  # (L,) over the frames in speech; over all where the voice detector heard none
    embedding: Floats  # (D,) mean of the windows' embeddings, each counted by its frames
    spans: NDArray[np.float64]  # (W, 2) seconds of the windows it was read in
    window_scores: Floats  # (W, L)
    seconds: float


def options(wish: Region | Clip) -> dict[str, Any]:
    """What the job is asked with, and the key under which its result is found."""
    return asdict(wish)


def find(connection: sa.Connection, wish: Region | Clip) -> Excerpt | None:
    """What was heard; None while nobody has read it."""
    key = derived.key_of(wish.kind, options(wish))
    if connection.scalar(sa.select(schema.derived.c.key).where(schema.derived.c.key == key)) is None:
        return None
    arrays = derived.load(connection, key).arrays
    scores, embedding, spans, window_scores, seconds = (arrays[name] for name in _ARRAYS)
    return Excerpt(scores, embedding, spans, window_scores, float(seconds[0]))


def save(connection: sa.Connection, wish: Region | Clip, heard: Excerpt) -> None:
    """Keep what was heard."""
    arrays = (heard.scores, heard.embedding, heard.spans, heard.window_scores, np.array([heard.seconds]))
    derived.save(connection, wish.kind, name="", details=options(wish), arrays=dict(zip(_ARRAYS, arrays, strict=True)))


def forget_clips(connection: sa.Connection, before: datetime) -> None:
    """Throw away what was heard in passing clips before that time (UTC)."""
    table = schema.derived.c
    for key in connection.scalars(sa.select(table.key).where((table.kind == CLIP) & (table.created_at < before))).all():
        derived.erase(connection, key)
