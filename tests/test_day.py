"""Day numbers, customers and samples against cases worked by hand."""

import numpy as np
import pytest

from analysis.customers import stability
from analysis.day import against, same_weekday_before
from analysis.errors import TooFew, WrongShape
from analysis.samples import similarity_to_sample


def test_a_clear_change_and_an_unclear_one():
    rng = np.random.default_rng(0)
    today, before = rng.normal(0.6, 0.1, 80), rng.normal(0.4, 0.1, 60)
    found = against(today, before)
    spread = 1.96 * np.sqrt(today.var() / 80 + before.var() / 60)
    assert found.change.value == pytest.approx(today.mean() - before.mean())
    assert (found.change.low, found.change.high) == pytest.approx(
        (found.change.value - spread, found.change.value + spread), abs=0.01
    )
    assert found.clear and found.calls == (80, 60)
    assert not against(rng.normal(size=30), rng.normal(size=30)).clear
    with pytest.raises(TooFew):
        against([], [1.0])


def test_three_calls_are_no_trend():
    assert not against([0.9, 0.9, 0.9], [0.1, 0.1, 0.2, 0.1, 0.1, 0.1]).clear


def test_the_same_weekday_before():
    days = ["2026-03-02", "2026-03-08", "2026-02-16", "2026-03-09"]
    assert same_weekday_before(days, "2026-03-09") == "2026-03-02"
    assert same_weekday_before(days, "2026-03-02") == "2026-02-16"
    assert same_weekday_before(days, "2026-03-11") is None
    assert same_weekday_before([], "2026-03-11") is None


def test_stability_of_customers():
    calls = np.array([[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1], [0, 1, 0], [1, 0, 0]], dtype=np.float32)
    changed, steady = stability(calls, ["ann", "bob", "ann", "ann", "bob", ""])
    assert (changed.customer, changed.rows, changed.unlike) == ("ann", (0, 2, 3), 3)
    assert changed.similarity == pytest.approx(1 / 3)  # one of three pairs is the same
    assert changed.latest == pytest.approx(0)
    # ann's two calls along the first axis meet the unnamed one: 2 of 9 pairs
    assert changed.others == pytest.approx(2 / 9)
    assert steady.similarity == steady.latest == pytest.approx(1)
    assert stability(calls, [""] * 6) == [] and np.isnan(stability(calls[:2], ["a", "a"])[0].others)
    with pytest.raises(WrongShape):
        stability(calls, ["ann"])


def test_similarity_to_a_sample():
    found = similarity_to_sample([[2, 0], [0, 3], [1, 1]], [[1, 0], [5, 0]])
    assert found.cosines == pytest.approx([1, 0, 0.5**0.5])
    assert found.ranks == pytest.approx([1, 1 / 3, 2 / 3])
    assert found.own == pytest.approx(1)
    assert similarity_to_sample([[1, 0]], [[0, 1]]).own == 1
    # three examples at right angles: each is at cos 0 to the mean of the other two
    assert similarity_to_sample(np.eye(3), np.eye(3)).own == pytest.approx(0)


def test_samples_that_cannot_be_compared():
    with pytest.raises(TooFew):
        similarity_to_sample([[1, 0]], np.zeros((0, 2)))
    with pytest.raises(WrongShape, match="different models"):
        similarity_to_sample([[1, 0]], [[1, 0, 0]])
