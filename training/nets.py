"""The nets of one model, trained on some of the utterances; kept in the cache, so that a run goes on where it ended."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from safetensors.torch import load_file, save_file
from torch import nn

from inference.compact_net import CompactNet
from training import frame_training, window_training
from training.features import Material
from training.sampling import Index, Pool
from training.window_training import Standardised

# Of the two trainings: another number makes nets of before be trained anew.
WINDOW_REVISION = 2
FRAME_REVISION = 3


@dataclass(frozen=True, slots=True)
class Recipe:
    """How much is trained; what is trained how stands in the two modules that do it."""

    frame_steps: int = 1000
    frame_nets: int = 1
    window_epochs: float = 40.0
    window_nets: int = 2

    def for_amount(self, share: float) -> "Recipe":
        """Fewer steps where there is less to learn from: ``share`` of the speakers it is meant for, by its root."""
        return Recipe(
            max(min(150, self.frame_steps), int(self.frame_steps * min(1.0, share) ** 0.5)),
            self.frame_nets,
            self.window_epochs,
            self.window_nets,
        )


QUICK = Recipe(frame_steps=2, frame_nets=1, window_epochs=1.0, window_nets=1)  # for tests


def trained(material: Material, members: Index, *, recipe: Recipe, cache: Path) -> CompactNet:
    """A whole network that has learnt from ``members`` only, not yet calibrated; its nets from the cache if there."""
    pool, labels = Pool.of(material, members), len(material.emotion_names)
    heard = window_training.Standardised.of(pool)
    net = CompactNet(
        labels=labels,
        functionals=heard.vectors.shape[1],
        frame_nets=recipe.frame_nets,
        window_nets=recipe.window_nets,
    )
    net.functional_mean.copy_(heard.mean)
    net.functional_scale.copy_(heard.scale)
    store = _Store(cache, material, members)
    for seed, window_net in enumerate(net.window_net_list()):
        told = f"window {recipe.window_epochs} {seed}"
        _fill(window_net, store.path(told, WINDOW_REVISION), partial(_window_net, pool, heard, recipe, labels, seed))
    for seed, frame_net in enumerate(net.frame_net_list()):
        told = f"frame {recipe.frame_steps} {seed}"
        _fill(frame_net, store.path(told, FRAME_REVISION), partial(_frame_net, pool, recipe, labels, seed))
    return net.eval()


@dataclass(frozen=True, slots=True, eq=False)
class _Store:
    """Where the nets that have learnt from some utterances are kept."""

    cache: Path
    material: Material
    members: Index

    def path(self, told: str, revision: int) -> Path:
        """The file of one net; another for other utterances, labels, amounts of training or seeds."""
        learnt = np.ascontiguousarray(self.members, dtype=np.int64).tobytes()
        key = f"{revision} {self.material.key} {self.material.emotion_names} {told}".encode()
        return self.cache / f"net-{hashlib.sha256(key + learnt).hexdigest()[:16]}.safetensors"


def _fill(net: nn.Module, kept: Path, train: Callable[[], nn.Module]) -> None:
    """Give ``net`` the weights that are kept or, where there are none, those of a training."""
    if not kept.is_file():
        part = kept.with_suffix(".part")
        save_file({name: one.contiguous() for name, one in train().state_dict().items()}, part)
        part.replace(kept)
    net.load_state_dict(load_file(kept))


def _window_net(pool: Pool, heard: Standardised, recipe: Recipe, labels: int, seed: int) -> nn.Module:
    return window_training.train(pool, heard, labels=labels, epochs=recipe.window_epochs, seed=seed)


def _frame_net(pool: Pool, recipe: Recipe, labels: int, seed: int) -> nn.Module:
    return frame_training.train(pool, labels=labels, steps=recipe.frame_steps, seed=seed)
