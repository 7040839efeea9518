"""The windows' scores of many voices at once, without their embeddings: enough to draw one line of a table each."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from data import schema
from data.records import Floats

PIECE = 1_000  # recordings asked for at a time: SQLite binds 32,766 values at most


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """One voice's W windows in order of time."""

    spans: NDArray[np.float64]  # (W, 2) seconds
    scores: Floats  # (W, L)


def load(connection: sa.Connection, recordings: Sequence[str], *, model: str) -> dict[tuple[str, str], Outline]:
    """Outlines by recording and role, as one model read them; voices that were not read are missing."""
    found: dict[tuple[str, str], Outline] = {}
    for start in range(0, len(recordings), PIECE):
        found |= _load(connection, recordings[start : start + PIECE], model)
    return found


def _load(connection: sa.Connection, recordings: Sequence[str], model: str) -> dict[tuple[str, str], Outline]:
    table = schema.reading.c
    wanted = sa.select(table.recording, table.role, table.windows, table.spans, table.scores).where(
        table.recording.in_(recordings) & (table.model == model) & (table.windows > 0)
    )
    return {
        (row.recording, row.role): Outline(
            np.frombuffer(row.spans, "<f8").reshape(row.windows, 2),
            np.frombuffer(row.scores, "<f4").astype(np.float32).reshape(row.windows, -1),
        )
        for row in connection.execute(wanted)
    }
