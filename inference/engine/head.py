"""From frame features to labels: one linear layer, as FunASR's ``proj``, applied to every frame."""

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


def heard(logits: torch.Tensor, embedding: torch.Tensor, features: torch.Tensor | None) -> Heard:
    """What one clip's tensors on the processor say: logits (T, L), embedding (D,), features (T, D) if asked for."""
    return Heard(
        logits=logits.numpy(),
        weights=torch.ones(len(logits)).numpy(),  # emotion2vec's embedding is the plain mean over frames
        embedding=embedding.numpy(),
        features=None if features is None else features.numpy(),
    )
