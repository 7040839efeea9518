"""What the picture of a call is sent: curves, loudness and regions, against the analysis they are made from."""

import base64

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.curves import Curves
from analysis.scores import mean_logits, softmax
from dashboard.components.timeline import (
    POINTS,
    WINDOW,
    Lane,
    Picture,
    _checked,
    _lane,
    _region,
    _span,
)
from data.records import Timeline

LABELS = ("angry", "neutral", "sad")


def timeline(seconds: float = 30.0, *, gap: tuple[float, float] = (10.0, 12.0)) -> Timeline:
    """A voice that pauses once, with logits that drift."""
    frames = np.arange(round(seconds / 0.02))
    frames = frames[(frames * 0.02 < gap[0]) | (frames * 0.02 >= gap[1])].astype(np.int32)
    logits = np.stack([np.sin(frames / 200), np.cos(frames / 300), frames / 1_500 - 0.5], axis=1).astype(np.float32)
    ones = np.ones(len(frames), np.float32)
    return Timeline(frames, logits, ones, ones.astype(np.bool_))


def picture(*lanes: Lane, loudness: np.ndarray | None = None) -> Picture:
    return Picture("a" * 64, 30.0, 2, LABELS, lanes, loudness)


def lane(read: Timeline | None, *, channel: int | None = 1) -> Lane:
    turns = np.array([[0.0, 10.0], [12.0, 30.0]], np.float32)
    return Lane("customer", "customer", "neutral, 0.5", turns, read, channel)


def scores_of(slab: dict[str, object]) -> np.ndarray:
    levels = np.frombuffer(base64.b64decode(str(slab["scores"])), np.uint8)
    return levels.reshape(int(str(slab["count"])), len(LABELS)) / 255


WHOLE = {"start": 0.0, "end": 30.0, "window": 1.0, "points": 1000.0}


def test_the_whole_call_is_the_curve_and_gaps_are_zeros() -> None:
    told = _lane(lane(timeline()), picture(), WHOLE)
    slab = told["overview"]
    shown = scores_of(slab)
    expected = Curves(timeline(), window=1.0).view(0.0, 30.0, points=POINTS)
    np.testing.assert_allclose(shown, np.nan_to_num(expected.scores), atol=0.5 / 255 + 1e-6)
    middle = (np.arange(slab["count"]) + 0.5) * 30 / slab["count"]
    silent = (middle > 10.02) & (middle < 11.98)
    assert not shown[silent].any() and shown[~((middle > 9.95) & (middle < 12.05))].any(axis=1).all()
    assert told["detail"] is None  # nothing finer than the whole while the whole is shown


def test_zooming_brings_a_finer_stretch_with_a_margin() -> None:
    told = _lane(lane(timeline()), picture(), {"start": 4.0, "end": 6.0, "window": 0.5, "points": 800.0})
    slab = told["detail"]
    assert (slab["start"], slab["end"]) == (3.0, 7.0)
    assert slab["count"] == 200  # no finer than the frames of 20 ms
    at_five = scores_of(slab)[100]
    np.testing.assert_allclose(at_five, Curves(timeline(), window=0.5).at(np.array([5.01]))[0], atol=1 / 255)


def test_a_voice_that_was_not_read_has_loudness_alone() -> None:
    loud = np.zeros((3_000, 2), np.float32)
    loud[:, 1] = 1.0
    told = _lane(lane(None), picture(loudness=loud), WHOLE)
    assert not told["read"] and told["overview"] is None
    assert set(base64.b64decode(told["loud_overview"]["levels"])) == {255}
    quiet = _lane(lane(None, channel=0), picture(loudness=loud), WHOLE)
    assert set(base64.b64decode(quiet["loud_overview"]["levels"])) == {0}
    mixed = _lane(lane(None, channel=None), picture(loudness=loud), WHOLE)
    assert set(base64.b64decode(mixed["loud_overview"]["levels"])) == {255}


def test_a_region_has_the_scores_of_its_frames() -> None:
    read = timeline()
    told = _region(picture(lane(read)), (9.0, 13.0))
    inside = (read.frames * 0.02 >= 9.0 - 1e-9) & (read.frames * 0.02 < 13.0 - 1e-9)
    expected = softmax(mean_logits(read.logits, read.weights, inside))
    assert told is not None
    np.testing.assert_allclose(told["scores"]["customer"], expected, atol=1e-4)


def test_a_region_of_silence_has_none() -> None:
    told = _region(picture(lane(timeline()), lane(None)), (10.5, 11.5))
    assert told == {"start": 10.5, "end": 11.5, "scores": {}, "again": {}}
    assert _region(picture(), None) is None


ANYTHING = st.one_of(st.none(), st.text(), st.floats(), st.integers(), st.booleans(), st.lists(st.floats()))


@given(
    st.one_of(
        ANYTHING,
        st.dictionaries(st.sampled_from(["start", "end", "window", "points"]), ANYTHING),
    )
)
def test_whatever_a_browser_sends_the_view_stays_within_the_call(value: object) -> None:
    shown = _checked(value, 30.0)
    assert 0 <= shown["start"] < shown["end"] <= 30
    assert 0.1 <= shown["window"] <= 10
    assert 50 <= shown["points"] <= 4_000
    span = _span(value, 30.0)
    assert span is None or 0 <= span[0] < span[1] <= 30


def test_the_first_view_is_the_whole_call() -> None:
    assert _checked(None, 12.5) == {"start": 0.0, "end": 12.5, "window": WINDOW, "points": POINTS}
    assert _span({"start": 3, "end": 2}, 10.0) is None
    assert _span({"start": -1, "end": 99}, 10.0) == (0.0, 10.0)
    assert _span({"start": 1, "end": float("nan")}, 10.0) == pytest.approx((1.0, 10.0))
