"""The few bytes kept of a voice answer every rule exactly as its timeline would."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.alerts import DURATIONS, PARTS, Rule, Subject, emotions, episodes
from analysis.held import Tally, levels, places
from data.records import Timeline
from tests.test_alerts import LABELS, subject


def level_of(rule: Rule, one: Subject) -> int:
    flat = levels(one.timeline, seconds=one.seconds, labels=LABELS).ravel()
    return max(int(flat[place]) for place in places(rule, LABELS))


def test_a_steady_score_is_the_level_as_long_as_it_lasts():
    """Angry for ten seconds with a score of e^8 / (e^8 + 3) = 0.999: caught at 0.99 for up to about ten seconds."""
    one = subject((20, 30))
    assert [level_of(Rule(seconds=seconds), one) for seconds in (0.5, 3.0, 8.0)] == [99, 99, 99]
    assert level_of(Rule(seconds=15.0), one) == 0  # before and after it is e^0 / (e^8 + 3), less than a hundredth
    assert level_of(Rule(part="first half"), one) < 2
    assert level_of(Rule(("happy",)), one) < 26


def test_where_the_bytes_are():
    assert levels(subject().timeline, seconds=40.0, labels=LABELS).shape == (5, len(PARTS), len(DURATIONS))
    assert places(Rule(("angry",), seconds=0.5), LABELS) == [0]
    assert places(Rule(("happy", "bored"), seconds=2.0, part="first half"), LABELS) == [1 * 5 * 13 + 2 * 13 + 2]
    assert places(Rule(("bored",)), LABELS) == []


def test_a_silent_voice_reaches_nothing():
    one = subject((5, 15))
    one.timeline.speech[:] = False
    assert not levels(one.timeline, seconds=40.0, labels=LABELS).any()


@st.composite
def voices(draw):
    """A voice with pauses of all lengths and scores that wander."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    pieces, frame = [], 0
    for _ in range(draw(st.integers(1, 5))):
        length = int(chance.integers(1, 400))
        pieces.append(np.arange(frame, frame + length))
        frame += length + int(chance.choice([1, 40, 99, 100, 101, 300]))
    frames = np.concatenate(pieces).astype(np.int32)
    slow = chance.normal(scale=3, size=(len(frames) // 25 + 2, 4))
    logits = np.repeat(slow, 25, axis=0)[: len(frames)].astype(np.float32)
    speech = chance.random(len(frames)) > 0.02
    return Subject("customer", "", frame * 0.02, Timeline(frames, logits, np.ones(len(frames), np.float32), speech))


@settings(max_examples=60, deadline=None)
@given(
    one=voices(),
    emotion=st.sampled_from(emotions(LABELS)),
    seconds=st.sampled_from(DURATIONS),
    part=st.sampled_from(list(PARTS)),
    hundredths=st.integers(1, 100),
)
def test_levels_answer_as_the_timeline_does(one, emotion, seconds, part, hundredths):
    rule = Rule((emotion,), threshold=hundredths / 100, seconds=seconds, part=part)
    level = level_of(rule, one)
    assert (level >= hundredths) == bool(episodes(rule, one, labels=LABELS))
    if level:  # and it is the highest that catches
        assert episodes(Rule((emotion,), threshold=level / 100, seconds=seconds, part=part), one, labels=LABELS)


def test_a_tally_counts_from_each_threshold_up():
    counts = np.zeros(101, np.int64)
    counts[[0, 50, 51, 80]] = [6, 1, 2, 1]
    tally = Tally(counts)
    assert tally.total == 10
    assert [int(tally.caught[level]) for level in (1, 50, 51, 52, 80, 81)] == [4, 4, 3, 1, 1, 0]
    assert tally.share(51).value == pytest.approx(0.3)
    assert Tally(np.zeros(101, np.int64)).share(50).high == 1
