"""Close calls: where rounding could have changed the top label, float32 decides.

Where the two best labels lie closer together than rounding can move them, which of them is on top is an accident, so
those few clips are read again in float32. ``python -m benchmarks.engine`` counts them, and the labels that then still
differ from float32's.
"""

from collections.abc import Sequence

import numpy as np
from scipy.special import softmax

from data.records import Floats
from inference.contract import Heard
from inference.engine.reader import Reader

CLOSE = 0.005  # between the two best scores


class Decided:
    """A reader of reduced precision whose close calls are read again by an exact one."""

    def __init__(self, fast: Reader, exact: Reader) -> None:
        """Both are loaded from the start: memory must not grow by a whole model when the first close call comes."""
        self._fast, self._exact = fast, exact

    @property
    def device(self) -> str:
        """See ``inference.contract.EmotionModel``."""
        return self._fast.device

    @property
    def batch_seconds(self) -> float:
        """See ``inference.contract.EmotionModel``."""
        return self._fast.batch_seconds

    def __call__(self, clips: Sequence[Floats], *, features: bool = False) -> list[Heard]:
        """What is heard in each clip, in their order."""
        answers = self._fast(clips, features=features)
        close = [number for number, answer in enumerate(answers) if is_close(answer)]
        if close:
            again = self._exact([clips[number] for number in close], features=features)
            for number, answer in zip(close, again, strict=True):
                answers[number] = answer
        return answers


def is_close(heard: Heard) -> bool:
    """Whether the clip's two best scores lie within ``CLOSE`` of each other."""
    scores = np.sort(softmax(heard.logits.mean(axis=0, dtype=np.float64)))
    return bool((np.diff(scores[-2:]) < CLOSE).any())
