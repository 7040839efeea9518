"""A copy of many vectors in a quarter of their memory, that says each cosine within a known error.

Scalar quantisation to int8, each row with its own step, after the common mean is taken out (as in vector indexes, see
Guo et al. 2020, https://arxiv.org/abs/1908.10396). The length of what a row's codes leave out is kept, and by Cauchy
and Schwarz no cosine is further off than that: whoever looks for the nearest loses none (``analysis.similarity``).
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.records import Floats

CODE = 127  # largest code
ROWS = 16_384  # rows that a thread takes at once
BLOCK = 512  # rows coded at once: 2 MB of 1024 numbers each stay in the processor's cache
SLACK = 1.001  # by which the errors are widened, for the rounding in them


@dataclass(frozen=True, slots=True, eq=False)
class Rough:
    """What N cosines are, each within its error."""

    cosines: Floats  # (N,)
    errors: Floats  # (N,)


@dataclass(frozen=True, slots=True, eq=False)
class Coarse:
    """N vectors of length 1 or less as int8 codes: vector = mean + step × codes + what was left out."""

    mean: Floats  # (D,)
    codes: NDArray[np.int8]  # (N, D)
    steps: Floats  # (N,)
    missing: Floats  # (N,) length of what was left out

    def cosines(self, direction: Floats) -> Rough:
        """Products with a vector (D,) of length 1 or less."""
        from analysis.products import multiply  # numba takes a second to import, its code two more to compile once

        most = min(np.iinfo(np.int16).max, np.iinfo(np.int32).max // (CODE * max(1, len(direction))))
        step = float(np.abs(direction).max(initial=0)) / most or 1.0
        coded = np.rint(direction / step).astype(np.int16)
        left = float(np.linalg.norm(direction - coded * step))
        sums = np.empty(len(self.codes), np.int32)

        def part(row: int) -> None:
            multiply(self.codes[row : row + ROWS], coded, sums[row : row + ROWS])

        with ThreadPoolExecutor(os.cpu_count()) as threads:
            list(threads.map(part, range(0, len(sums), ROWS)))
        cosines = sums * (self.steps * np.float32(step)) + self.mean @ direction
        # the codes may be as long as 2, a vector less the mean, and what was left out
        errors = self.missing + (2 + self.missing) * np.float32(left)
        return Rough(cosines, errors * np.float32(SLACK) + np.float32(rounding(len(direction))))


def rounding(size: int) -> float:
    """By how much two float32 sums of ``size`` products of vectors of length 1 may differ, whatever their order.

    Twice n·u, the bound of Higham 2002, *Accuracy and Stability of Numerical Algorithms*, section 3.1; sixteen more
    for the few steps around the sum.
    """
    return (size + 16) * 2.0**-23


def coarsen(vectors: Floats) -> Coarse:
    """The coarse copy of vectors (N, D) of length 1 or less."""
    mean = vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
    codes = np.empty(vectors.shape, np.int8)
    steps, missing = np.empty(len(vectors), np.float32), np.empty(len(vectors), np.float32)
    for row in range(0, len(vectors), BLOCK):
        some = slice(row, row + BLOCK)
        centred = vectors[some] - mean
        step = np.abs(centred).max(axis=1, initial=0) / CODE
        steps[some] = np.where(step > 0, step, 1)
        rounded = np.rint(centred / steps[some, None])
        codes[some] = rounded
        centred -= rounded * steps[some, None]
        missing[some] = np.sqrt(np.einsum("nd,nd->n", centred, centred))
    return Coarse(mean, codes, steps, missing)
