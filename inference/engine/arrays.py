"""Hands the memory of tensors to the kernels."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from data.records import Floats


def array(tensor: torch.Tensor) -> NDArray[Any]:
    """The same memory as a numpy array; bfloat16, which numpy lacks, as the uint16 of its bits."""
    return tensor.view(torch.uint16).numpy() if tensor.dtype == torch.bfloat16 else tensor.numpy()


def norm_of(weights: Mapping[str, torch.Tensor], name: str) -> tuple[Floats, Floats]:
    """Weight and bias (C,) of the layer norm of that name."""
    return numbers(weights[name + "weight"]), numbers(weights[name + "bias"])


def numbers(tensor: torch.Tensor) -> Floats:
    """A copy as contiguous float32, for the small parameters that kernels take."""
    return np.ascontiguousarray(tensor.float().numpy())
