"""What a network says of utterances whose speakers it has never heard, with and without other windows of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from data.records import Floats
from inference.compact_net import OUTLIER, CompactNet
from inference.frame_net import CHANNELS
from inference.reference import relative
from training.features import CLEAN, TELEPHONE, Material
from training.sampling import Index
from training.window_training import gathered

BATCH = 16
REFERENCES = 10  # unlabelled windows of the same speaker, drawn by chance
ALONE, KNOWN = "clean", "clean, reference"
CONDITIONS = {  # name: copy and number of references
    ALONE: (CLEAN, 0),
    KNOWN: (CLEAN, REFERENCES),
    "telephone": (TELEPHONE, 0),
    "telephone, reference": (TELEPHONE, REFERENCES),
}


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What a network says of N utterances in one condition, before it is calibrated."""

    frames: Floats  # (N, L) the frame nets' logits
    whole: Floats  # (N, L) the window nets' logits
    embedding: Floats  # (N, D)
    share: Floats  # (N, 1) of the reference mean that was taken out; 0 without one


def hear(
    net: CompactNet, material: Material, numbers: Index, *, conditions: Sequence[str] = tuple(CONDITIONS)
) -> dict[str, Said]:
    """What is said of the utterances; each serves as reference to those of its speaker, as the windows of a call."""
    asked = {name: CONDITIONS[name] for name in conditions}
    heard = {copy: _Heard.of(net, material, numbers, copy) for copy in {copy for copy, _ in asked.values()}}
    drawn, count = draw(material.speakers[numbers])
    with torch.inference_mode():
        return {
            name: heard[copy].say(net, drawn, count if references else torch.zeros_like(count))
            for name, (copy, references) in asked.items()
        }


def draw(speakers: Index, *, most: int = REFERENCES) -> tuple[Tensor, Tensor]:
    """For each utterance the places of others of its speaker (N, most), and how many there are (N,)."""
    chance = np.random.default_rng(0)
    drawn = np.zeros((len(speakers), most), dtype=np.int64)
    count = np.zeros(len(speakers), dtype=np.int64)
    for row, speaker in enumerate(speakers):
        others = np.flatnonzero(speakers == speaker)
        others = others[others != row]
        count[row] = min(most, len(others))
        drawn[row, : count[row]] = chance.choice(others, count[row], replace=False)
    return torch.from_numpy(drawn), torch.from_numpy(count)


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """One copy of N utterances inside the network, before any reference."""

    pooled: list[Tensor]  # per frame net (N, 320)
    functionals: Tensor  # (N, F)

    @classmethod
    def of(cls, net: CompactNet, material: Material, numbers: Index, copy: int) -> "_Heard":
        features = material.copies[copy]
        moved = (torch.from_numpy(features.functionals[numbers]) - net.functional_mean) / net.functional_scale
        nets = net.frame_net_list()
        pooled = [torch.zeros(len(numbers), 2 * CHANNELS) for _ in nets]
        by_length = np.argsort([len(features.frames[number]) for number in numbers], kind="stable")
        with torch.inference_mode():
            for start in range(0, len(numbers), BATCH):
                places = by_length[start : start + BATCH]
                frames = [torch.from_numpy(features.frames[number].astype(np.float32)) for number in numbers[places]]
                lengths = torch.tensor([len(one) for one in frames])
                padded = pad_sequence(frames, batch_first=True)  # which changes nothing: the nets mask it
                for vectors, frame_net in zip(pooled, nets, strict=True):
                    vectors[places] = frame_net.pool(padded, lengths).vectors
        return cls(pooled, moved.clamp(-OUTLIER, OUTLIER))

    def say(self, net: CompactNet, drawn: Tensor, count: Tensor) -> Said:
        """With the first ``count`` of each one's ``drawn`` references."""
        logits, hidden = [], []
        for frame_net, vectors in zip(net.frame_net_list(), self.pooled, strict=True):
            seen_from = gathered(vectors, drawn, count)
            deep = frame_net.window_hidden(vectors, seen_from)
            logits.append(frame_net.mean_logits(vectors, seen_from) + frame_net.head(deep))
            hidden.append(deep)
        moved = relative(self.functionals, gathered(self.functionals, drawn, count))
        deeper = [window_net.deep(moved) for window_net in net.window_net_list()]
        whole = [window_net.head(one) for window_net, one in zip(net.window_net_list(), deeper, strict=True)]
        return Said(
            frames=torch.stack(logits).mean(dim=0).numpy(),
            whole=torch.stack(whole).mean(dim=0).numpy(),
            embedding=net.embed(torch.stack(hidden), torch.stack(deeper)).numpy(),
            share=moved[:, -1:].numpy(),
        )
