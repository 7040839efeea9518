"""Aligned score curves against plain dynamic time warping and courses whose order is known."""

import numpy as np
import pytest

from analysis.errors import WrongShape
from analysis.shape import BAND, alike, distances, matching_point, stages

LABELS = ("angry", "happy", "neutral")


def warped(one, other):
    """Symmetric dynamic time warping of two score courses, written out plainly."""
    costs = np.sqrt(np.clip(1 - np.sqrt(one[:, None] * other[None]).sum(axis=2), 0, 1))
    height, width = costs.shape
    reach = max(1, int(np.ceil(BAND * max(height, width))))
    best = {(0, 0): 2 * costs[0, 0]}
    for i in range(height):
        for j in range(width):
            if (i or j) and abs(j - i * width // height) <= reach:
                before = [(i - 1, j, 1), (i, j - 1, 1), (i - 1, j - 1, 2)]
                ways = [best[a, b] + times * costs[i, j] for a, b, times in before if (a, b) in best]
                best[i, j] = min(ways)
    return best[height - 1, width - 1] / (height + width)


def courses(count, points=9, seed=0):
    return np.random.default_rng(seed).dirichlet([0.5] * 3, size=(count, points)).astype(np.float32)


def drawn(emotions, points=24):
    """A course of emotions that hold for equal parts with 0.7; the other two share the rest."""
    which = [LABELS.index(emotions[point * len(emotions) // points]) for point in range(points)]
    return np.where(np.arange(3) == np.array(which)[:, None], 0.7, 0.15).astype(np.float32)


def test_distances_are_those_of_plain_warping():
    shapes = courses(6)
    assert distances(shapes[0], shapes) == pytest.approx([warped(shapes[0], each) for each in shapes], abs=2e-4)
    assert distances(shapes[0], shapes)[0] == pytest.approx(0, abs=1e-3)


def test_distance_is_symmetric_and_at_most_1():
    one, other = courses(2, seed=3)
    assert distances(one, other[None])[0] == pytest.approx(distances(other, one[None])[0], abs=1e-6)
    apart = np.zeros((2, 9, 3), dtype=np.float32)
    apart[0, :, 0] = apart[1, :, 2] = 1
    assert distances(apart[0], apart[1:])[0] == pytest.approx(1)


def test_tempo_does_not_matter_but_order_does():
    query = drawn(("neutral", "angry", "happy"))
    slow_start = drawn(("neutral", "neutral", "angry", "happy"))
    backwards = drawn(("happy", "angry", "neutral"))
    calm = drawn(("neutral",))
    found = alike(query, np.stack([backwards, calm, slow_start]), k=5)
    assert found.rows[0] == 2 and found.cosines[0] > 0.95
    assert found.cosines[1] < 0.8


def test_the_stages_of_a_course_are_what_leads_in_its_quarters():
    one_hot = np.eye(3, dtype=np.float32)
    assert stages(one_hot[[2, 2, 0, 0, 0, 0, 1, 1]]) == [2, 0, 1]
    assert stages(one_hot[[2] * 8]) == [2]


def test_the_moment_that_matches_is_the_one_most_like_the_strongest():
    query = drawn(("neutral", "angry", "neutral"), points=9)  # strongest in the middle
    other = np.tile(np.array([0.1, 0.1, 0.8], np.float32), (9, 1))
    other[5] = [0.9, 0.05, 0.05]
    other[0] = [1.0, 0, 0]  # angrier still, but at the start: out of reach of the middle
    assert matching_point(query, other, labels=LABELS) == 5
    with pytest.raises(WrongShape):
        matching_point(query, other[:, :2], labels=LABELS)


def test_shapes_of_different_models_do_not_meet():
    with pytest.raises(WrongShape, match="different models"):
        distances(courses(1)[0], np.ones((2, 9, 4), dtype=np.float32))
    with pytest.raises(WrongShape):
        distances(courses(1)[0], courses(1)[0])
    assert distances(courses(1)[0], courses(0)).shape == (0,)
