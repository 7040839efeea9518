"""The positional convolutions (FunASR ``AudioEncoder.relative_positional_encoder``).

Five grouped convolutions with zero padding, each followed by layer norm without weights and GELU. In FunASR's loop
every layer sees zeros beyond the clip's ends, so here the rows between clips are zeroed again after every layer.
"""

import numpy as np
import torch
import torch.nn.functional as F

from inference.engine import kernels
from inference.engine.arrays import array
from inference.engine.packing import Rows
from inference.engine.precision import Precision
from inference.layout import Layout

EPSILON = np.float32(1e-5)


class Positional:
    """The layers with their weights in the engine's type."""

    def __init__(self, weights: dict[str, torch.Tensor], layout: Layout, precision: Precision) -> None:
        names = [
            f"modality_encoders.AUDIO.relative_positional_encoder.{number}.0."
            for number in range(1, layout.positional_layers + 1)
        ]
        self._weights = [
            weights[name + "weight"].to(precision.dtype)[:, :, None].contiguous(memory_format=torch.channels_last)
            for name in names
        ]
        self._biases = [weights[name + "bias"].to(precision.dtype) for name in names]
        self._groups, self._reach = layout.positional_groups, layout.positional_kernel // 2
        self._one, self._zero = np.ones(layout.size, np.float32), np.zeros(layout.size, np.float32)

    def __call__(self, rows: torch.Tensor, where: Rows) -> torch.Tensor:
        """Rows (T, D) of the same shape; ``where`` names the rows that hold frames, all others are zero."""
        for weight, bias in zip(self._weights, self._biases, strict=True):
            image = rows.T[None, :, None]  # (1, D, 1, T), channels last without a copy
            product = F.conv2d(image, weight, bias, padding=(0, self._reach), groups=self._groups)[0, :, 0].T
            rows = torch.zeros_like(rows)
            kernels.norm_gelu(array(product.contiguous()), where, self._one, self._zero, EPSILON, array(rows))
        return rows
