"""The calls of a selection as columns of numbers, to count and average them without loading their voices."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from data import schema
from data.listing import voices_of
from data.records import Selection


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """What N voices come to, R of which were read."""

    voices: int  # N
    seconds: float  # of their recordings, together
    columns: Mapping[str, NDArray[np.float64]]  # (R,) by name, of ``schema.NUMBERS``; NaN where a voice has no such


def load(connection: sa.Connection, selection: Selection) -> Numbers:
    """The numbers of a selection, in no order."""
    voice = schema.voice.c
    wanted = (schema.recording.c.seconds, voice.size, *(voice[name] for name in schema.NUMBERS))
    rows = connection.execute(voices_of(selection, *wanted)).all()
    read = np.array([row[2:] for row in rows if row.size > 0], np.float64).reshape(-1, len(schema.NUMBERS))
    columns = dict(zip(schema.NUMBERS, read.T, strict=True))
    return Numbers(len(rows), sum(row.seconds for row in rows), columns)
