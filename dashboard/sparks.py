"""How negative a voice is over its call, in a dozen letters: for places that show text only, such as a hover."""

import numpy as np

from analysis.labels import negative
from analysis.outlines import outline
from data.outlines import Outline
from data.records import Model

PIECES = 12
BLOCKS = "▁▂▃▄▅▆▇█"
SILENT = "·"  # nobody was read in this twelfth


def spark(found: Outline, *, seconds: float, model: Model) -> str:
    """One letter for each of ``PIECES`` equal parts of the call: the higher, the more of the score is negative."""
    scores = outline(found.spans, found.scores, seconds=seconds, pieces=PIECES)[:, negative(model.labels)].sum(axis=1)
    levels = np.clip(np.nan_to_num(scores) * len(BLOCKS), 0, len(BLOCKS) - 1).astype(int)
    return "".join(BLOCKS[level] if np.isfinite(score) else SILENT for level, score in zip(levels, scores, strict=True))
