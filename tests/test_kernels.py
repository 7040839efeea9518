"""Every kernel against the same step in PyTorch, in float32 and in bfloat16."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import erf

from inference.engine import kernels
from inference.engine.arrays import array

EPSILON = np.float32(1e-5)
TYPES = [torch.float32, torch.bfloat16]
TOLERANCE = {torch.float32: 5e-6, torch.bfloat16: 0.02}  # bfloat16 keeps eight bits of a number


def rows(shape, dtype, seed=0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed)).to(dtype)


def close(found, expected):
    torch.testing.assert_close(found.float(), expected, atol=TOLERANCE[found.dtype], rtol=TOLERANCE[found.dtype])


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("width", [1, 7, 64, 129])
def test_norms(dtype, width):
    x, y, weight, bias = (
        rows((5, width), dtype),
        rows((5, width), dtype, 1),
        rows(width, torch.float32, 2),
        rows(width, torch.float32, 3),
    )
    out = torch.empty_like(x)
    kernels.norm(array(x), array(weight), array(bias), EPSILON, array(out))
    close(out, F.layer_norm(x.float(), (width,), weight, bias, 1e-5))
    kernels.add_norm(array(x), array(y), array(weight), array(bias), EPSILON, array(out))
    close(out, F.layer_norm(x.float() + y.float(), (width,), weight, bias, 1e-5))


@pytest.mark.parametrize("dtype", TYPES)
def test_norm_and_gelu_touch_only_the_named_rows(dtype):
    x, weight, bias = rows((6, 33), dtype), rows(33, torch.float32, 1), rows(33, torch.float32, 2)
    out = torch.full_like(x, 7)
    kernels.norm_gelu(array(x), np.array([1, 4]), array(weight), array(bias), EPSILON, array(out))
    expected = F.gelu(F.layer_norm(x.float(), (33,), weight, bias, 1e-5))
    close(out[[1, 4]], expected[[1, 4]])
    assert (out[[0, 2, 3, 5]] == 7).all()


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("extra", [0, 3])
@pytest.mark.parametrize("first", [0, 2, 5])
def test_alibi_softmax(dtype, extra, first):
    length, scores, slopes = 9, rows((2, 4, 12), dtype) * 3, torch.tensor([0.25, 1.5])
    place = torch.arange(length)
    bias = -slopes[:, None, None] * (place[:, None] - place).abs()
    bias[:, :extra] = 0
    bias[:, :, :extra] = 0
    expected = (scores[:, :, :length].float() + bias[:, first : first + 4]).softmax(dim=-1)
    kernels.alibi_softmax(array(scores), array(slopes), first, extra, length)
    close(scores[:, :, :length], expected)
    assert (scores[:, :, length:] == 0).all()  # columns that are no keys


def test_softmax_of_scores_far_apart_is_finite_and_sums_to_one():
    scores = torch.tensor([[[1e4, -1e4, 0.0, 9999.0]]])
    kernels.alibi_softmax(array(scores), np.zeros(1, np.float32), 0, 0, 4)
    torch.testing.assert_close(scores[0, 0], torch.tensor([0.7310586, 0.0, 0.0, 0.2689414]))


@pytest.mark.parametrize("dtype", TYPES)
def test_first_stage_is_convolution_norm_and_gelu(dtype):
    signal, taps = rows(47, torch.float32), rows((16, 1, 10), torch.float32, 1)
    weight, bias = rows(16, torch.float32, 2), rows(16, torch.float32, 3)
    expected = F.conv1d(signal[None, None], taps, stride=5)[0].T
    expected = F.gelu(F.layer_norm(expected, (16,), weight, bias, 1e-5))
    centred = (taps[:, 0] - taps[:, 0].mean(dim=0)).double()
    spread = (centred.T @ centred / 16).float().contiguous()
    out = torch.empty(8, 16, dtype=dtype)
    scaled = (centred.T.float() * weight).contiguous()
    kernels.first_stage(array(signal), array(scaled), array(bias), array(spread), 5, EPSILON, array(out))
    close(out, expected)


@pytest.mark.parametrize("dtype", TYPES)
def test_quantised_rows_are_within_half_a_step_and_may_overlap(dtype):
    flat = rows(40, dtype)
    whole, scales = torch.empty(9, 8, dtype=torch.int8), np.empty(9, np.float32)
    factors = torch.linspace(0.5, 2, 8)
    kernels.quantise(array(flat), 4, array(factors), array(whole), scales)
    windows = flat.float().unfold(0, 8, 4) * factors
    step = windows.abs().amax(dim=1) / 127
    torch.testing.assert_close(torch.from_numpy(scales), step)
    assert ((whole * step[:, None] - windows).abs() <= 0.501 * step[:, None]).all()
    assert whole.abs().amax(dim=1).tolist() == [127] * 9


def test_a_row_of_zeros_is_quantised_to_zeros():
    whole, scales = torch.ones(1, 8, dtype=torch.int8), np.empty(1, np.float32)
    kernels.quantise(np.zeros(8, np.float32), 8, np.ones(8, np.float32), array(whole), scales)
    assert whole.tolist() == [[0] * 8] and np.isfinite(scales).all()


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("gelu", [False, True])
def test_restored_products(dtype, gelu):
    products = torch.tensor([[1000, -2000, 0], [7, 8, -9]], dtype=torch.int32)
    scales, channels, bias = torch.tensor([1e-3, 0.5]), torch.tensor([1.0, 0.5, 2.0]), torch.tensor([0.0, 1.0, -1.0])
    out = torch.empty(2, 3, dtype=dtype)
    kernels.restore(array(products), array(scales), array(channels), array(bias), gelu, array(out))
    expected = products * scales[:, None] * channels + bias
    close(out, F.gelu(expected) if gelu else expected)


@settings(max_examples=200)
@given(st.floats(-30, 30, width=32))
def test_gelu_is_exact_to_float32(x):
    out = np.empty((1, 1), np.float32)
    one, zero = np.ones(1, np.float32), np.zeros(1, np.float32)
    # A product of 1 with channel scale 0 and bias x passes x through GELU alone.
    kernels.restore(np.ones((1, 1), np.int32), one, zero, np.array([x], np.float32), True, out)
    assert out[0, 0] == pytest.approx(x * (1 + erf(x / np.sqrt(2))) / 2, abs=2e-6, rel=1e-5)


@settings(max_examples=200)
@given(st.floats(-(2.0**90), 2.0**90, width=32))
def test_bfloat16_is_rounded_as_pytorch_rounds_it(x):
    out = torch.empty(1, 1, dtype=torch.bfloat16)
    one, zero = np.ones(1, np.float32), np.zeros(1, np.float32)
    kernels.restore(np.ones((1, 1), np.int32), one, zero, np.array([x], np.float32), False, array(out))
    assert out.item() == torch.tensor(x).bfloat16().item()
