"""How exactly the engine calculates: what its activations are, and how its linear layers are made."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import torch

from inference.engine.linear import Linear, PackedLinear, PlainLinear, WholeLinear, channel_scales

FLOAT32, BFLOAT16, INT8 = "float32", "bfloat16", "int8"


class MakeLinear(Protocol):
    """Makes a linear layer of float32 weights (N, K) and bias (N,)."""

    def __call__(self, weight: torch.Tensor, bias: torch.Tensor, *, gelu: bool = False) -> Linear:
        """The layer, with GELU after it if asked for."""


@dataclass(frozen=True, slots=True)
class Precision:
    """A name, the type of rows between layers, and the maker of linear layers."""

    name: str
    dtype: torch.dtype
    linear: MakeLinear


def float32() -> Precision:
    """FunASR's own numbers to about 1e-5."""
    return Precision(FLOAT32, torch.float32, PackedLinear if _has_onednn() else PlainLinear)


@dataclass(frozen=True, slots=True)
class Met:
    """What a linear layer met while voice-like sounds were read."""

    mean: torch.Tensor  # (K,) mean row
    peak: torch.Tensor  # (K,) largest magnitude in each column


def bfloat16(met: Iterator[Met]) -> Precision:
    """Products of bfloat16 numbers summed in float32; norms, softmax, GELU and the blocks' sums in float32.

    ``met`` says what each linear layer meets, in the order in which a network makes its layers.
    """

    def linear(weight: torch.Tensor, bias: torch.Tensor, *, gelu: bool = False) -> Linear:
        rounded = weight.bfloat16()
        bias = _without_mean_error(weight, rounded.float(), bias, next(met).mean)
        return PackedLinear(rounded, bias.bfloat16(), gelu=gelu)

    return Precision(BFLOAT16, torch.bfloat16, linear)


def int8(met: Iterator[Met]) -> Precision:
    """Whole numbers in the linear layers and the front end, bfloat16 in attention and the positional convolutions.

    ``met`` as for ``bfloat16``.
    """

    def linear(weight: torch.Tensor, bias: torch.Tensor, *, gelu: bool = False) -> Linear:
        own = next(met)
        factors = even_factors(own.peak, weight)
        weight = weight / factors
        scales = channel_scales(weight)[:, None]
        bias = _without_mean_error(weight, (weight / scales).round() * scales, bias, own.mean * factors)
        return WholeLinear(weight, bias, factors=factors, gelu=gelu)

    return Precision(INT8, torch.bfloat16, linear)


def even_factors(peak: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """Factors (K,) for the columns of a layer's rows that share a column's range evenly with its weights.

    One column far larger than the others would leave them few whole numbers; some of its size moves into the weights
    (SmoothQuant with a strength of one half, Xiao et al., 2023, arXiv:2211.10438).
    """
    heights = weight.abs().amax(dim=0).clamp_min(1e-5)
    return (heights / peak.clamp_min(1e-5)).sqrt().clamp(1e-3, 1e3)


def _without_mean_error(
    weight: torch.Tensor, rounded: torch.Tensor, bias: torch.Tensor, mean: torch.Tensor
) -> torch.Tensor:
    """The bias that makes a layer of rounded weights right on its mean input row.

    All clips share most of what a layer meets, so this takes away the part of the error that they share (Nagel et al.,
    2019, arXiv:1906.04721, section 4.2).
    """
    return bias + (weight - rounded) @ mean


class Recorder:
    """A float32 precision whose layers remember what they met."""

    def __init__(self) -> None:
        self._layers: list[_Recording] = []
        self.precision = Precision(FLOAT32, torch.float32, self._linear)

    def _linear(self, weight: torch.Tensor, bias: torch.Tensor, *, gelu: bool = False) -> Linear:
        self._layers.append(_Recording(PlainLinear(weight, bias, gelu=gelu), weight.shape[1]))
        return self._layers[-1]

    def met(self) -> Iterator[Met]:
        """What each layer met, in the order they were made."""
        return (Met(layer.total / max(1, layer.rows), layer.peak) for layer in self._layers)


class _Recording:
    def __init__(self, layer: Linear, width: int) -> None:
        self._layer, self.rows = layer, 0
        self.total, self.peak = torch.zeros(width), torch.zeros(width)

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        self.rows += len(rows)
        self.total += rows.sum(dim=0)
        self.peak = torch.maximum(self.peak, rows.abs().amax(dim=0))
        return self._layer(rows)


def fast_on_this_processor() -> list[str]:
    """The precisions this processor has instructions for, fastest first; float32 always is the last."""
    can = torch.cpu.get_capabilities() if _has_onednn() else {}
    whole = any(can.get(name) for name in ("avx512_vnni", "avx_vnni", "amx_int8"))
    brain = any(can.get(name) for name in ("avx512_bf16", "amx_bf16"))
    # int8 keeps bfloat16 between its layers, so it wants both.
    return [INT8] * (whole and brain) + [BFLOAT16] * brain + [FLOAT32]


def _has_onednn() -> bool:
    return bool(torch.backends.mkldnn.is_available())  # type: ignore[no-untyped-call]
