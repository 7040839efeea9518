"""Streaming resampling to the one rate that everything after decoding has."""

import numpy as np
import soxr

from data.records import Floats
from inference.contract import RATE


class Resampler:
    """Blocks of any rate in, blocks of 16 kHz out; one state per channel, so planar blocks are never turned round.

    soxr's HQ setting: flat to 91 % of the band, aliases below -100 dB, no delay. MQ is no faster in streams.
    """

    def __init__(self, rate: int, channels: int) -> None:
        self._rows = [soxr.ResampleStream(rate, RATE, 1, dtype="float32", quality="HQ") for _ in range(channels)]
        self._same = rate == RATE

    def feed(self, block: Floats) -> Floats:
        """The block (C, n) at 16 kHz: (C, m), as far as it is settled."""
        return block if self._same else self._run(block, last=False)

    def finish(self) -> Floats:
        """What is still held back: (C, m)."""
        empty = np.zeros((len(self._rows), 0), dtype=np.float32)
        return empty if self._same else self._run(empty, last=True)

    def _run(self, block: Floats, *, last: bool) -> Floats:
        return np.stack([row.resample_chunk(samples, last) for row, samples in zip(self._rows, block, strict=True)])
