"""Points coloured by a score: the steps it falls into, and which colourings are scores."""

from itertools import pairwise

import numpy as np

from dashboard.charts.look import REST
from dashboard.degrees import STEPS, fifths, groups_by_degree, is_degree, said_of
from dashboard.palette import PAGE
from tests.test_palette import contrast


def test_five_steps_and_those_without_a_score() -> None:
    groups = groups_by_degree(np.array([0.0, 0.19, 0.2, 0.5, 0.8, 1.0, np.nan, -0.3], np.float32), theme="light")
    np.testing.assert_array_equal(groups.which, [0, 0, 1, 2, 4, 4, 5, 0])
    assert groups.colours == [*STEPS["light"], REST["light"]]
    assert groups.names[0] == "0.00–0.20" and groups.names[4] == "0.80–1.00" and len(groups.names) == 6


def test_which_colourings_are_scores() -> None:
    assert is_degree("confidence") and is_degree("own:3")
    assert not any(is_degree(one) for one in ("emotion", "own:", "own:3 OR 1=1", "own"))


def test_every_step_stands_out_more_than_the_one_before() -> None:
    for theme, steps in STEPS.items():
        told = [contrast(step, PAGE[theme]) for step in steps]
        assert all(later > 1.3 * earlier for earlier, later in pairwise(told)), theme


def test_what_has_no_bounds_falls_into_fifths() -> None:
    lengths = np.array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, np.nan], np.float32)
    bounds = fifths(lengths)
    np.testing.assert_allclose(bounds, [1.0, 2.8, 4.6, 6.4, 8.2, 10.0], rtol=1e-6)
    groups = groups_by_degree(lengths, theme="dark", bounds=bounds, says=lambda value: said_of("seconds", value))
    np.testing.assert_array_equal(groups.which, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5])
    assert groups.names[0] == "1.0 s–2.8 s" and groups.names[4] == "8.2 s–10 s"


def test_numbers_that_are_all_the_same_are_one_step() -> None:
    for same in (np.full(4, 7.0, np.float32), np.zeros(0, np.float32), np.full(3, np.nan, np.float32)):
        groups = groups_by_degree(same, theme="light", bounds=fifths(same))
        assert len(groups.names) == len(groups.colours) == 2
        assert set(groups.which.tolist()) <= {0, 1}
    two = fifths(np.array([0, 0, 0, 0, 5], np.float32))
    assert len(groups_by_degree(np.array([0.0, 5.0], np.float32), theme="light", bounds=two).names) == len(two)
