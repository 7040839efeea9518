"""Arrays as little-endian bytes beside their shape: what the store keeps, without pickle."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.errors import DataError

KINDS = {"float32": "<f4", "float64": "<f8", "int32": "<i4", "int64": "<i8", "bool": "|b1"}


def pack(array: NDArray[Any]) -> tuple[str, list[int], bytes]:
    """Kind, shape and bytes of an array, for ``unpack``. Kinds are those of ``KINDS``; others raise ``DataError``."""
    kind = array.dtype.name
    if kind not in KINDS:
        raise DataError(f"arrays of {kind} are not stored; known are {', '.join(KINDS)}")
    return kind, list(array.shape), np.ascontiguousarray(array, dtype=KINDS[kind]).tobytes()


def unpack(kind: str, shape: list[int], content: bytes) -> NDArray[Any]:
    """The array again, writable. ``DataError`` if the bytes are not of that kind and shape."""
    if kind not in KINDS:
        raise DataError(f"a stored array has the unknown kind {kind!r}")
    expected = math.prod(shape) * np.dtype(KINDS[kind]).itemsize
    if any(length < 0 for length in shape) or len(content) != expected:
        raise DataError(f"a stored array of shape {shape} should have {expected} bytes; it has {len(content)}")
    return np.frombuffer(content, dtype=KINDS[kind]).astype(kind).reshape(shape)
