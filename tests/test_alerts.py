"""Alert rules on timelines whose episodes are known."""

import numpy as np
import pytest

from analysis.alerts import PRESETS, Rule, Subject, concerns, emotions, episodes, knows
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


def spans(rule, subject):
    return np.array([(found.start, found.end) for found in episodes(rule, subject, labels=LABELS)]).reshape(-1, 2)


def test_what_is_sustained_is_caught_with_its_time():
    found = spans(Rule(seconds=3), subject((5, 6), (20, 26)))
    assert found == pytest.approx(np.array([[20, 26]]), abs=0.1)
    assert len(spans(Rule(seconds=0.5), subject((5, 6), (20, 26)))) == 2


def test_an_episode_tells_its_emotion_and_its_mean_score():
    [found] = episodes(Rule(("sad", "angry")), subject((20, 30), strength=2.0 + np.log(3)), labels=LABELS)
    inside = (2 + np.log(3), 0, 0, 0)  # e^2 · 3 over itself and three ones
    assert found.emotion == "angry"
    assert found.score == pytest.approx(np.exp(inside[0]) / (np.exp(inside[0]) + 3), abs=0.02)


def test_part_of_the_call():
    both = subject((2, 8), (32, 38))
    rule = {"first quarter": 1, "last quarter": 1, "any": 2, "first half": 1, "second half": 1}
    assert {part: len(spans(Rule(part=part), both)) for part in rule} == rule
    cut = spans(Rule(part="last quarter"), subject((25, 35)))
    assert cut == pytest.approx(np.array([[30, 35]]), abs=0.1)
    assert len(spans(Rule(part="first quarter"), subject((8, 15)))) == 0


def test_role_and_queue():
    rule = Rule(queues=("loans", "sales"))
    assert concerns(rule, role="customer", queue="loans") and not concerns(rule, role="customer", queue="billing")
    assert concerns(Rule(), role="mixed", queue="") and not concerns(Rule(roles=("mixed",)), role="customer", queue="")
    assert len(spans(rule, subject((5, 15), role="agent"))) == 0


def test_one_of_several_emotions_is_enough_but_they_are_not_added():
    mixed = subject()
    mixed.timeline.logits[500:1000] = [5, 0, 4.9, 5]  # angry .34, neutral .31, sad .34
    assert len(spans(Rule(("angry", "sad"), threshold=0.5), mixed)) == 0
    assert len(spans(Rule(("angry", "sad"), threshold=0.3), mixed)) == 2  # each has a stretch of its own
    assert (
        len(spans(Rule(("bored", "angry"), threshold=0.3), mixed)) == 1
    )  # what the model does not know is passed over


def test_negative_is_the_sum_of_its_emotions():
    mixed = subject()
    mixed.timeline.logits[500:1000] = [5, 0, 4.9, 5]
    assert len(spans(Rule(threshold=0.5), mixed)) == 0
    assert len(spans(Rule(("negative",), threshold=0.6), mixed)) == 1
    assert emotions(LABELS) == ("angry", "happy", "neutral", "sad", "negative")
    assert emotions(("busy",)) == ("busy",)


def test_a_voice_without_speech_raises_nothing():
    empty = Subject("customer", "", 10.0, subject().timeline)
    empty.timeline.speech[:] = False
    labels = ("生气/angry", "恐惧/fearful", "难过/sad", "开心/happy")
    assert all(episodes(rule, empty, labels=labels) == [] for rule in PRESETS.values())


@pytest.mark.parametrize(
    "wrong",
    [
        {"threshold": 0}, {"threshold": 1.2}, {"threshold": 0.505}, {"threshold": float("nan")}, {"threshold": "0.5"},
        {"threshold": True}, {"threshold": 10**400}, {"seconds": -1}, {"seconds": 3.3}, {"seconds": float("inf")},
        {"part": "middle"}, {"part": 3}, {"emotions": []}, {"emotions": "angry"}, {"emotions": [1]},
        {"queues": ["x"] * 201}, {"roles": []}, {"roles": ["customer", "agent"]}, {"colour": "red"},
    ],
    ids=str,
)  # fmt: skip
def test_rules_that_make_no_sense_are_refused(wrong):
    with pytest.raises(Unfit):
        Rule.of(wrong)


def test_a_rule_survives_json():
    for rule in PRESETS.values():
        assert Rule.of(rule.plain) == rule
    assert Rule.of({"threshold": 1, "seconds": 3}) == Rule(threshold=1.0, seconds=3.0)


def test_an_emotion_the_model_does_not_know():
    assert knows(Rule(("bored", "sad")), LABELS) and not knows(Rule(("bored",)), LABELS)
    with pytest.raises(Unfit, match="knows angry, happy, neutral, sad"):
        episodes(Rule(("bored",)), subject(), labels=LABELS)
