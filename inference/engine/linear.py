"""Linear layers, three ways: as PyTorch does them, through oneDNN with weights packed once, and in whole numbers.

Each maps rows (T, K) to rows (T, N) of the same type. Rows may overlap in memory, so that a convolution over time is a
linear layer on its windows and needs no code of its own.
"""

from typing import Protocol

import numpy as np
import torch
import torch.nn.functional as F

from inference.engine import kernels
from inference.engine.arrays import array, numbers

TYPICAL_ROWS = 512  # oneDNN chooses the blocks of the weights for about this many rows at once


class Linear(Protocol):
    """Rows (T, K) in, rows (T, N) of the same type out."""

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        """The rows times the weights, plus the bias, through GELU if the layer was made so."""


class PlainLinear:
    """PyTorch's own linear layer, for processors that oneDNN does not serve."""

    def __init__(self, weight: torch.Tensor, bias: torch.Tensor, *, gelu: bool = False) -> None:
        self._weight, self._bias, self._gelu = weight, bias, gelu

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        """See ``Linear``."""
        product = F.linear(rows, self._weight, self._bias)
        return F.gelu(product) if self._gelu else product


class PackedLinear:
    """oneDNN with weights laid out once for its kernels, bias and GELU fused.

    ``F.linear`` goes to MKL, which on AMD processors with AVX-512 reaches only part of oneDNN's rate, and applies GELU
    in a second pass.
    """

    def __init__(self, weight: torch.Tensor, bias: torch.Tensor, *, gelu: bool = False) -> None:
        self._weight = torch.ops.mkldnn._reorder_linear_weight(weight.contiguous(), TYPICAL_ROWS)
        self._bias = bias.contiguous()
        self._after = "gelu" if gelu else "none"

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        """See ``Linear``."""
        product: torch.Tensor = torch.ops.mkldnn._linear_pointwise(
            rows, self._weight, self._bias, self._after, [], "none"
        )
        return product


class WholeLinear:
    """Products of whole numbers -127 … 127: one scale for every row of activations, one for every output channel.

    A row's scale depends on nothing but the row, so a clip's numbers never depend on its company. ``factors`` (K,)
    multiply the rows' columns before they are rounded; the weights given are those for such rows.
    """

    def __init__(self, weight: torch.Tensor, bias: torch.Tensor, *, factors: torch.Tensor, gelu: bool = False) -> None:
        scales = channel_scales(weight)
        self._factors = numbers(factors)
        self._weight = (weight / scales[:, None]).round().to(torch.int8).T.contiguous()
        self._scales, self._bias, self._gelu = numbers(scales), numbers(bias), gelu

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        """See ``Linear``."""
        whole = torch.empty(rows.shape, dtype=torch.int8)
        scales = np.empty(len(rows), dtype=np.float32)
        flat = rows.as_strided(((len(rows) - 1) * rows.stride(0) + rows.shape[1],), (1,))
        kernels.quantise(array(flat), rows.stride(0), self._factors, array(whole), scales)
        products = torch._int_mm(whole, self._weight)
        restored = rows.new_empty(products.shape)
        kernels.restore(array(products), scales, self._scales, self._bias, self._gelu, array(restored))
        return restored


def channel_scales(weight: torch.Tensor) -> torch.Tensor:
    """The scale (N,) of each output channel's whole numbers: its largest weight becomes 127."""
    return weight.abs().amax(dim=1).clamp_min(1e-30) / 127
