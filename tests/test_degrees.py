"""Points coloured by a score: the steps it falls into, and which colourings are scores."""

from itertools import pairwise

import numpy as np

from dashboard.charts.look import REST
from dashboard.degrees import STEPS, groups_by_degree, is_degree
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
