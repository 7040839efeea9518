"""The nets of one model, trained on some of the utterances; kept in the cache, so that a run goes on where it ended."""

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from inference.compact_net import CompactNet
from training import frame_training, window_training
from training.features import Material
from training.sampling import Index, Pool

REVISION = 1  # of the training: another number makes nets of before be trained anew


@dataclass(frozen=True, slots=True)
class Recipe:
    """How much is trained; what is trained how stands in the two modules that do it."""

    frame_steps: int = 600
    frame_nets: int = 1
    window_epochs: float = 40.0
    window_nets: int = 2

    def for_amount(self, share: float) -> "Recipe":
        """Fewer steps where there is less to learn from: ``share`` of what the recipe is meant for, by its root."""
        return Recipe(
            max(min(150, self.frame_steps), int(self.frame_steps * min(1.0, share) ** 0.5)),
            self.frame_nets,
            self.window_epochs,
            self.window_nets,
        )


QUICK = Recipe(frame_steps=2, frame_nets=1, window_epochs=1.0, window_nets=1)  # for tests


def trained(material: Material, members: Index, *, recipe: Recipe, cache: Path) -> CompactNet:
    """A whole network that has learnt from ``members`` only, not yet calibrated; from the cache if it is there."""
    shape = {
        "labels": len(material.emotion_names),
        "functionals": material.copies[0].functionals.shape[1],
        "frame_nets": recipe.frame_nets,
        "window_nets": recipe.window_nets,
    }
    net = CompactNet(**shape)
    kept = cache / f"net-{_key(material, members, recipe)}.safetensors"
    if not kept.is_file():
        save_file(_train(material, members, recipe), kept)
    net.load_state_dict(load_file(kept))
    return net.eval()


def _train(material: Material, members: Index, recipe: Recipe) -> dict[str, Tensor]:
    pool, labels = Pool.of(material, members), len(material.emotion_names)
    heard = window_training.Standardised.of(pool)
    tensors = {
        "functional_mean": heard.mean,
        "functional_scale": heard.scale,
        "window_share": torch.tensor(1.0),
        "temperature": torch.tensor(1.0),
    }
    for seed in range(recipe.window_nets):
        window_net = window_training.train(pool, heard, labels=labels, epochs=recipe.window_epochs, seed=seed)
        tensors |= {f"window_nets.{seed}.{name}": one for name, one in window_net.state_dict().items()}
    for seed in range(recipe.frame_nets):
        frame_net = frame_training.train(pool, labels=labels, steps=recipe.frame_steps, seed=seed)
        tensors |= {f"frame_nets.{seed}.{name}": one for name, one in frame_net.state_dict().items()}
    return {name: one.contiguous() for name, one in tensors.items()}


def _key(material: Material, members: Index, recipe: Recipe) -> str:
    told = f"{REVISION} {material.key} {asdict(recipe)} {material.emotion_names}"
    return hashlib.sha256(told.encode() + np.ascontiguousarray(members, dtype=np.int64).tobytes()).hexdigest()[:16]
