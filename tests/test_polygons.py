"""Points in polygons, against cases that can be seen and an independent reference."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.polygons import inside

SQUARE = [(0, 0), (2, 0), (2, 2), (0, 2)]


def test_a_square() -> None:
    points = [(1, 1), (3, 1), (-1, 1), (1, 3), (0.01, 1.99)]
    assert inside(points, SQUARE).tolist() == [True, False, False, False, True]


def test_a_notch_is_outside_and_crossing_twice_is_outside() -> None:
    notched = [(0, 0), (4, 0), (4, 4), (2, 1), (0, 4)]
    assert inside([(2, 3), (2, 0.5), (0.2, 2)], notched).tolist() == [False, True, True]
    bow = [(0, 0), (4, 4), (4, 0), (0, 4)]  # crosses itself: both wings are inside
    assert inside([(0.5, 2), (3.5, 2), (2, 0.5)], bow).tolist() == [True, True, False]


def test_less_than_a_triangle_holds_nothing() -> None:
    assert not inside([(0, 0)], []).any()
    assert not inside([(0, 0)], [(0, 0), (1, 1)]).any()
    assert inside(np.zeros((0, 2)), SQUARE).shape == (0,)


@given(st.integers(0, 10_000))
def test_a_star_shape_holds_its_corners_drawn_in_and_not_drawn_out(seed: int) -> None:
    # A polygon sorted by angle about the origin sees every corner from there.
    chance = np.random.default_rng(seed)
    angles = np.linspace(-np.pi, np.pi, 9)[:8] + chance.uniform(0, 0.7, 8)
    radii = chance.uniform(1, 3, 8)
    polygon = np.stack([radii * np.cos(angles), radii * np.sin(angles)], axis=1)
    assert inside([(0, 0)], polygon).all()
    assert inside(polygon * 0.99, polygon).all()
    assert not inside(polygon * 1.01, polygon).any()
