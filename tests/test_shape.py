"""Aligned score curves against plain dynamic time warping and courses whose order is known."""

import numpy as np
import pytest

from analysis.errors import NothingHeard, Unfit, WrongShape
from analysis.shape import BAND, alike, distances, drawn, shape
from data.records import Timeline

LABELS = ("生气/angry", "开心/happy", "中立/neutral")


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
    query = drawn(("neutral", "angry", "happy"), labels=LABELS)
    slow_start = drawn(("neutral", "neutral", "angry", "happy"), labels=LABELS)
    backwards = drawn(("happy", "angry", "neutral"), labels=LABELS)
    calm = drawn(("neutral",), labels=LABELS)
    found = alike(query, np.stack([backwards, calm, slow_start]), k=5)
    assert found.rows[0] == 2 and found.cosines[0] > 0.95
    assert found.cosines[1] < 0.8


def test_a_shape_is_the_scores_of_equal_shares_of_speech():
    frames = np.concatenate((np.arange(100), np.arange(900, 1000))).astype(np.int32)
    logits = np.repeat([[9.0, 0, 0], [0, 0, 9.0]], 100, axis=0).astype(np.float32)
    ones = np.ones(200, np.float32)
    line = Timeline(frames, logits, ones, ones.astype(np.bool_))
    assert shape(line, points=4).argmax(axis=1).tolist() == [0, 0, 2, 2]
    assert shape(line, points=4).sum(axis=1) == pytest.approx(1)
    short = Timeline(frames[:3], logits[:3], ones[:3], ones[:3].astype(np.bool_))
    assert shape(short, points=24).shape == (24, 3) and not np.isnan(shape(short)).any()


def test_a_silent_voice_has_no_shape_and_unknown_emotions_cannot_be_drawn():
    nothing = np.zeros(0, np.float32)
    with pytest.raises(NothingHeard):
        shape(Timeline(nothing.astype(np.int32), np.zeros((0, 3), np.float32), nothing, nothing.astype(np.bool_)))
    with pytest.raises(Unfit, match="relieved cannot be drawn"):
        drawn(("neutral", "relieved"), labels=LABELS)
    with pytest.raises(Unfit):
        drawn((), labels=LABELS)


def test_shapes_of_different_models_do_not_meet():
    with pytest.raises(WrongShape, match="different models"):
        distances(courses(1)[0], np.ones((2, 9, 4), dtype=np.float32))
    with pytest.raises(WrongShape):
        distances(courses(1)[0], courses(1)[0])
    assert distances(courses(1)[0], courses(0)).shape == (0,)
