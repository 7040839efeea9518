"""Embedding and scores of any stretch of a voice, from those of the windows it touches."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.errors import NothingHeard
from data.records import Floats, Reading


def embedding_between(readings: Sequence[Reading], start: float, end: float) -> Floats:
    """(D,) mean of the windows' embeddings, each counted by the seconds it shares with the stretch.

    A window is the smallest thing a model embeds, so a stretch inside one window has that window's embedding; the
    job ``region`` reads the stretch itself again, which is sharper. ``NothingHeard`` where no window touches it.
    """
    shared = _shared(readings, start, end)
    embeddings = np.stack([reading.embedding for reading in readings]).astype(np.float64)
    return np.average(embeddings, axis=0, weights=shared).astype(np.float32)


def scores_between(readings: Sequence[Reading], start: float, end: float) -> Floats:
    """(L,) mean of the windows' scores, counted likewise."""
    shared = _shared(readings, start, end)
    scores = np.stack([reading.scores for reading in readings]).astype(np.float64)
    return np.average(scores, axis=0, weights=shared).astype(np.float32)


def _shared(readings: Sequence[Reading], start: float, end: float) -> NDArray[np.float64]:
    """(W,) seconds that each window shares with the stretch."""
    shared = np.array(
        [max(0.0, min(end, reading.window.end) - max(start, reading.window.start)) for reading in readings], np.float64
    )
    if not shared.any():
        raise NothingHeard(f"nobody was read between {start:.2f} and {end:.2f} s")
    return shared
