"""From frame features to labels: one linear layer, as FunASR's ``proj``, applied to every frame."""

import numpy as np
import torch
import torch.nn.functional as F

from inference.contract import Heard
from inference.folder import ModelFolder


class Head:
    """The layer that turns features (…, D) into logits (…, L), in float32, without the rows of masked labels."""

    def __init__(
        self, weights: dict[str, torch.Tensor], folder: ModelFolder, device: str | torch.device = "cpu"
    ) -> None:
        kept = list(folder.kept)
        self._weight = weights["proj.weight"][kept].to(device)
        self._bias = weights["proj.bias"][kept].to(device)

    def __call__(self, features: torch.Tensor) -> torch.Tensor:
        """Logits of each row. The mean of a clip's frame logits is FunASR's own, because the layer is linear."""
        return F.linear(features, self._weight, self._bias)

    def blank(self, frames: int, *, features: bool = False) -> Heard:
        """An answer for one clip, still to be filled in; its weights are one, as FunASR's mean over frames has it."""
        labels, size = self._weight.shape
        return Heard(
            logits=np.empty((frames, labels), np.float32),
            weights=np.ones(frames, np.float32),
            embedding=np.empty(size, np.float32),
            features=np.empty((frames, size), np.float32) if features else None,
        )
