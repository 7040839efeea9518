"""Region scores, curves and voting against recomputation and cases worked by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.curves import Curves
from analysis.errors import NothingHeard
from analysis.scores import Cumulative, in_speech, mean_logits, softmax, standing
from analysis.voting import aggregate
from data.records import Timeline


def timeline(frames, logits, weights=None, speech=None):
    count = len(frames)
    return Timeline(
        frames=np.asarray(frames, dtype=np.int32),
        logits=np.asarray(logits, dtype=np.float32),
        weights=np.ones(count, np.float32) if weights is None else np.asarray(weights, dtype=np.float32),
        speech=np.ones(count, np.bool_) if speech is None else np.asarray(speech, dtype=np.bool_),
    )


def random_timeline(seed, count=400, labels=5):
    rng = np.random.default_rng(seed)
    frames = np.sort(rng.choice(count * 2, size=count, replace=False))
    return timeline(frames, rng.normal(size=(count, labels)) * 5, rng.uniform(0.2, 3, count), rng.random(count) < 0.7)


def test_softmax_of_logs_is_the_share():
    assert softmax(np.log([[1.0, 3.0], [2.0, 2.0]])) == pytest.approx(np.array([[0.25, 0.75], [0.5, 0.5]]))
    assert softmax([1000.0, 0.0]) == pytest.approx([1, 0])
    assert softmax(np.zeros((0, 4))).shape == (0, 4)


def test_mean_logits_counts_weights_and_mask():
    logits = np.array([[0.0, 4.0], [8.0, 0.0], [100.0, 100.0]], dtype=np.float32)
    weights = np.array([3.0, 1.0, 9.0], dtype=np.float32)
    assert mean_logits(logits, weights, np.array([True, True, False])) == pytest.approx([2.0, 3.0])
    with pytest.raises(NothingHeard):
        mean_logits(logits, weights, np.zeros(3, dtype=np.bool_))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.floats(0, 16), st.floats(0, 16))
def test_any_region_equals_its_recomputation(seed, one, other):
    line = random_timeline(seed)
    start, end = min(one, other), max(one, other)
    moments = line.frames * 0.02
    inside = (moments >= start - 1e-9) & (moments < end - 1e-9)
    sums = Cumulative(line)
    assert sums.frames(start, end) == inside.sum()
    if inside.any():
        expected = softmax(np.average(line.logits[inside].astype(float), axis=0, weights=line.weights[inside]))
        assert np.abs(sums.scores(start, end) - expected).max() < 1e-5
    else:
        with pytest.raises(NothingHeard, match="nobody was read between"):
            sums.scores(start, end)


def test_an_hour_of_sums_stays_exact():
    rng = np.random.default_rng(1)
    line = timeline(np.arange(180_000), rng.normal(size=(180_000, 9)) * 8 + 20, rng.uniform(0.1, 4, 180_000))
    tail = slice(179_900, 180_000)
    expected = softmax(np.average(line.logits[tail].astype(float), axis=0, weights=line.weights[tail]))
    assert np.abs(Cumulative(line).scores(3598, 3600) - expected).max() < 1e-5


def test_neighbouring_regions_share_no_frame():
    sums = Cumulative(timeline(np.arange(100), np.zeros((100, 2))))
    assert [sums.frames(at * 0.02, (at + 7) * 0.02) for at in range(0, 98, 7)] == [7] * 14
    assert np.isnan(sums.many([5.0, 3.0], [6.0, 1.0])).all()


def test_in_speech_keeps_only_heard_frames():
    line = timeline([4, 5, 9], np.eye(3), speech=[True, False, True])
    kept = in_speech(line)
    assert kept.frames.tolist() == [4, 9] and kept.logits.tolist() == [[1, 0, 0], [0, 0, 1]]


def test_the_second_emotion_and_its_margin():
    found = standing(np.array([0.2, 0.5, 0.3], dtype=np.float32))
    assert (found.first, found.second) == (1, 2)
    assert found.margin == pytest.approx(0.2)
    assert standing(np.ones(1, np.float32)).margin == 1


def test_voting_and_mean_can_disagree():
    # three pieces of 3 s: two lean slightly to label 0, one strongly to label 1
    logits = np.repeat([[1.0, 0.0], [1.0, 0.0], [0.0, 9.0]], 150, axis=0)
    both = aggregate(timeline(np.arange(450), logits))
    assert both.pieces == 3 and not both.agree
    assert both.votes == pytest.approx([2 / 3, 1 / 3], abs=1e-5)
    assert both.scores == pytest.approx(softmax([2 / 3, 3.0]), abs=1e-6)


def test_pieces_without_speech_do_not_vote():
    frames = np.concatenate((np.arange(150), np.arange(600, 750)))  # 0–3 s and 12–15 s
    both = aggregate(timeline(frames, np.tile([0.0, 1.0], (300, 1))))
    assert both.pieces == 2 and both.agree and both.votes == pytest.approx([0, 1], abs=1e-5)


def test_a_curve_is_the_region_score_around_each_moment():
    line = random_timeline(3)
    curve = Curves(line, speech_only=False).view(0, 16, points=20)
    sums = Cumulative(line)
    for moment, scores in zip(curve.seconds, curve.scores, strict=True):
        assert np.abs(sums.scores(moment - 0.5, moment + 0.5) - scores).max() < 1e-6


def test_zooming_out_widens_the_window_and_loses_no_speech():
    logits = np.tile([0.0, 0.0], (180_000, 1))
    logits[90_000:90_050] = [0.0, 4000.0]  # one second of the hour
    curve = Curves(timeline(np.arange(180_000), logits)).view(0, 3600, points=100)
    assert curve.window == 36 and len(curve.seconds) == 100
    assert curve.scores[50, 1] > 0.99 and curve.scores[48, 1] == 0.5


def test_gaps_stay_gaps():
    frames = np.concatenate((np.arange(100), np.arange(200, 300)))  # 0–2 s, 4–6 s
    curve = Curves(timeline(frames, np.zeros((200, 2)))).view(0, 6, points=300)
    silent = np.isnan(curve.scores).any(axis=1)
    assert silent.tolist() == [False] * 100 + [True] * 100 + [False] * 100


def test_a_timeline_without_speech_has_an_empty_curve():
    curves = Curves(timeline([], np.zeros((0, 3))))
    assert np.isnan(curves.view(0, 5, points=10).scores).all()
    assert curves.every_frame().shape == (0, 3)
