"""The compact model: frame logits, weights and an embedding from a laptop's processor, with no download.

``compact`` has learnt from EmoDB, RAVDESS and nEMO; ``compact-cc0`` from EmoDB alone, free for any use. How they were
made and how far to trust them stands in docs/compact.md.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open

from data.records import Floats, Model
from inference import functionals, mel, pitch
from inference.compact_net import CompactNet
from inference.contract import Heard, checked, frames_in
from inference.errors import ModelBroken, ModelMissing
from inference.one_thread import one_thread

WEIGHTS = Path(__file__).parent / "weights"
NAMES = ("compact", "compact-cc0")


@dataclass(frozen=True, slots=True, eq=False)
class Ear:
    """What the networks are given of one window."""

    frames: Floats  # (T, 66) standardised log-mel, pitch in octaves, voicing
    functionals: Floats  # (F,)


def listen(window: Floats) -> Ear:
    """Features of one window of n ≥ 400 samples at 16 kHz."""
    spectrum, followed = mel.power(window), pitch.track(window)
    bands = mel.standardised(mel.log_mel(spectrum[::2]))
    frames = np.column_stack([bands, followed.semitones / 12 - 1.5, followed.voicing])
    return Ear(frames.astype(np.float32), functionals.functionals(spectrum, mel.log_mel(spectrum), followed))


class CompactModel:
    """See ``inference.contract.EmotionModel``. Construct it with ``load``."""

    device = "cpu"
    batch_seconds = 0.0  # its windows are read one by one

    def __init__(self, net: CompactNet, card: Model, licence: str) -> None:
        self._net = net.eval()
        self._card = card
        self.licence = licence  # of the weights, e.g. "CC BY-NC-SA 4.0"

    @classmethod
    def load(cls, name: str = "compact", *, threads: int | None = None) -> "CompactModel":
        """Load one of the two sets of weights. ``threads`` sets how many torch may use in the whole process.

        Raises ``ModelMissing`` where the weights are not there and ``ModelBroken`` where they cannot be read.
        """
        if name not in NAMES:
            raise ModelMissing(f"there is no compact model called {name}; there are {' and '.join(NAMES)}")
        if threads is not None:
            torch.set_num_threads(threads)
        return cls.from_file(WEIGHTS / f"{name}.safetensors")

    @classmethod
    def from_file(cls, path: Path) -> "CompactModel":
        """Load weights that ``training.train`` wrote. Errors as for ``load``."""
        if not path.is_file():
            raise ModelMissing(f"the weights {path.name} are not there; `python -m training.train` writes them")
        try:
            with safe_open(path, framework="pt") as held:
                facts = json.loads((held.metadata() or {})["facts"])
                tensors = {key: held.get_tensor(key) for key in held.keys()}  # noqa: SIM118 - not a mapping
            labels = tuple(facts["labels"])
            net = CompactNet(**facts["shape"])
            net.load_state_dict(tensors)
            if len(net.frame_net_list()[0].head.bias) != len(labels):
                raise ValueError(f"{len(labels)} labels do not fit the network")
            card = Model(
                name=facts["name"],
                revision=facts["revision"],
                sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
                labels=labels,
                size=net.size,
            )
            return cls(net, card, facts["licence"])
        except (SafetensorError, KeyError, ValueError, TypeError, RuntimeError) as error:
            raise ModelBroken(f"the weights {path.name} cannot be read: {error}") from error

    @property
    def card(self) -> Model:
        """Name, revision, labels, embedding size and frame step, as the weights file gives them."""
        return self._card

    def read(self, voices: Sequence[Sequence[Floats]], *, features: bool = False) -> list[list[Heard]]:
        """See ``inference.contract.EmotionModel``. Windows go through the network one by one: on a processor a batch
        gains nothing, and so no window's company can change its numbers."""
        kept = [[checked(window) for window in windows] for windows in voices]
        with torch.inference_mode(), one_thread():
            return [self._read(windows, features) for windows in kept]

    def _read(self, windows: Sequence[Floats], features: bool) -> list[Heard]:
        """All windows of one voice."""
        if not windows:
            return []
        heard = [listen(window) for window in windows]
        wholes = torch.from_numpy(np.stack([one.functionals for one in heard]))
        ears = self._net.listen([torch.from_numpy(one.frames) for one in heard], wholes)
        answers = []
        for number, window in enumerate(windows):
            spoken = self._net.speak(ears, number, frames_in(len(window)))
            weights = spoken.weights.numpy()
            answers.append(
                Heard(
                    logits=spoken.logits.numpy(),
                    weights=weights / weights.mean(),
                    embedding=spoken.embedding.numpy(),
                    features=spoken.features.numpy() if features else None,
                )
            )
        return answers
