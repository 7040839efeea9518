"""The convolutional front end: samples in, 50 rows a second out (FunASR ``AudioEncoder.local_encoder``).

Seven convolutions over time without padding, each followed by layer norm over channels and GELU. Channels are kept
together, so that each convolution is one matrix product over its windows.
"""

import numpy as np
import torch

from data.records import Floats
from inference.contract import FIELD, HOP
from inference.engine import kernels
from inference.engine.arrays import array, norm_of, numbers
from inference.engine.precision import Precision
from inference.layout import Layout

CHUNK = 96  # frames at once: the first stage's answer, 64 rows a frame, then stays in the processor's cache
EPSILON = np.float32(1e-5)  # of the front end's norms, whatever norm_eps says of the others


class FrontEnd:
    """The front end with its weights laid out for this processor."""

    def __init__(self, weights: dict[str, torch.Tensor], layout: Layout, precision: Precision) -> None:
        self._stages, self._dtype = layout.stages, precision.dtype
        names = [f"modality_encoders.AUDIO.local_encoder.conv_layers.{number}." for number in range(len(self._stages))]
        self._norms = [norm_of(weights, name + "2.1.") for name in names]
        self._taps, self._spread = _fold_norm(weights[names[0] + "0.weight"], self._norms[0][0])
        self._products = [
            precision.linear(weight.permute(0, 2, 1).reshape(len(weight), -1), torch.zeros(len(weight)))
            for weight in (weights[name + "0.weight"] for name in names[1:])
        ]

    def __call__(self, signal: torch.Tensor) -> torch.Tensor:
        """Rows (T, C) of a signal (S,): T = (S - 400) // 320 + 1."""
        frames = (len(signal) - FIELD) // HOP + 1
        return torch.cat(
            [
                self._hear(signal[start * HOP : (min(start + CHUNK, frames) - 1) * HOP + FIELD])
                for start in range(0, frames, CHUNK)
            ]
        )

    def _hear(self, signal: torch.Tensor) -> torch.Tensor:
        channels, kernel, stride = self._stages[0]
        rows = torch.empty(((len(signal) - kernel) // stride + 1, channels), dtype=self._dtype)
        kernels.first_stage(array(signal), self._taps, self._norms[0][1], self._spread, stride, EPSILON, array(rows))
        for (_, kernel, stride), norm, product in zip(self._stages[1:], self._norms[1:], self._products, strict=True):
            rows = product(_windows(rows, kernel, stride))
            kernels.norm_gelu(array(rows), np.arange(len(rows)), *norm, EPSILON, array(rows))
        return rows


def _windows(rows: torch.Tensor, kernel: int, stride: int) -> torch.Tensor:
    """The windows of a convolution, (T', kernel·C), as a view of the rows (T, C)."""
    width = rows.shape[1]
    return rows.as_strided(((len(rows) - kernel) // stride + 1, kernel * width), (stride * width, 1))


def _fold_norm(weight: torch.Tensor, scale: Floats) -> tuple[Floats, Floats]:
    """Taps (K, C) and quadratic form (K, K) with which ``kernels.first_stage`` normalises what it never stores.

    The mean over channels of W·x is (mean of W)·x, so centred taps give centred products; the variance of those is
    xᵀ(WᵀW / C)x.
    """
    centred = weight[:, 0].double() - weight[:, 0].double().mean(dim=0)
    spread = centred.T @ centred / len(centred)
    return numbers(centred.T * torch.from_numpy(scale)), numbers(spread)
