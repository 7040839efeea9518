"""Courses drawn by hand: their shape worked out by hand, and how addresses and browsers say them."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies

from analysis.errors import Unfit
from analysis.sketch import RESTING, drawn
from dashboard.components import sketch as drawing
from dashboard.sketch import STOPS, levels_of, said, sketch_of, understood
from tests.day import MODEL

NAMES = ("angry", "sad", "happy")
FOUR = ("生气/angry", "开心/happy", "中立/neutral", "难过/sad")


def test_a_drawn_course_runs_straight_between_its_moments_and_the_rest_is_mostly_neutral():
    shape = drawn({"angry": (0.0, 1.0)}, labels=FOUR, points=4)
    angry = np.array([1, 3, 5, 7]) / 8  # at the middle of each quarter
    np.testing.assert_allclose(shape[:, 0], angry, atol=1e-6)
    np.testing.assert_allclose(shape[:, 2], (1 - angry) * RESTING, atol=1e-6)
    np.testing.assert_allclose(
        shape[:, [1, 3]], np.repeat((1 - angry)[:, None] * (1 - RESTING) / 2, 2, axis=1), atol=1e-6
    )
    everything = drawn(dict.fromkeys(("angry", "happy", "neutral", "sad"), (0.2, 0.2)), labels=FOUR)
    np.testing.assert_allclose(everything, 0.25, atol=1e-6)  # the rest has nowhere else to go


@pytest.mark.parametrize(
    "levels",
    [
        {"relieved": (0, 1)},
        {"angry": (0.5,)},
        {"angry": (0.6, 0.6), "happy": (0.5, 0.3)},
        {"angry": (-0.1, 0.5)},
        {"angry": (np.nan, 0.5)},
        {"angry": (0.1, 0.5), "happy": (0.1, 0.2, 0.3)},
    ],
)
def test_what_no_voice_can_express_cannot_be_drawn(levels):
    with pytest.raises(Unfit):
        drawn(levels, labels=FOUR)


PERCENT = strategies.lists(strategies.integers(0, 33), min_size=STOPS, max_size=STOPS)


@settings(deadline=None)
@given(strategies.dictionaries(strategies.sampled_from(NAMES), PERCENT))
def test_an_address_says_a_sketch_as_it_was_drawn(levels: dict[str, list[int]]) -> None:
    sketch = sketch_of(levels)
    assert understood(said(sketch), names=NAMES) == sketch
    shape = drawn(levels_of(sketch), labels=MODEL.labels)
    assert shape.sum(axis=1) == pytest.approx(1, abs=1e-5) and (shape >= 0).all()


@settings(deadline=None)
@given(strategies.text(alphabet="angrysd:0123456789-,x ٣", max_size=80))
def test_any_address_is_a_sketch_or_none(address: str) -> None:
    sketch = understood(address, names=NAMES)
    assert sketch is None or all(sum(at) <= 100 for at in zip(*(levels for _, levels in sketch), strict=True))


@pytest.mark.parametrize(
    "address",
    ["angry:1-2-3-4-5", "angry:0-0-0-0-0-101", "fear:0-0-0-0-0-1", "angry:60-0-0-0-0-0,sad:50-0-0-0-0-0", "", "angry",
     "angry:1-1-1-1-1-1,angry:2-2-2-2-2-2", "neutral:9-9-9-9-9-9"],
)  # fmt: skip
def test_what_is_no_sketch_is_not_understood(address: str) -> None:
    assert understood(address, names=NAMES) is None


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"angry": [0, 0, 0, 0, 50.4, 100]}, "angry:0-0-0-0-50-100"),
        ({"angry": [0] * 6}, "none"),
        ({"angry": [0, 0, 0, 0, 1e9, float("nan")]}, "angry:0-0-0-0-100-0"),
        ({"angry": [1, 2]}, None),
        ({"angry": [90] * 6, "sad": [90] * 6}, None),
        (["angry"], None),
        (None, None),
    ],
)
def test_what_a_browser_sends_is_checked(monkeypatch: pytest.MonkeyPatch, sent: object, kept: str | None) -> None:
    monkeypatch.setattr(drawing.st, "session_state", {drawing.KEY: {"levels": sent}})
    monkeypatch.setattr(drawing.st, "query_params", {})
    drawing._keep(list(NAMES))
    assert drawing.st.query_params.get(drawing.ADDRESS) == kept
