"""Training of a frame net: a batch holds several windows of each of a few voices, which are each other's reference."""

import copy
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from data.records import Floats
from inference.frame_net import BANDS, FrameNet
from inference.reference import reference
from training import sampling, silence
from training.features import Material
from training.sampling import Index, Pool
from training.window_training import cross_entropy

VOICES, EACH = 5, 12  # a batch
CROP = 128  # frames; 2.6 s
RATE, DECAY = 3e-3, 0.05
SMOOTHING = 0.1  # of the labels
MIXUP, MIXED = 0.4, 0.4  # its beta distribution, and the share of batches that are mixed (they use no reference)
ALONE = 0.15  # share of windows without a reference in the other batches
AUXILIARY = 0.3  # weight of the loss of the mean frame alone: the timeline has to be right without the window's term
AVERAGING = 0.99  # of the weights over the steps


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """What one step learns from."""

    frames: Tensor  # (B, T, 66)
    lengths: Tensor  # (B,)
    target: Tensor  # (B, L)
    allowed: Tensor  # (B, L) bool
    use: Tensor  # (B, B) which windows are whose reference


def train(pool: Pool, *, labels: int, steps: int, seed: int) -> FrameNet:
    """One frame net. The same seed and material give the same weights on the same processor and one thread."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    net = FrameNet(labels)
    average = copy.deepcopy(net)
    optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, steps)
    possible = torch.from_numpy(sampling.possible(pool.material, pool.members, labels))
    for step in range(steps):
        loss = _loss(net, _batch(pool, possible, chance))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        schedule.step()
        _follow(average, net, min(AVERAGING, (step + 1) / (step + 10)))
    return average.eval()


def bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 in hardware: convolutions then take less than half the time."""
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def _loss(net: FrameNet, batch: Batch) -> Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16()):
        pooled = net.pool(batch.frames, batch.lengths)
    seen_from = reference(pooled.vectors, batch.use)
    mean = net.mean_logits(pooled.vectors, seen_from)
    whole = mean + net.head(F.dropout(net.window_hidden(pooled.vectors, seen_from), 0.3))
    return cross_entropy(whole, batch.target, batch.allowed) + AUXILIARY * cross_entropy(
        mean, batch.target, batch.allowed
    )


def _batch(pool: Pool, possible: Tensor, chance: np.random.Generator) -> Batch:
    numbers, voices = pool.voices(VOICES, EACH, chance)
    lines = sampling.copies(VOICES, chance)[voices]  # all windows of a voice come down the same kind of line
    frames, lengths = _frames(pool.material, numbers, lines, chance)
    allowed = possible[torch.from_numpy(pool.material.corpora[numbers])]
    target = F.one_hot(torch.from_numpy(pool.material.emotions[numbers]), possible.shape[1]).float()
    target = (1 - SMOOTHING) * target + SMOOTHING * allowed / allowed.sum(dim=1, keepdim=True)
    if chance.random() < MIXED:
        share, order = float(chance.beta(MIXUP, MIXUP)), torch.from_numpy(chance.permutation(len(numbers)))
        return Batch(
            share * frames + (1 - share) * frames[order],
            torch.maximum(lengths, lengths[order]),
            share * target + (1 - share) * target[order],
            allowed | allowed[order],
            torch.zeros(len(numbers), len(numbers)),
        )
    use = _references(pool.material.emotions[numbers], numbers, voices, chance)
    return Batch(frames, lengths, target, allowed, torch.from_numpy(use))


def _references(emotions: NDArray[np.int64], numbers: Index, voices: Index, chance: np.random.Generator) -> Floats:
    """(B, B) 1 where a window of the batch serves another of the same voice: some of them, often of skewed emotions."""
    others = (voices[:, None] == voices[None]) & (numbers[:, None] != numbers[None])
    count = np.exp(chance.uniform(0, np.log(EACH), len(numbers))).astype(np.intp)
    count[chance.random(len(numbers)) < ALONE] = 0
    use = np.zeros(others.shape, dtype=np.float32)
    for row, wanted in enumerate(count):
        mine = np.flatnonzero(others[row])
        drawn = chance.choice(mine, min(wanted, len(mine)), replace=False, p=sampling.skewed(emotions[mine], chance))
        use[row, drawn] = 1
    return use


def _frames(material: Material, numbers: Index, lines: Index, chance: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Altered frames (B, 128, 66), padded with zeros, and their lengths."""
    frames = np.zeros((len(numbers), CROP, BANDS + 2), dtype=np.float32)
    lengths = np.zeros(len(numbers), dtype=np.int64)
    for row, (number, line) in enumerate(zip(numbers, lines, strict=True)):
        heard = silence.altered(material.copies[line].frames[number].astype(np.float32), chance)
        heard = _masked(_warped(heard, chance), chance)
        frames[row, : len(heard)] = heard
        lengths[row] = len(heard)
    return torch.from_numpy(frames), torch.from_numpy(lengths)


def _warped(frames: Floats, chance: np.random.Generator) -> Floats:
    """Another tempo (±15 %), vocal tract (±6 %) and microphone, and the louder of two stretches of 128 frames."""
    tempo, tract = np.exp(chance.uniform(-0.15, 0.15)), np.exp(chance.uniform(-0.06, 0.06))
    length = max(4, int(len(frames) * tempo))
    taken = max(
        (_stretch(frames, length, tempo, chance) for _ in range(2)), key=lambda one: float(one[:, :BANDS].mean())
    )
    bands = np.clip(np.arange(BANDS) * tract, 0, BANDS - 1)
    below = bands.astype(int)
    above, part = np.minimum(below + 1, BANDS - 1), (bands - below).astype(np.float32)
    colour = np.interp(np.arange(BANDS), np.linspace(0, BANDS - 1, 6), chance.normal(0, 0.12, 6))
    warped = taken.copy()
    warped[:, :BANDS] = taken[:, below] * (1 - part) + taken[:, above] * part + colour
    warped[:, BANDS] -= np.log2(tract)  # the pitch goes with the size of the speaker
    return warped


def _stretch(frames: Floats, length: int, tempo: float, chance: np.random.Generator) -> Floats:
    """At most 128 frames from anywhere in an utterance of ``length`` frames after its change of tempo."""
    start = int(chance.integers(0, max(1, length - CROP + 1)))
    places = ((np.arange(start, min(length, start + CROP))) / tempo).round().astype(int)
    return frames[np.minimum(places, len(frames) - 1)]


def _masked(frames: Floats, chance: np.random.Generator) -> Floats:
    """Two stripes of up to 8 bands and two of up to 0.4 s set to the mean (SpecAugment, Park et al. 2019)."""
    for _ in range(2):
        width = int(chance.integers(0, 9))
        start = int(chance.integers(0, BANDS - width))
        frames[:, start : start + width] = 0
        width = int(chance.integers(0, min(20, len(frames) // 4) + 1))
        start = int(chance.integers(0, len(frames) - width + 1))
        frames[start : start + width] = 0
    return frames


def _follow(average: FrameNet, net: FrameNet, keep: float) -> None:
    """Move the average's weights, and the statistics of its norms, towards the net's."""
    with torch.no_grad():
        for kept, new in zip(average.state_dict().values(), net.state_dict().values(), strict=True):
            if kept.dtype.is_floating_point:
                kept.lerp_(new, 1 - keep)
            else:
                kept.copy_(new)
