"""Alert rules on timelines whose episodes are known."""

import numpy as np
import pytest

from analysis.alerts import PRESETS, Rule, Subject, concerns, emotions, episodes, preview
from analysis.errors import Unfit
from data.records import Timeline

LABELS = ("生气/angry", "开心/happy", "中立/neutral", "难过/sad")


def subject(*angry, role="customer", queue="loans", seconds=40.0, strength=8.0):
    """A voice that speaks all the time, neutral but for the angry stretches."""
    frames = np.arange(round(seconds * 50), dtype=np.int32)
    logits = np.zeros((len(frames), 4), dtype=np.float32)
    logits[:, 2] = 8
    for start, end in angry:
        logits[round(start * 50) : round(end * 50)] = [strength, 0, 0, 0]
    ones = np.ones(len(frames), np.float32)
    return Subject(role, queue, seconds, Timeline(frames, logits, ones, ones.astype(np.bool_)))


def test_what_is_sustained_is_caught_with_its_time():
    found = episodes(Rule("angry", threshold=0.6, seconds=3), subject((5, 6), (20, 26)), labels=LABELS)
    assert found == pytest.approx(np.array([[20, 26]]), abs=0.1)
    shorter = Rule("angry", threshold=0.6, seconds=0.5)
    assert len(episodes(shorter, subject((5, 6), (20, 26)), labels=LABELS)) == 2


def test_part_of_the_call():
    both = subject((2, 8), (32, 38))
    rule = {"first quarter": 1, "last quarter": 1, "any": 2, "first half": 1, "second half": 1}
    assert {part: len(episodes(Rule("angry", part=part), both, labels=LABELS)) for part in rule} == rule
    cut = episodes(Rule("angry", part="last quarter"), subject((25, 35)), labels=LABELS)
    assert cut == pytest.approx(np.array([[30, 35]]), abs=0.1)
    assert len(episodes(Rule("angry", part="first quarter"), subject((8, 15)), labels=LABELS)) == 0


def test_role_and_queue():
    rule = Rule("angry", queues=("loans", "sales"))
    assert concerns(rule, subject()) and not concerns(rule, subject(queue="billing"))
    assert len(episodes(rule, subject((5, 15), role="agent"), labels=LABELS)) == 0


def test_negative_is_the_sum_of_its_emotions():
    mixed = subject()
    mixed.timeline.logits[500:1000] = [5, 0, 4.9, 5]  # angry .34, neutral .31, sad .34
    assert len(episodes(Rule("angry", threshold=0.5), mixed, labels=LABELS)) == 0
    assert len(episodes(Rule("negative", threshold=0.6), mixed, labels=LABELS)) == 1
    assert emotions(LABELS) == ("angry", "happy", "neutral", "sad", "negative")
    assert emotions(("busy",)) == ("busy",)


def test_preview_counts_what_would_have_been_caught():
    calls = [subject((5, 15)), subject(), subject((5, 15), queue="billing"), subject((1, 2))]
    found = preview(Rule("angry", queues=("loans",)), calls, labels=LABELS)
    assert found.caught == (0,) and found.looked_at == 3
    assert found.share.value == pytest.approx(1 / 3)
    assert preview(Rule(), [], labels=LABELS).share.high == 1


def test_a_voice_without_speech_raises_nothing():
    empty = Subject("customer", "", 10.0, subject().timeline)
    empty.timeline.speech[:] = False
    labels = ("生气/angry", "恐惧/fearful", "难过/sad", "开心/happy")
    assert all(len(episodes(rule, empty, labels=labels)) == 0 for rule in PRESETS.values())


def test_rules_that_make_no_sense_are_refused():
    for wrong in ({"threshold": 0}, {"threshold": 1.2}, {"seconds": -1}, {"part": "middle"}):
        with pytest.raises(Unfit):
            Rule(**wrong)
    with pytest.raises(Unfit, match="knows angry, happy, neutral, sad"):
        episodes(Rule("bored"), subject(), labels=LABELS)
