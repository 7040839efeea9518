"""What an engine reads with, on one device in one precision."""

from collections.abc import Sequence
from typing import Protocol

from data.records import Floats
from inference.contract import Heard


class Reader(Protocol):
    """Reads clips on one device in one precision."""

    @property
    def device(self) -> str:
        """See ``inference.contract.EmotionModel``."""

    @property
    def batch_seconds(self) -> float:
        """See ``inference.contract.EmotionModel``."""

    def __call__(self, clips: Sequence[Floats], *, features: bool = False) -> list[Heard]:
        """What is heard in each clip, in their order."""
