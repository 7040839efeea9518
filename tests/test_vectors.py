"""Vectors from outside: checked, scaled, and made from scores."""

import numpy as np
import pytest

from analysis.errors import NotNumbers, WrongShape
from analysis.vectors import BLOCK, checked, from_scores, same_size, unit


def test_broken_rows_are_named_wherever_they_are():
    vectors = np.zeros((BLOCK + 10, 2), dtype=np.float32)
    vectors[[3, BLOCK + 4], 1] = np.nan, np.inf
    with pytest.raises(NotNumbers, match=rf"2 of {BLOCK + 10} points .* \(rows 3, {BLOCK + 4}\)"):
        checked(vectors)
    vectors[:] = np.nan
    with pytest.raises(NotNumbers, match="rows 0, 1, 2, 3, 4 …"):
        checked(vectors)


def test_rows_are_needed():
    with pytest.raises(WrongShape, match=r"shape \(3,\)"):
        checked([1, 2, 3])
    assert checked(np.zeros((0, 4))).shape == (0, 4)


def test_unit_rows_have_length_1_but_zeros():
    assert unit(np.array([[3.0, 4.0], [0, 0]])) == pytest.approx(np.array([[0.6, 0.8], [0, 0]]))


def test_distances_of_roots_are_hellingers():
    one, other = from_scores([[0.5, 0.5, 0.0], [0.0, 0.5, 0.5]])
    assert np.linalg.norm(one) == pytest.approx(1)
    assert np.linalg.norm(one - other) == pytest.approx(np.sqrt(2 - 2 * 0.5))
    assert not np.isnan(from_scores([[-1e-9, 1.0]])).any()  # rounding may leave a score just below 0


def test_readings_of_two_models_never_meet():
    same_size(4, 4)
    with pytest.raises(WrongShape, match="these readings have 4 numbers each, but the map's have 5"):
        same_size(4, 5, what="the map's")
