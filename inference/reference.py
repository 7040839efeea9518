"""The speaker reference: a window's vector seen from the other windows of the same voice.

Everything after pooling is relative to the speaker where other windows are known: their mean and variance are taken
out of the window's vector, the more so the more there are.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

SHRINK_MEAN = 1.5  # windows; of n references the share n / (n + 1.5) of their mean is taken out
SHRINK_VARIANCE = 6.0  # windows' worth of the whole corpus's variance, mixed with the references'
CLIP = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """What other windows of the same speaker sound like, one row for each window that is read."""

    mean: Tensor  # (B, F)
    variance: Tensor  # (B, F)
    count: Tensor  # (B, 1) number of windows; 0 where there is none

    def centring(self) -> tuple[Tensor, Tensor]:
        """Share of the mean to take out (B, 1) and the scale to divide by (B, F)."""
        share = self.count / (self.count + SHRINK_MEAN)
        scale = torch.sqrt((self.count * self.variance + SHRINK_VARIANCE) / (self.count + SHRINK_VARIANCE))
        return share, scale


def reference(vectors: Tensor, use: Tensor) -> Reference:
    """References out of a set of windows' vectors (N, F): ``use`` (B, N) is 1 where window N is one of window B's."""
    count = use.sum(dim=1, keepdim=True)
    mean = use @ vectors / count.clamp(min=1)
    variance = (use @ vectors.square() / count.clamp(min=1) - mean.square()).clamp(min=0)
    return Reference(mean, torch.where(count > 1, variance, torch.ones_like(variance)), count)


def relative(vectors: Tensor, seen_from: Reference) -> Tensor:
    """Standardised vectors (B, F) as seen from their speaker's; (B, F + 1), the last column tells how far."""
    share, scale = seen_from.centring()
    moved = ((vectors - share * seen_from.mean) / scale).clamp(-CLIP, CLIP)
    return torch.cat([moved, share.expand(len(moved), 1)], dim=1)
