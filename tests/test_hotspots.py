"""Planted groups of a day are found, and an even day has none beyond chance."""

import numpy as np
import pytest

from analysis.errors import WrongShape
from analysis.hotspots import hotspots

LABELS = ("生气/angry", "恐惧/fearful", "中立/neutral")


def day(seed, count=120):
    """Calls without any pattern: scores, hours 9 … 17, queues."""
    rng = np.random.default_rng(seed)
    return (
        rng.dirichlet([1, 1, 6], size=count),
        rng.integers(9, 18, count),
        rng.choice(["loans", "sales", "billing"], count),
    )


def test_a_planted_group_is_found_with_its_lift():
    scores, hours, queues = day(1)
    planted = np.flatnonzero(queues == "loans")[:10]
    hours[planted] = 14
    scores[planted] = [0.1, 0.5, 0.4]
    spot = hotspots(scores, hours, queues, labels=LABELS)[0]
    assert (spot.emotion, spot.name) == ("fearful", "loans · 14–15 h")
    assert set(planted) <= set(spot.rows) and spot.chance < 0.01
    assert spot.mean == pytest.approx(scores[list(spot.rows), 1].mean())
    assert spot.lift == pytest.approx(spot.mean / scores[:, 1].mean()) and spot.lift > 2


def test_even_days_seldom_have_hotspots():
    with_any = sum(bool(hotspots(*day(seed, count=60), labels=LABELS, seed=seed)) for seed in range(40))
    assert with_any <= 6  # 2 of 40 to be expected; more than 6 has a chance of 1 in 500


def test_overlapping_groups_of_one_emotion_are_told_once():
    scores, hours, queues = day(2)
    scores[queues == "sales"] = [0.6, 0.1, 0.3]
    found = [spot for spot in hotspots(scores, hours, queues, labels=LABELS) if spot.emotion == "angry"]
    assert [spot.name for spot in found] == ["sales"]


def test_without_hours_or_queues_there_are_no_groups():
    scores, _, _ = day(3)
    assert hotspots(scores, [-1] * 120, [""] * 120, labels=LABELS) == []
    assert hotspots(np.zeros((0, 3)), [], [], labels=LABELS) == []
    assert hotspots(np.ones((50, 3)), [9, 10] * 25, ["a"] * 50, labels=LABELS) == []  # all calls alike
    with pytest.raises(WrongShape):
        hotspots(scores, [9], ["a"], labels=LABELS)
