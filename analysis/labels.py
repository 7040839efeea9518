"""The emotion names of a model, which are bilingual (``'生气/angry'``), and which of them count as negative."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data.records import english as english

NEGATIVE = frozenset({"angry", "disgusted", "fearful", "sad"})
UNEXPRESSIVE = frozenset({"neutral", "other", "unknown"})  # never the peak of a call: nothing is expressed in them


def negative(labels: Sequence[str]) -> NDArray[np.bool_]:
    """(L,) whether each label is a negative emotion: angry, disgusted, fearful or sad."""
    return np.array([english(label) in NEGATIVE for label in labels], dtype=np.bool_)


def expressive(labels: Sequence[str]) -> NDArray[np.bool_]:
    """(L,) whether each label names an expressed emotion, that is, none of neutral, other and unknown."""
    return np.array([english(label) not in UNEXPRESSIVE for label in labels], dtype=np.bool_)
