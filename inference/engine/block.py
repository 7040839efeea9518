"""One transformer block with the layer norm after each half (FunASR ``AltBlock``, ``layer_norm_first: false``)."""

import numpy as np
import torch

from inference.engine import kernels
from inference.engine.arrays import array, norm_of
from inference.engine.attention import Attention
from inference.engine.packing import Pack
from inference.engine.precision import Precision
from inference.layout import Layout


class Block:
    """A block with its weights laid out for this processor."""

    def __init__(
        self, weights: dict[str, torch.Tensor], name: str, layout: Layout, scale: torch.Tensor, precision: Precision
    ) -> None:
        self._queries = precision.linear(*_scaled_queries(weights, name, layout))
        self._attention = Attention(layout, scale)
        self._gather = precision.linear(weights[name + "attn.proj.weight"], weights[name + "attn.proj.bias"])
        self._widen = precision.linear(weights[name + "mlp.fc1.weight"], weights[name + "mlp.fc1.bias"], gelu=True)
        self._narrow = precision.linear(weights[name + "mlp.fc2.weight"], weights[name + "mlp.fc2.bias"])
        self._first = norm_of(weights, name + "norm1.")
        self._second = norm_of(weights, name + "norm2.")
        self._epsilon, self._dtype = np.float32(layout.epsilon), precision.dtype

    def __call__(self, rows: torch.Tensor, pack: Pack) -> None:
        """Replace the float32 rows (T, D) of all clips of a pack."""
        attended = self._gather(self._attention(self._queries(rows.to(self._dtype)), pack))
        kernels.add_norm(array(rows), array(attended), *self._first, self._epsilon, array(rows))
        widened = self._narrow(self._widen(rows.to(self._dtype)))
        kernels.add_norm(array(rows), array(widened), *self._second, self._epsilon, array(rows))


def _scaled_queries(weights: dict[str, torch.Tensor], name: str, layout: Layout) -> tuple[torch.Tensor, torch.Tensor]:
    """The joint layer of queries, keys and values, with the queries' factor 1/√d in its first third."""
    factor = torch.ones(3 * layout.size)
    factor[: layout.size] = (layout.size // layout.heads) ** -0.5
    return weights[name + "attn.qkv.weight"] * factor[:, None], weights[name + "attn.qkv.bias"] * factor
