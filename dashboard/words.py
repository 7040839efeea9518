"""What is known in words of a map's points, looked up when somebody asks: the picture of 100,000 needs none of it."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard import state
from data import captions
from data.captions import Caption
from data.maps import Places
from data.records import UNKNOWN

FEW = 5_000  # recordings up to which theirs are looked up by their ids, instead of a column of a whole store
GONE = Caption("", None, "", "", UNKNOWN, 0.0, {})  # of a voice that was erased since the map was drawn


class Words:
    """The captions of P points, in their order."""

    def __init__(self, places: Places, *, model: str) -> None:
        self.keys = list(zip(places.recordings, places.roles, strict=True))  # P
        self._model = model
        self._few = len(set(places.recordings)) < FEW
        self._told: dict[tuple[str, str], Caption] = {}
        self._columns: dict[str, NDArray[Any]] = {}

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[Caption]:
        return iter(self.of(range(len(self))))

    def of(self, points: Iterable[int]) -> list[Caption]:
        """The captions of some points; what is gone has ``GONE``."""
        keys = [self.keys[point] for point in points]
        asked = {key for key in keys if key not in self._told}
        if asked:
            ids = sorted({recording for recording, _ in asked})
            with state.store().reading() as read:
                if len(ids) < FEW:
                    told = captions.load_some(read, ids, model=self._model)
                else:
                    told = captions.load(read, model=self._model)
            self._told |= {key: told.get(key, GONE) for key in asked}
        return [self._told[key] for key in keys]

    def column(self, name: str) -> NDArray[Any]:
        """(P,) one of ``captions.COLUMNS`` of each point."""
        if name not in self._columns:
            values = [getattr(caption, name) for caption in self] if self._few else self._load(name)
            self._columns[name] = np.empty(len(self), object)
            self._columns[name][:] = values
        return self._columns[name]

    def _load(self, name: str) -> list[Any]:
        with state.store().reading() as read:
            told = captions.column(read, name, model=self._model)
        gone = getattr(GONE, name)
        if name in captions.OF_VOICES:
            return [told.get(key, gone) for key in self.keys]
        return [told.get(recording, gone) for recording, _ in self.keys]
