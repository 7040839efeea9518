"""Tells a voice from the leak of another: telephone hybrids let some of one channel through to the other.

How much of a leak is found so, and how much speech goes with it, is among what `make bench` measures of decoding.
"""

from collections.abc import Sequence

import numpy as np

from data.records import Floats
from inference.quality import loudness

FAINTER = 10.0  # dB below the other channel at the same time; two people who talk at once differ by less
ALIKE = 0.7  # correlation of the two levels over time; of independent voices it is about 0
_STEP = 0.02  # seconds


def own_speech(channels: Sequence[Floats], turns: Sequence[Floats]) -> list[Floats]:
    """The turns of each channel without those that are only the leak of another: (N, 2) seconds for each.

    ``channels`` are mono float32 (n,) of one call at 16 kHz, ``turns`` their stretches of speech. A stretch goes when
    some other channel is at least 10 dB louder while it lasts and rises and falls with it.
    """
    levels = [loudness(channel, step=_STEP) for channel in channels]
    return [
        stretches[[not _is_leak(levels, number, start, end) for start, end in stretches.tolist()]]
        if len(stretches)
        else stretches
        for number, stretches in enumerate(turns)
    ]


def _is_leak(levels: Sequence[Floats], number: int, start: float, end: float) -> bool:
    first, last = int(start / _STEP), int(np.ceil(end / _STEP))
    mine = levels[number][first:last]
    others = [level[first:last] for other, level in enumerate(levels) if other != number]
    return any(
        _mean(theirs) - _mean(mine) > FAINTER and np.corrcoef(mine, theirs)[0, 1] > ALIKE
        for theirs in others
        if len(mine) > 1 and mine.std() > 0 and theirs.std() > 0
    )


def _mean(levels: Floats) -> float:
    """Mean power of levels in dB, in dB."""
    return float(10 * np.log10(np.mean(10 ** (levels.astype(np.float64) / 10))))
