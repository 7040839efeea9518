"""What was taught, applied to stored windows: how much each is it, and what that makes of a voice as a whole.

A version of an own emotion is the four arrays of ``OwnEmotions``; one of a sample is its examples.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.own import OwnEmotions
from analysis.samples import similarity_to_sample
from analysis.scores import Doubles
from analysis.vectors import checked
from data.records import Floats

NO, YES = "no", "yes"  # the classes of an own emotion, in their order
EXAMPLES = "examples"
Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """Of V voices."""

    values: Doubles  # (V,) of an emotion its mean score by seconds, of a sample the cosine of the whole voice
    shares: Doubles  # (V,) part of the seconds in windows that score at least as much as counts as heard
    peaks: Doubles  # (V,) of the windows
    rows: NDArray[np.intp]  # (V,) number of the window with the peak


def arrays_of(own: OwnEmotions) -> dict[str, NDArray[Any]]:
    """What is stored of a fitted yes-or-no classifier."""
    return {"mean": own.mean, "spread": own.spread, "weights": own.weights, "bias": own.bias}


def likeness(arrays: Arrays, embeddings: ArrayLike) -> Floats:
    """(N,) how much each embedding (N, D) is what was taught: an emotion's score 0 … 1, or the cosine to a sample."""
    if EXAMPLES in arrays:
        return similarity_to_sample(embeddings, arrays[EXAMPLES]).cosines
    own = OwnEmotions((NO, YES), arrays["mean"], arrays["spread"], arrays["weights"], arrays["bias"])
    return own.scores(embeddings)[:, 1]


def measure(arrays: Arrays, embeddings: ArrayLike, *, seconds: ArrayLike, firsts: ArrayLike, heard: float) -> Measured:
    """Voices from their windows (N, D) of some ``seconds`` (N,); ``firsts`` (V,) is each voice's first window.

    ``heard`` is the score from which a window counts as expressing what was taught.
    """
    vectors = checked(embeddings)
    starts: NDArray[np.intp] = np.asarray(firsts, dtype=np.intp)
    lengths: Doubles = np.asarray(seconds, dtype=np.float64)
    scores = likeness(arrays, vectors).astype(np.float64)
    total = np.add.reduceat(lengths, starts)
    if EXAMPLES in arrays:
        whole = np.add.reduceat(vectors * lengths[:, None], starts) / total[:, None]
        values = likeness(arrays, whole).astype(np.float64)
    else:
        values = np.add.reduceat(scores * lengths, starts) / total
    shares = np.add.reduceat(lengths * (scores >= heard), starts) / total
    ends = np.append(starts[1:], len(scores))
    rows = np.array([start + scores[start:end].argmax() for start, end in zip(starts, ends, strict=True)], np.intp)
    return Measured(values, shares, scores[rows], rows)
