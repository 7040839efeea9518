"""The convolutional net of the compact model: log-mel, pitch and voicing to frame logits and weights."""

from dataclasses import dataclass
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from inference.reference import Reference, relative

BANDS = 64  # of a frame's inputs; pitch and voicing follow them
STRIDE = 2  # frames of the input for one of the network's: 40 ms
CHANNELS = 160  # of a frame's features
HIDDEN = 128  # of the last layer before the window's logits


class Block(nn.Module):
    """Residual pair of 3 × 3 convolutions with squeeze and excitation, halving the frequency axis."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(before, after, 3, padding=1, bias=False)
        self.first_norm = nn.BatchNorm2d(after)
        self.second = nn.Conv2d(after, after, 3, padding=1, bias=False)
        self.second_norm = nn.BatchNorm2d(after)
        self.past = nn.Conv2d(before, after, 1, bias=False)
        self.squeeze = nn.Linear(after, after // 4)
        self.excite = nn.Linear(after // 4, after)

    def forward(self, image: Tensor, mask: Tensor) -> Tensor:
        """Image (B, C, T, H) and mask (B, 1, T, 1) to (B, C', T, H / 2)."""
        heard = F.relu(self.first_norm(self.first(image))) * mask
        heard = self.second_norm(self.second(heard))
        mean = (heard * mask).mean(dim=3).sum(dim=2) / mask[:, :, :, 0].sum(dim=2)
        gate = torch.sigmoid(self.excite(F.relu(self.squeeze(mean))))
        heard = F.relu(heard * gate[:, :, None, None] + self.past(image)) * mask
        return F.avg_pool2d(heard, (1, 2))


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """Frames of a batch of windows after the convolutions, T' of 40 ms each, and what pooling makes of them."""

    frames: Tensor  # (B, 160, T')
    weights: Tensor  # (B, T') sum to 1
    vectors: Tensor  # (B, 320) weighted mean and deviation of the frames, standardised


class FrameNet(nn.Module):
    """Log-mel, pitch and voicing to frame logits and weights.

    The logits of a window are those of its weighted mean frame (linear, so they are the weighted mean of its frames'
    logits) and a term of the window that sees the deviation as well.
    """

    def __init__(self, labels: int, widths: tuple[int, ...] = (32, 32, 48, 64)) -> None:
        super().__init__()
        self.first = nn.Conv2d(1, widths[0], (5, 7), stride=(STRIDE, 4), padding=(2, 3), bias=False)
        self.first_norm = nn.BatchNorm2d(widths[0])
        self.blocks = nn.ModuleList(Block(*pair) for pair in pairwise(widths))
        self.pitch = nn.Conv1d(2, 16, 5, stride=STRIDE, padding=2)
        flat = widths[-1] * (BANDS // 4 >> len(self.blocks))
        self.merge = nn.Conv1d(flat + 16, CHANNELS, 3, padding=1, bias=False)
        self.merge_norm = nn.BatchNorm1d(CHANNELS)
        self.attend = nn.Conv1d(CHANNELS, 1, 1)
        self.mean_norm = nn.BatchNorm1d(CHANNELS, affine=False)
        self.deviation_norm = nn.BatchNorm1d(CHANNELS, affine=False)
        self.frame_head = nn.Linear(CHANNELS, labels)
        self.hidden = nn.Linear(2 * CHANNELS + 1, HIDDEN)
        self.hidden_norm = nn.BatchNorm1d(HIDDEN)
        self.head = nn.Linear(HIDDEN, labels)

    def pool(self, inputs: Tensor, lengths: Tensor) -> Pooled:
        """Inputs (B, T, 66), of which each window has its own number of frames (B,)."""
        shortened = (lengths + STRIDE - 1) // STRIDE
        mask = torch.arange((inputs.shape[1] + STRIDE - 1) // STRIDE) < shortened[:, None]
        heard = self._frames(inputs, mask.to(inputs.dtype))
        score = 2 * torch.tanh(self.attend(heard)[:, 0].float())  # no frame counts over e⁴ times another
        weights = torch.softmax(score.masked_fill(~mask, -1e4), dim=1)
        mean = (heard * weights[:, None]).sum(dim=2)
        deviation = ((heard - mean[:, :, None]).square() * weights[:, None]).sum(dim=2).add(1e-4).sqrt()
        return Pooled(heard, weights, torch.cat([self.mean_norm(mean), self.deviation_norm(deviation)], dim=1))

    def window_hidden(self, vectors: Tensor, seen_from: Reference) -> Tensor:
        """Pooled vectors (B, 320) to (B, 128)."""
        return F.relu(self.hidden_norm(self.hidden(relative(vectors, seen_from))))

    def mean_logits(self, vectors: Tensor, seen_from: Reference) -> Tensor:
        """Logits (B, L) of each window's weighted mean frame, without the window's term."""
        share, scale = seen_from.centring()
        moved = (vectors - share * seen_from.mean) / scale
        logits: Tensor = self.frame_head(moved[:, :CHANNELS])
        return logits

    def frame_logits(self, frames: Tensor, seen_from: Reference) -> Tensor:
        """Logits (B, T', L) of each frame (B, 160, T'), whose weighted mean is ``mean_logits``. Not for training."""
        share, scale = seen_from.centring()
        mean, scale = seen_from.mean[:, :CHANNELS, None], scale[:, :CHANNELS, None]
        moved = (self.mean_norm(frames) - share[:, :, None] * mean) / scale
        logits: Tensor = self.frame_head(moved.transpose(1, 2))
        return logits

    def frame_hidden(self, pooled: Pooled, seen_from: Reference) -> Tensor:
        """``window_hidden`` of each frame of one window, as if all of it sounded like the frame; (T', 128)."""
        frames = self.mean_norm(pooled.frames)[0].T
        deviation = pooled.vectors[:, CHANNELS:].expand(len(frames), -1)
        return self.window_hidden(torch.cat([frames, deviation], dim=1), seen_from)

    def _frames(self, inputs: Tensor, mask: Tensor) -> Tensor:
        """Inputs (B, T, 66) and mask (B, T') to frames (B, 160, T')."""
        over = mask[:, None, :, None]
        image = inputs[:, None, :, :BANDS].contiguous(memory_format=torch.channels_last)
        heard = F.relu(self.first_norm(self.first(image))) * over
        for block in self.blocks:
            heard = block(heard, over)
        heard = heard.permute(0, 1, 3, 2).flatten(1, 2)
        melody = F.relu(self.pitch(inputs[:, :, BANDS:].transpose(1, 2))) * mask[:, None]
        return F.relu(self.merge_norm(self.merge(torch.cat([heard, melody], dim=1)))).float()
