"""Profiles, exemplars and names of planted groups."""

import numpy as np
import pytest

from analysis.errors import WrongShape
from analysis.profiles import exemplars, lift_of, profiles


def planted():
    """200 calls: the first 40 are a group, 32 of them fearful, 36 in loans, all at 14 h; the rest are spread evenly."""
    labels = np.array([0] * 40 + [1] * 60 + [-1] * 100, dtype=np.int32)
    emotion = ["恐惧/fearful"] * 32 + ["中立/neutral"] * 8 + ["中立/neutral"] * 150 + ["恐惧/fearful"] * 10
    queue = ["loans"] * 36 + ["sales"] * 4 + ["sales", "billing", "loans", "support"] * 40
    hour = ["14"] * 40 + [str(9 + number % 8) for number in range(160)]
    points = np.random.default_rng(0).normal(size=(200, 3)).astype(np.float32)
    return labels, points, {"emotion": emotion, "queue": queue, "hour": hour}


def test_a_planted_group_is_named_by_what_is_over_represented():
    labels, points, kinds = planted()
    first, second = profiles(labels, points, kinds=kinds)
    together = [
        kinds["emotion"][row].endswith("fearful") and kinds["queue"][row] == "loans" and kinds["hour"][row] == "14"
        for row in range(200)
    ]
    expected = (sum(together[:40]) / 40) / (sum(together) / 200)
    assert first.name == f"fearful + neutral · loans · 14–15 h · {expected:.1f}×"
    assert (first.size, first.share) == (40, 0.2)
    assert second.name == "neutral · 1.3×"  # 60 of 60 against 158 of 200; neither queue nor hour is special


def test_traits_count_share_and_lift():
    labels, points, kinds = planted()
    first = profiles(labels, points, kinds=kinds)[0]
    fearful, neutral = first.of("emotion")
    assert (fearful.count, fearful.share) == (32, 0.8)
    assert fearful.lift.value == pytest.approx(0.8 / (42 / 200))
    assert 1 < fearful.lift.low < fearful.lift.value < fearful.lift.high <= 5
    assert neutral.lift.high < 1
    assert [trait.value for trait in first.of("queue")] == ["loans", "sales"]


def test_intervals_count_calls_not_windows():
    labels, points, kinds = planted()
    twenty = [f"call {row // 10}" for row in range(200)]
    by_window = profiles(labels, points, kinds=kinds)[0].of("emotion")[0].lift
    by_call = profiles(labels, points, kinds=kinds, recordings=twenty)[0].of("emotion")[0].lift
    assert by_call.value == pytest.approx(by_window.value)
    assert by_call.low < by_window.low
    inside = labels == 0
    alone = lift_of(np.array(kinds["emotion"]) == "恐惧/fearful", inside, np.arange(200))
    assert alone == by_window


def test_unknown_values_do_not_count():
    labels, points, kinds = planted()
    kinds["queue"][:30] = [""] * 30
    loans = profiles(labels, points, kinds=kinds)[0].of("queue")[0]
    assert (loans.value, loans.count, loans.share) == ("loans", 6, 0.6)


def test_a_range_of_hours_is_found():
    labels, points, kinds = planted()
    kinds["hour"][:40] = ["14", "15"] * 20
    assert "14–16 h" in profiles(labels, points, kinds=kinds)[0].name


def test_a_group_without_anything_known_is_like_the_day():
    labels, points, _ = planted()
    assert profiles(labels, points, kinds={})[0].name == "like the whole day"
    assert profiles(labels, points, kinds={"emotion": [""] * 200})[0].name == "like the whole day"
    assert profiles(np.full(5, -1, dtype=np.int32), points[:5], kinds={}) == []


def test_a_day_that_is_one_group_has_nothing_special():
    _, points, kinds = planted()
    (only,) = profiles(np.zeros(200, dtype=np.int32), points, kinds=kinds)
    assert only.name == "neutral + fearful" and only.of("queue")[0].lift.value == 1


def test_values_must_fit_the_points():
    labels, points, _ = planted()
    with pytest.raises(WrongShape, match="200 points have 3 values of emotion"):
        profiles(labels, points, kinds={"emotion": ["a"] * 3})


def test_exemplars_stand_for_the_parts_of_a_group():
    rng = np.random.default_rng(1)
    centres = np.array([[0.0, 0], [10, 0], [0, 10]])
    points = (np.repeat(centres, [50, 30, 20], axis=0) + rng.normal(size=(100, 2)) * 0.2).astype(np.float32)
    chosen = exemplars(points)
    assert [0 <= chosen[0] < 50, {row // 10 >= 5 for row in chosen[1:]}] == [True, {True}]
    assert len({int(np.argmin(np.abs(points[row] - centres).sum(axis=1))) for row in chosen}) == 3


def test_the_first_exemplar_is_the_medoid():
    points = np.random.default_rng(2).normal(size=(40, 5)).astype(np.float32)
    costs = np.linalg.norm(points[:, None] - points[None], axis=2).sum(axis=0)
    assert exemplars(points, count=1) == (int(costs.argmin()),)
    assert exemplars(points[:2]) in ((0, 1), (1, 0))
