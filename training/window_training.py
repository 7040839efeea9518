"""Training of a window net: functionals in, relative to random references of the same speaker."""

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from inference.compact_net import OUTLIER
from inference.reference import Reference, relative
from inference.window_net import WindowNet
from training import sampling
from training.sampling import Pool

BATCH = 256
FEWEST = 8  # steps a pass, where there is little to learn from
MIXUP = 0.4
RATE = 3e-3


@dataclass(frozen=True, slots=True, eq=False)
class Standardised:
    """Functionals of all copies, standardised."""

    vectors: Tensor  # (copies · N, F)
    mean: Tensor  # (F,)
    scale: Tensor  # (F,)
    count: int  # N

    @classmethod
    def of(cls, pool: Pool) -> "Standardised":
        """By the mean and deviation of what may be learnt from; all utterances are moved alike."""
        every = np.stack([copy.functionals for copy in pool.material.copies])
        mean, scale = sampling.standardisation(every[:, pool.members])
        moved = np.clip((every - mean) / scale, -OUTLIER, OUTLIER).astype(np.float32)
        vectors = torch.from_numpy(moved.reshape(-1, moved.shape[2]))
        return cls(vectors, torch.from_numpy(mean), torch.from_numpy(scale), every.shape[1])


def train(pool: Pool, heard: Standardised, *, labels: int, epochs: float, seed: int) -> WindowNet:
    """One window net. The same seed and material give the same weights."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    net = WindowNet(heard.vectors.shape[1], labels)
    steps = int(epochs * max(FEWEST, len(pool.members) / BATCH))
    optimiser = torch.optim.AdamW(net.parameters(), RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, steps)
    possible = torch.from_numpy(sampling.possible(pool.material, pool.members, labels))
    for _ in range(steps):
        loss = _loss(net, pool, heard, possible, chance)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
    return net.eval()


def gathered(vectors: Tensor, drawn: Tensor, count: Tensor) -> Reference:
    """Reference out of the first ``count`` (B,) of the drawn rows (B, K) of ``vectors``."""
    taken = vectors[drawn]
    use = (torch.arange(drawn.shape[1]) < count[:, None]).to(vectors.dtype)[:, :, None]
    total = count.clamp(min=1)[:, None].to(vectors.dtype)
    mean = (taken * use).sum(dim=1) / total
    variance = ((taken - mean[:, None]).square() * use).sum(dim=1) / total
    several = count[:, None] > 1
    return Reference(mean, torch.where(several, variance, torch.ones_like(variance)), count[:, None].to(vectors.dtype))


def _loss(net: WindowNet, pool: Pool, heard: Standardised, possible: Tensor, chance: np.random.Generator) -> Tensor:
    numbers = pool.draw(BATCH, chance)
    drawn, count = pool.references(numbers, chance)
    shift = sampling.copies(BATCH, chance) * heard.count  # references come down the same kind of line
    vectors = heard.vectors[torch.from_numpy(numbers + shift)]
    seen_from = gathered(heard.vectors, torch.from_numpy(drawn + shift[:, None]), torch.from_numpy(count))
    target = F.one_hot(torch.from_numpy(pool.material.emotions[numbers]), possible.shape[1]).to(vectors.dtype)
    allowed = possible[torch.from_numpy(pool.material.corpora[numbers])]
    share, order = float(chance.beta(MIXUP, MIXUP)), torch.from_numpy(chance.permutation(BATCH))
    moved = relative(vectors, seen_from)
    logits = net(share * moved + (1 - share) * moved[order])
    target = share * target + (1 - share) * target[order]
    return cross_entropy(logits, target, allowed | allowed[order])


def cross_entropy(logits: Tensor, target: Tensor, allowed: Tensor) -> Tensor:
    """Mean cross-entropy of soft targets (B, L) over the labels that each row allows (B, L)."""
    return -(target * F.log_softmax(logits.masked_fill(~allowed, -30.0), dim=1)).sum(dim=1).mean()
