"""The embedding of any stretch of a voice, from those of the windows it touches."""

from collections.abc import Sequence

import numpy as np

from analysis.errors import NothingHeard
from data.records import Floats, Reading


def embedding_between(readings: Sequence[Reading], start: float, end: float) -> Floats:
    """(D,) mean of the windows' embeddings, each counted by the seconds it shares with the stretch.

    A window is the smallest thing a model embeds, so a stretch inside one window has that window's embedding;
    reading the stretch itself again would be sharper. ``NothingHeard`` where no window touches it.
    """
    shared = np.array(
        [max(0.0, min(end, reading.window.end) - max(start, reading.window.start)) for reading in readings]
    )
    if not shared.any():
        raise NothingHeard(f"nobody was read between {start:.2f} and {end:.2f} s")
    embeddings = np.stack([reading.embedding for reading in readings]).astype(np.float64)
    return np.average(embeddings, axis=0, weights=shared).astype(np.float32)
