"""Where each clip's frames lie when many clips are read one after another, without padding.

Source of the idea: in FunASR's emotion2vec only three steps let frames see each other. The front end's frame t hears
samples 320·t … 320·t + 399 of its own clip; the five positional convolutions see zeros beyond a clip's ends, in every
layer anew; attention stays within a clip. So clips can share every matrix product if their samples start on the frame
grid, zero rows keep them apart in the positional convolutions, and attention runs clip by clip.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray

from data.records import Floats
from inference.contract import HOP, frames_in, samples_for

Rows = NDArray[np.int64]
STEP = 16  # oneDNN compiles and keeps half a megabyte of code for every number of rows it meets, so it meets few


def rounded(rows: int) -> int:
    """The next number of rows that the engine works on; the rows added hold nothing of any clip."""
    return -(-rows // STEP) * STEP


@dataclass(frozen=True)
class Pack:
    """Frame counts of the clips that are read together, and the rows each of their frames takes in each layout."""

    frames: tuple[int, ...]
    gap: int  # zero rows between clips in the positional convolutions: half their kernel
    extra: int  # learned rows before each clip's frames in the transformer

    @cached_property
    def heard(self) -> Rows:
        """Row of every frame in the front end's answer; the row after each clip hears a mixture of two and is left."""
        return self._rows(before=0, after=1)

    @cached_property
    def apart(self) -> Rows:
        """Row of every frame among the zero rows of the positional convolutions."""
        return self._rows(before=self.gap, after=0)

    @cached_property
    def spoken(self) -> Rows:
        """Row of every frame in the transformer."""
        return self._rows(before=self.extra, after=0)

    @property
    def starts(self) -> list[int]:
        """First row of each clip, its learned rows included, in the transformer."""
        return [0, *np.cumsum(np.add(self.frames, self.extra))[:-1].tolist()]

    @property
    def sizes(self) -> tuple[int, int]:
        """Rows in all, among the zero rows of the positional convolutions and in the transformer."""
        return rounded(int(self.apart[-1]) + 1 + self.gap), rounded(int(self.spoken[-1]) + 1)

    def _rows(self, *, before: int, after: int) -> Rows:
        ends = np.cumsum(np.add(self.frames, before + after))
        return np.concatenate(
            [np.arange(end - after - count, end - after) for end, count in zip(ends, self.frames, strict=True)]
        )


def lay_out(clips: Sequence[Floats], *, normalize: bool) -> torch.Tensor:
    """One signal in which clip after clip starts on the frame grid, each at mean 0 and variance 1 if wanted."""
    signal = torch.zeros(samples_for(rounded(sum(frames_in(len(clip)) + 1 for clip in clips))))
    start = 0
    for clip in clips:
        samples = torch.from_numpy(clip)
        if normalize:
            samples = torch.nn.functional.layer_norm(samples, samples.shape)
        heard = samples_for(frames_in(len(clip)))
        signal[start : start + heard] = samples[:heard]
        start += (frames_in(len(clip)) + 1) * HOP
    return signal


def share_out(frames: Sequence[int], *, most: int, packs: int) -> list[list[int]]:
    """Numbers of the clips of each pack: at most ``most`` frames unless one clip has more, about equally filled.

    At least ``packs`` packs where there are that many clips, so that every thread has work.
    """
    wanted = min(len(frames), max(packs, -(-sum(frames) // most)))
    shares: list[list[int]] = [[] for _ in range(wanted)]
    filled = [0] * wanted
    for clip in sorted(range(len(frames)), key=lambda number: -frames[number]):
        emptiest = min(range(wanted), key=filled.__getitem__)
        if filled[emptiest] and filled[emptiest] + frames[clip] > most:
            shares.append([])
            filled.append(0)
            emptiest = wanted
            wanted += 1
        shares[emptiest].append(clip)
        filled[emptiest] += frames[clip]
    return shares
