"""What was taught, applied: scores of windows and what they make of a voice; which windows to ask about and to mean."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.asking import ask
from analysis.errors import WrongShape
from analysis.own import learn
from analysis.own_measure import EXAMPLES, NO, YES, arrays_of, likeness, measure
from analysis.stretches import windows_within
from analysis.vectors import unit


def step(threshold: float = 0.0) -> dict[str, np.ndarray]:
    """Scores 0.5 where the first of two numbers is zero, more where it is positive: weights ±1 on it."""
    return {
        "mean": np.array([threshold, 0], np.float32),
        "spread": np.ones(2, np.float32),
        "weights": np.array([[-1, 0], [1, 0]], np.float32),
        "bias": np.zeros(2, np.float32),
    }


def test_a_voice_is_its_windows_counted_by_their_seconds():
    embeddings = [[1, 0], [-1, 0], [0, 1], [0, 1]]  # scores of yes: σ(2), σ(-2), 0.5, 0.5
    found = measure(step(), embeddings, seconds=[1, 3, 2, 2], firsts=[0, 2], heard=0.5)
    high = 1 / (1 + np.exp(-2))
    assert found.values == pytest.approx([(high + 3 * (1 - high)) / 4, 0.5], abs=1e-6)
    assert found.shares.tolist() == [0.25, 1.0]
    assert found.peaks == pytest.approx([high, 0.5], abs=1e-6)
    assert found.rows.tolist() == [0, 2]


def test_a_sample_measures_by_the_cosine_to_its_examples():
    examples = {EXAMPLES: np.array([[2, 0], [0, 3]], np.float32)}  # their mean direction is the diagonal
    assert likeness(examples, [[1, 0], [5, 5], [-1, -1]]) == pytest.approx([np.sqrt(0.5), 1, -1], abs=1e-6)
    found = measure(examples, [[1, 0], [0, 1], [-1, 0]], seconds=[1, 1, 1], firsts=[0, 2], heard=0.5)
    assert found.values == pytest.approx([1, -np.sqrt(0.5)], abs=1e-6)  # of the mean of the voice's two windows
    assert found.peaks == pytest.approx([np.sqrt(0.5), -np.sqrt(0.5)], abs=1e-6)


def test_what_is_stored_of_a_classifier_scores_as_it_does():
    chance = np.random.default_rng(0)
    vectors = chance.normal(size=(40, 5)).astype(np.float32)
    answers = [YES if row[0] > 0 else NO for row in vectors]
    own = learn(vectors, answers)
    assert own.classes == (NO, YES)
    assert np.array_equal(likeness(arrays_of(own), vectors), own.scores(vectors)[:, 1])
    assert np.mean((likeness(arrays_of(own), vectors) > 0.5) == (unit(vectors)[:, 0] > 0)) > 0.9


def test_without_scores_windows_are_asked_about_at_random_one_of_each_voice():
    voices = ["a", "a", "b", "c", "c", "c"]
    rows = ask(None, voices, count=10, seed=1)
    assert sorted(voices[row] for row in rows) == ["a", "b", "c"]
    assert ask(None, voices, count=10, seed=1).tolist() == rows.tolist()
    assert {tuple(ask(None, voices, count=3, seed=seed)) for seed in range(20)} != {tuple(rows)}
    assert ask(None, [], count=10).tolist() == [] and ask(None, voices, count=0).tolist() == []


def test_the_least_sure_come_in_turn_with_random_ones():
    scores = np.linspace(0, 1, 101)  # 50 is the least sure, then 49 and 51
    rows = ask(scores, np.arange(101), count=6, seed=3)
    assert rows[0] == 50 and {int(rows[2]), int(rows[4])} <= {48, 49, 51, 52}
    with pytest.raises(WrongShape, match="3 scores do not fit 2 windows"):
        ask([0.1, 0.2, 0.3], ["a", "b"], count=1)


@given(st.integers(0, 30), st.integers(1, 6), st.integers(0, 40), st.booleans(), st.integers(0, 9))
def test_asked_windows_are_distinct_voices_and_as_many_as_there_are(windows, voices, count, scored, seed):
    chance = np.random.default_rng(seed)
    speakers = chance.integers(voices, size=windows)
    rows = ask(chance.random(windows) if scored else None, speakers, count=count, seed=seed)
    assert len(rows) == min(count, len(set(speakers.tolist())))
    assert len({speakers[row] for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("stretch", "rows"),
    [
        ((0, 4), [0]),  # a whole window
        ((1, 2), [0]),  # inside one
        ((2, 11), [0, 1]),  # half of the first, all of the second
        ((3.5, 7.5), [1]),  # an eighth of the first, more of the second, half of neither
        ((3, 6.9), [0]),  # a quarter of the first, less than that of the second's time
        ((4, 5), []),  # the gap between them
        ((0, 20), [0, 1, 2]),
    ],
)
def test_a_drawn_stretch_means_the_windows_it_covers(stretch, rows):
    windows = [(0, 4), (6, 10), (10, 14)]
    assert windows_within(windows, *stretch).tolist() == rows
    assert windows_within([], *stretch).tolist() == []
