"""The steps between the matrix products, each one pass over memory, compiled by numba on first use.

Rows are 2-D arrays of float32 or of bfloat16, which numpy lacks: there a row holds the upper halves of float32 numbers
as uint16. All arithmetic is float32. Each kernel runs on one thread without the GIL.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic, overload

single = np.float32
# "numpy" division gives infinity instead of an exception: only so can LLVM vectorise a loop that divides.
_compiled = njit(nogil=True, fastmath=True, error_model="numpy", cache=True)
_inlined = njit(inline="always", fastmath=True, error_model="numpy")


def _build_float_of(_typing: Any, _bits: Any) -> Any:
    return types.float32(types.uint32), lambda _, builder, __, found: builder.bitcast(found[0], ir.FloatType())


def _build_bits_of(_typing: Any, _number: Any) -> Any:
    return types.uint32(types.float32), lambda _, builder, __, found: builder.bitcast(found[0], ir.IntType(32))


def _build_larger(_typing: Any, _one: Any, _other: Any) -> Any:
    def build(_: Any, builder: Any, __: Any, found: Any) -> Any:
        larger = builder.fcmp_ordered(">", found[0], found[1], flags=("fast",))
        return builder.select(larger, found[0], found[1], flags=("fast",))

    return types.float32(types.float32, types.float32), build


_float_of: Any = intrinsic(_build_float_of)  # the float32 of 32 bits
_bits_of: Any = intrinsic(_build_bits_of)  # the 32 bits of a float32
_larger: Any = intrinsic(_build_larger)  # one comparison; Python's own max minds NaN and is not vectorised


def _get(value: Any) -> Any:
    """A stored number as float32."""


@overload(_get)
def _get_overload(value: Any) -> Any:
    def get_bfloat16(value: Any) -> Any:
        return _float_of(np.uint32(value) << np.uint32(16))

    def get_float32(value: Any) -> Any:
        return value

    return get_bfloat16 if value == types.uint16 else get_float32


def _put(rows: Any, row: Any, column: Any, value: Any) -> None:
    """Store a float32, rounded to the nearest bfloat16 (ties to even) where the rows hold those."""


@overload(_put)
def _put_overload(rows: Any, row: Any, column: Any, value: Any) -> Any:
    def put_float32(rows: Any, row: Any, column: Any, value: Any) -> None:
        rows[row, column] = value

    def put_bfloat16(rows: Any, row: Any, column: Any, value: Any) -> None:
        bits = _bits_of(value)
        rows[row, column] = np.uint16(
            (bits + np.uint32(0x7FFF) + ((bits >> np.uint32(16)) & np.uint32(1))) >> np.uint32(16)
        )

    return put_float32 if rows.dtype == types.float32 else put_bfloat16


@_inlined
def _gelu(x: Any) -> Any:
    """Exact GELU, x·Φ(x); erf as the rational function of Eigen's ``erf`` for float32, good to 4e-7."""
    z = x * single(0.7071067811865476)
    z = z if z > single(-4) else single(-4)
    z = z if z < single(4) else single(4)
    q = z * z
    p = single(-2.72614225801306e-10)
    p = p * q + single(2.77068142495902e-08)
    p = p * q + single(-2.10102402082508e-06)
    p = p * q + single(-5.69250639462346e-05)
    p = p * q + single(-7.34990630326855e-04)
    p = p * q + single(-2.95459980854025e-03)
    p = p * q + single(-1.60960333262415e-02)
    d = single(-1.45660718464996e-05)
    d = d * q + single(-2.13374055278905e-04)
    d = d * q + single(-1.68282697438203e-03)
    d = d * q + single(-7.37332916720468e-03)
    d = d * q + single(-1.42647390514189e-02)
    return single(0.5) * x * (single(1) + z * p / d)


@_inlined
def _exp(x: Any) -> Any:
    """e to the power of x ≤ 0: 2 to a whole power by its bits, times the series of the rest; good to 2e-7."""
    y = (x if x > single(-87) else single(-87)) * single(1.4426950408889634)
    whole = np.floor(y + single(0.5))
    f = (y - whole) * single(0.6931471805599453)
    p = single(1 / 720)
    p = p * f + single(1 / 120)
    p = p * f + single(1 / 24)
    p = p * f + single(1 / 6)
    p = p * f + single(0.5)
    p = p * f + single(1)
    p = p * f + single(1)
    return p * _float_of(np.uint32(np.int32(whole * single(8388608) + single(1065353216))))


@_compiled
def first_stage(signal: Any, taps: Any, bias: Any, spread: Any, stride: int, epsilon: Any, out: Any) -> None:
    """The first convolution (one channel in), its layer norm over channels and GELU, without storing the product.

    ``signal`` (S,), ``taps`` (K, C) centred over channels and times the norm's weight, ``bias`` (C,), ``out`` (T, C).
    The norm's mean is taken out of the taps beforehand; its variance is the quadratic form xᵀ·``spread``·x, (K, K).
    """
    kernel, channels = taps.shape
    row = np.empty(channels, np.float32)
    for t in range(out.shape[0]):
        x = signal[t * stride : t * stride + kernel]
        variance = epsilon
        for i in range(kernel):
            part = single(0)
            for j in range(kernel):
                part += spread[i, j] * x[j]
            variance += x[i] * part
        scale = single(1) / np.sqrt(variance)
        row[:] = bias
        for i in range(kernel):
            factor = x[i] * scale
            for j in range(channels):
                row[j] += factor * taps[i, j]
        for j in range(channels):
            _put(out, t, j, _gelu(row[j]))


@_inlined
def _centre(row: Any, epsilon: Any) -> Any:
    """Subtract the mean in place; the answer is one over the standard deviation."""
    width = row.shape[0]
    total = single(0)
    for j in range(width):
        total += row[j]
    mean = total / single(width)
    square = single(0)
    for j in range(width):
        centred = row[j] - mean
        row[j] = centred
        square += centred * centred
    return single(1) / np.sqrt(square / single(width) + epsilon)


@_compiled
def norm(rows: Any, weight: Any, bias: Any, epsilon: Any, out: Any) -> None:
    """Layer norm of (T, C) rows into ``out`` (T, C)."""
    row = np.empty(rows.shape[1], np.float32)
    for t in range(rows.shape[0]):
        for j in range(row.shape[0]):
            row[j] = _get(rows[t, j])
        scale = _centre(row, epsilon)
        for j in range(row.shape[0]):
            _put(out, t, j, row[j] * scale * weight[j] + bias[j])


@_compiled
def add_norm(rows: Any, more: Any, weight: Any, bias: Any, epsilon: Any, out: Any) -> None:
    """Layer norm of the sum of two (T, C) arrays into ``out`` (T, C), which may be one of them."""
    row = np.empty(rows.shape[1], np.float32)
    for t in range(rows.shape[0]):
        for j in range(row.shape[0]):
            row[j] = _get(rows[t, j]) + _get(more[t, j])
        scale = _centre(row, epsilon)
        for j in range(row.shape[0]):
            _put(out, t, j, row[j] * scale * weight[j] + bias[j])


@_compiled
def norm_gelu(rows: Any, where: Any, weight: Any, bias: Any, epsilon: Any, out: Any) -> None:
    """Layer norm and GELU of the rows numbered ``where``; other rows of ``out`` (T, C) stay as they are."""
    row = np.empty(rows.shape[1], np.float32)
    for t in where:
        for j in range(row.shape[0]):
            row[j] = _get(rows[t, j])
        scale = _centre(row, epsilon)
        for j in range(row.shape[0]):
            _put(out, t, j, _gelu(row[j] * scale * weight[j] + bias[j]))


@_compiled
def alibi_softmax(scores: Any, slopes: Any, first: int, extra: int, length: int) -> None:
    """Add each head's ALiBi bias to its scores and take the softmax, in place.

    ``scores`` (H, R, T): R query rows, the first of which is row ``first``. Of the T columns the first ``length`` are
    keys, the others become 0. The bias is -slope·|i - j| between frames and 0 wherever one of the first ``extra`` rows
    takes part.
    """
    heads, rows, width = scores.shape
    row = np.empty(length, np.float32)
    distances = np.abs(np.arange(-width, width)).astype(np.float32)
    for h in range(heads):
        plane = scores[h]
        for r in range(rows):
            here = first + r
            slope = slopes[h] if here >= extra else single(0)
            distance = distances[width - here : 2 * width - here]
            for j in range(row.shape[0]):
                row[j] = _get(plane[r, j]) - slope * distance[j]
            for j in range(min(extra, length)):
                row[j] = _get(plane[r, j])
            top = single(-3e38)
            for j in range(row.shape[0]):
                top = _larger(top, row[j])
            total = single(0)
            for j in range(row.shape[0]):
                row[j] = _exp(row[j] - top)
                total += row[j]
            for j in range(row.shape[0]):
                _put(plane, r, j, row[j] / total)
            plane[r, length:] = 0


@_compiled
def quantise(numbers: Any, step: int, factors: Any, out: Any, scales: Any) -> None:
    """Whole numbers -127 … 127 and a scale for each row, every column times its factor first.

    Row t is ``numbers`` (flat) from t·``step``, as wide as ``out``: rows may overlap, as a convolution's windows do.
    """
    width = out.shape[1]
    row = np.empty(width, np.float32)
    for t in range(out.shape[0]):
        window = numbers[t * step : t * step + width]
        top = single(1e-30)
        for j in range(width):
            row[j] = _get(window[j]) * factors[j]
            top = _larger(top, abs(row[j]))
        scales[t] = top / single(127)
        factor = single(127) / top
        for j in range(width):
            out[t, j] = np.int8(np.int32(np.floor(row[j] * factor + single(0.5))))


@_compiled
def restore(products: Any, scales: Any, channel_scales: Any, bias: Any, gelu: bool, out: Any) -> None:
    """Numbers from whole-number products (T, N): times the row's and the channel's scale, plus bias, GELU if wanted."""
    for t in range(out.shape[0]):
        scale = scales[t]
        if gelu:
            for j in range(out.shape[1]):
                _put(out, t, j, _gelu(single(products[t, j]) * scale * channel_scales[j] + bias[j]))
        else:
            for j in range(out.shape[1]):
                _put(out, t, j, single(products[t, j]) * scale * channel_scales[j] + bias[j])
