"""Self-attention with ALiBi biases, clip by clip (FunASR ``AltAttention`` and ``get_alibi_bias``)."""

import math

import torch

from inference.engine import kernels
from inference.engine.arrays import array, numbers
from inference.engine.packing import Pack, rounded
from inference.layout import Layout

SCORES = 4 * 1024**2  # attention scores held at once; a longer clip is done some heads, then some rows, at a time


class Attention:
    """Attention of all clips of a pack with one head-wise slope of the distance bias."""

    def __init__(self, layout: Layout, scale: torch.Tensor) -> None:
        """``scale`` (heads or 1,): the block's learned factors of the ALiBi slopes."""
        self._heads = layout.heads
        slopes = torch.tensor(alibi_slopes(layout.heads))
        self._slopes = numbers(slopes * scale.clamp_min(0))

    def __call__(self, rows: torch.Tensor, pack: Pack) -> torch.Tensor:
        """Rows (T, 3·D) of queries, keys and values in, rows (T, D) out. Queries are scaled already."""
        size = rows.shape[1] // 3
        heard = rows.new_zeros((len(rows), size))
        for start, frames in zip(pack.starts, pack.frames, strict=True):
            length = pack.extra + frames
            own = slice(start, start + length)
            clip = rows.new_zeros((3, self._heads, rounded(length), size // self._heads))
            clip[:, :, :length] = rows[own].view(length, 3, self._heads, -1).permute(1, 2, 0, 3)
            self._attend(clip, pack.extra, heard[own].view(length, self._heads, -1).transpose(0, 1))
        return heard

    def _attend(self, clip: torch.Tensor, extra: int, answer: torch.Tensor) -> None:
        """Queries, keys and values (3, H, T rounded up, d) into ``answer`` (H, T, d), ``SCORES`` at a time."""
        queries, keys, values = clip
        length, width = answer.shape[1], queries.shape[1]
        heads = max(1, min(self._heads, SCORES // width**2))
        rows = max(1, min(width, SCORES // width))
        for head in range(0, self._heads, heads):
            some = slice(head, head + heads)
            for first in range(0, length, rows):
                scores = torch.bmm(queries[some, first : first + rows], keys[some].transpose(1, 2))
                kernels.alibi_softmax(array(scores), self._slopes[some], first, extra, length)
                answer[some, first : first + rows] = torch.bmm(scores, values[some])[:, : length - first]


def alibi_slopes(heads: int) -> list[float]:
    """Slope of each head's distance bias: a geometric series from 2^(-8/heads) (Press et al., arXiv:2108.12409).

    For a number of heads that is no power of two, the series of the next lower one, then every other slope of the
    next higher.
    """
    lower = 2 ** math.floor(math.log2(heads))
    slopes = [2 ** (-8 * (number + 1) / lower) for number in range(lower)]
    return slopes if lower == heads else slopes + alibi_slopes(2 * lower)[0::2][: heads - lower]
