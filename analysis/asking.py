"""Which windows to ask a person about next: those a classifier is least sure of, and some at random.

Uncertainty sampling (Lewis & Gale 1994) alone would look only where the classifier looks already; the random half
keeps the labels, and the figures worked out from them, closer to what the calls really hold.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import WrongShape
from analysis.scores import Doubles

MIDDLE = 0.5  # score at which yes and no are as likely


def ask(scores: ArrayLike | None, voices: ArrayLike, *, count: int, seed: int = 0) -> NDArray[np.intp]:
    """Up to ``count`` of N windows, one of each voice at most: the least sure and random ones in turn.

    ``scores`` (N,) are those of the classifier so far, or None where there is none: then all are drawn at random.
    ``voices`` (N,) tells which voice a window is of.
    """
    speakers = np.asarray(voices)
    order = np.random.default_rng(seed).permutation(len(speakers))
    if scores is not None:
        certain: Doubles = np.asarray(scores, dtype=np.float64)
        if len(certain) != len(speakers):
            raise WrongShape(f"{len(certain)} scores do not fit {len(speakers)} windows")
        unsure = order[np.argsort(np.abs(certain[order] - MIDDLE), kind="stable")]
        order = np.stack([unsure, order], axis=1).ravel()
    firsts = np.unique(speakers[order], return_index=True)[1]
    return order[np.sort(firsts)[:count]]
