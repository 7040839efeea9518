"""The worklist's order, reasons and seconds, random samples, and what reviews say of them."""

import numpy as np
import pytest

from analysis.errors import TooFew, Unfit, WrongShape
from analysis.review import gain, precision
from analysis.worklist import clock, entry, part_of_call, sample, worklist
from data.records import Voice

LABELS = ("生气/angry", "开心/happy", "中立/neutral", "恐惧/fearful")
CALM = {"negative": 0.1, "last_quarter": 0.1, "shift": 0.0, "longest_negative_run": 0.0}
ANGRY = {
    "negative": 0.6,
    "last_quarter": 0.8,
    "shift": 0.5,
    "longest_negative_run": 14.2,
    "longest_negative_run_start": 192.3,
    "longest_negative_run_label": 0.0,
    "longest_negative_run_score": 0.81,
}


def voice(numbers, reason=""):
    turns = np.array([[0, 5], [192, 210]], dtype=np.float32)
    return Voice("r", "customer", turns, dominant="中立/neutral", numbers=numbers, reason=reason)


def test_the_reason_names_emotion_score_length_part_and_second():
    found = entry(7, voice(ANGRY), 215.0, labels=LABELS)
    assert found.reason == "customer angry 0.81 for 14 s, last quarter, 03:12"
    assert (found.row, found.kind, found.second) == (7, "run", pytest.approx(192.3))
    # 0.4 · 0.6 + 0.3 · 0.81 · (1 − e^−1.42) + 0.2 · 0.8 + 0.1 · 0.5
    assert found.urgency == pytest.approx(0.24 + 0.243 * (1 - np.exp(-1.42)) + 0.16 + 0.05)


def test_without_a_run_the_turn_or_the_peak_speaks():
    turned = entry(0, voice(CALM | {"shift": 0.35, "last_quarter": 0.4}), 215.0, labels=LABELS)
    assert turned.reason == "customer ends 0.40 negative, +0.35 since the start, 03:12" and turned.kind == "turn"
    peak = {"peak_label": 1.0, "peak_score": 0.7, "peak_at": 65.4}
    assert entry(0, voice(CALM | peak), 215.0, labels=LABELS).reason == "customer happy 0.70 at 01:05"
    assert entry(0, voice(CALM), 215.0, labels=LABELS).reason == "customer: nothing stands out"


def test_the_worst_come_first_and_unread_voices_not_at_all():
    voices = [voice(CALM), voice({}, reason="no speech"), voice(ANGRY), voice(ANGRY | {"shift": 0.9})]
    assert [each.row for each in worklist(voices, [200.0] * 4, labels=LABELS)] == [3, 2, 0]
    assert [each.row for each in worklist(voices, [200.0] * 4, labels=LABELS, count=1)] == [3]
    with pytest.raises(WrongShape):
        worklist(voices, [200.0], labels=LABELS)


def test_urgency_stays_within_0_and_1():
    worst = ANGRY | {"negative": 1, "last_quarter": 1, "shift": 1, "longest_negative_run": 1e6}
    assert entry(0, voice(worst | {"longest_negative_run_score": 1.0}), 9.0, labels=LABELS).urgency == pytest.approx(1)


def test_clock_and_part():
    assert [clock(0), clock(59.99), clock(60), clock(3725)] == ["00:00", "00:59", "01:00", "1:02:05"]
    assert [part_of_call(second, 100) for second in (0, 24.9, 25, 74, 100)] == [
        "first quarter", "first quarter", "second quarter", "third quarter", "last quarter"
    ]  # fmt: skip


def test_a_random_sample_is_even_and_repeatable():
    assert (sample(5, 60, seed=1) == sample(5, 60, seed=1)).all()
    drawn = np.concatenate([sample(3, 10, seed=seed, leave_out=[0, 9]) for seed in range(400)])
    assert set(drawn) == set(range(1, 9)) and np.bincount(drawn)[1:9] == pytest.approx(150, abs=40)
    assert len(sample(9, 4, seed=0)) == 4
    with pytest.raises(Unfit):
        sample(-1, 4, seed=0)


def test_precision_has_an_interval():
    found = precision([True, True, False, True])
    assert found.value == 0.75 and found.low < 0.4
    with pytest.raises(TooFew):
        precision([])


def test_gain_worked_by_hand():
    found = gain([3, 1, 0], [False, True, False, True, True])
    assert found.found.tolist() == [1, 2, 2, 2, 3] and found.random == pytest.approx([0.6, 1.2, 1.8, 2.4, 3])
    assert found.sentence(2) == "these 2 calls hold 2 of 3 escalations; 2 at random would hold 1"
    assert found.sentence(99, what="complaints").startswith("these 5 calls hold 3 of 3 complaints")
    with pytest.raises(TooFew):
        gain([], [])


def test_a_run_too_short_to_hear_is_no_reason():
    tiny = ANGRY | {"longest_negative_run": 0.02, "longest_negative_run_score": 0.004, "shift": 0.0}
    peak = {"peak_label": 1.0, "peak_score": 0.7, "peak_at": 65.4}
    assert entry(0, voice(tiny | peak), 215.0, labels=LABELS).reason == "customer happy 0.70 at 01:05"
    assert entry(0, voice(tiny | {"longest_negative_run": 1.0}), 215.0, labels=LABELS).kind == "run"


def test_numbers_that_an_older_store_lacks_count_as_nothing():
    found = entry(0, voice({"negative": 0.5}), 60.0, labels=LABELS)
    assert found.urgency == pytest.approx(0.4 * 0.5)
    assert found.reason == "customer: nothing stands out"
    turned = entry(0, voice({"shift": 0.5}), 60.0, labels=LABELS)
    assert turned.reason == "customer ends 0.00 negative, +0.50 since the start, 03:12"
