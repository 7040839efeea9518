"""The whole network of the compact model: frame nets and window nets that speak together, and their calibration."""

from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn

from inference.frame_net import HIDDEN, STRIDE, FrameNet, Pooled
from inference.reference import reference, relative
from inference.window_net import WindowNet

OUTLIER = 6.0  # deviations at which a functional is cut off


@dataclass(frozen=True, slots=True, eq=False)
class Ears:
    """All windows of one voice as the nets took them in."""

    pooled: list[list[Pooled]]  # per frame net, per window (a batch of one)
    functionals: Tensor  # (N, F) standardised


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """What the nets say of one window of T frames."""

    logits: Tensor  # (T, L) calibrated
    weights: Tensor  # (T,)
    embedding: Tensor  # (D,)
    features: Tensor  # (T, D)


class CompactNet(nn.Module):
    """Frame logits = mean of the frame nets' + a share of the mean of the window nets', over the temperature.

    The temperature goes with how much is known of the speaker: without a reference the nets are too sure.
    """

    functional_mean: Tensor  # (F,)
    functional_scale: Tensor  # (F,)
    window_share: Tensor  # scalar; how much the window nets say
    temperature: Tensor  # (2,) of a window alone, and of one among endlessly many of its voice

    def __init__(self, *, labels: int, functionals: int, frame_nets: int, window_nets: int) -> None:
        super().__init__()
        self.frame_nets = nn.ModuleList(FrameNet(labels) for _ in range(frame_nets))
        self.window_nets = nn.ModuleList(WindowNet(functionals, labels) for _ in range(window_nets))
        self.register_buffer("functional_mean", torch.zeros(functionals))
        self.register_buffer("functional_scale", torch.ones(functionals))
        self.register_buffer("window_share", torch.tensor(1.0))
        self.register_buffer("temperature", torch.ones(2))
        self.size = HIDDEN * 2

    def listen(self, frames: list[Tensor], functionals: Tensor) -> Ears:
        """Take in all windows of one voice: frames of each (T, 66) and their functionals (N, F)."""
        lengths = [torch.tensor([len(one)]) for one in frames]
        pooled = [
            [net.pool(one[None], length) for one, length in zip(frames, lengths, strict=True)]
            for net in self.frame_net_list()
        ]
        moved = (functionals - self.functional_mean) / self.functional_scale
        return Ears(pooled, moved.clamp(-OUTLIER, OUTLIER))

    def speak(self, ears: Ears, window: int, frames: int) -> Spoken:
        """Read one window of ``frames`` frames, seen from the others of its voice."""
        use = torch.ones(1, len(ears.functionals))
        use[0, window] = 0
        logits, weights, hidden, features = [], [], [], []
        for net, windows in zip(self.frame_net_list(), ears.pooled, strict=True):
            seen_from = reference(torch.cat([one.vectors for one in windows]), use)
            pooled = windows[window]
            deep = net.window_hidden(pooled.vectors, seen_from)
            logits.append(_spread(net.frame_logits(pooled.frames, seen_from)[0], frames) + net.head(deep))
            weights.append(_spread(pooled.weights[0], frames))
            hidden.append(deep[0])
            features.append(_spread(net.frame_hidden(pooled, seen_from), frames))
        others = reference(ears.functionals, use)
        moved = relative(ears.functionals[window : window + 1], others)
        nets = self.window_net_list()
        whole = [net.deep(moved) for net in nets]
        term = torch.stack([net.head(one) for net, one in zip(nets, whole, strict=True)]).mean(dim=0)
        weight = torch.stack(weights)  # the nets listen to different frames: each counts where it listens
        temperature = torch.lerp(self.temperature[0], self.temperature[1], others.centring()[0])
        joint = (torch.stack(logits) * weight[:, :, None]).sum(dim=0) / weight.sum(dim=0)[:, None]
        return Spoken(
            logits=(joint + self.window_share * term) / temperature,
            weights=weight.sum(dim=0) / weight.sum() * frames,
            embedding=self.embed(torch.stack(hidden), torch.stack(whole)[:, 0]),
            features=self.embed(torch.stack(features), torch.stack(whole).expand(-1, frames, -1)),
        )

    def embed(self, frame_hidden: Tensor, window_hidden: Tensor) -> Tensor:
        """Hidden layers of the frame nets (K, …, 128) and of the window nets (J, …, 128) to embeddings (…, D)."""
        return torch.cat([frame_hidden[0], window_hidden[0]], dim=-1)

    def frame_net_list(self) -> list[FrameNet]:
        """The frame nets, typed."""
        return [cast(FrameNet, net) for net in self.frame_nets]

    def window_net_list(self) -> list[WindowNet]:
        """The window nets, typed."""
        return [cast(WindowNet, net) for net in self.window_nets]


def _spread(coarse: Tensor, frames: int) -> Tensor:
    """Values of the network's frames of 40 ms, (T', …), on the frames of 20 ms, (T, …)."""
    return coarse.repeat_interleave(STRIDE, dim=0)[:frames]
