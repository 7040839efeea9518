"""The coarse copy keeps its word: no cosine is further off than it says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coarse import CODE, coarsen, rounding
from analysis.products import multiply
from analysis.vectors import unit


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 9999), st.integers(1, 40), st.integers(1, 70), st.floats(0, 30), st.booleans())
def test_every_cosine_lies_within_its_error(seed, count, size, common, with_zeros):
    rng = np.random.default_rng(seed)
    vectors = unit((rng.normal(size=(count, size)) ** 3 + common * rng.normal(size=size)).astype(np.float32))
    vectors[:: 3 if with_zeros else count] *= not with_zeros
    direction = unit(rng.normal(size=(1, size)).astype(np.float32))[0]
    rough = coarsen(vectors).cosines(direction)
    true = vectors.astype(np.float64) @ direction.astype(np.float64)
    assert (np.abs(rough.cosines - true) <= rough.errors).all()


def test_the_error_is_that_of_eight_bits_and_shrinks_with_what_vectors_have_in_common():
    rng = np.random.default_rng(0)
    vectors, common = rng.normal(size=(200, 1024)), 9 * rng.normal(size=1024)
    direction = unit(rng.normal(size=(1, 1024)).astype(np.float32))[0]
    apart, alike = (coarsen(unit(each.astype(np.float32))).cosines(direction) for each in (vectors, vectors + common))
    # a step is 3.2 standard deviations / 127 of each number, and rounding leaves a step / √12
    assert np.median(apart.errors) == pytest.approx(3.2 / 127 / 12**0.5, abs=2e-3)
    assert np.median(alike.errors) < np.median(apart.errors) / 5


def test_nothing_to_look_for_is_alike_to_nothing():
    rough = coarsen(np.eye(3, dtype=np.float32)).cosines(np.zeros(3, np.float32))
    np.testing.assert_allclose(rough.cosines, 0, atol=rounding(3))


def test_the_longest_sum_fits_its_32_bits():
    size = 1024
    most = np.iinfo(np.int32).max // (CODE * size)
    codes = np.full((2, size), CODE, np.int8)
    codes[1] = -CODE
    sums = np.empty(2, np.int32)
    multiply(codes, np.full(size, most, np.int16), sums)
    assert sums.tolist() == [CODE * most * size, -CODE * most * size]
