"""The strongest seconds of a call, against every start tried and against cases worked by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.highlight import highlight

LABELS = ("生气/angry", "开心/happy", "中立/neutral")


def windows(*parts: tuple[float, float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Spans and scores of windows of (start, end, anger); what is not anger is neutral."""
    spans = np.array([part[:2] for part in parts], np.float64).reshape(-1, 2)
    anger = np.array([part[2] for part in parts], np.float32)
    return spans, np.stack([anger, np.zeros_like(anger), 1 - anger], axis=1)


def found(parts: list[tuple[float, float, float]], within: tuple[float, float], seconds: float = 10.0) -> float:
    return highlight(*windows(*parts), labels=LABELS, within=within, seconds=seconds)


def test_the_ten_seconds_are_where_most_is_expressed() -> None:
    run = [(0.0, 10.0, 0.5), (10.0, 20.0, 0.6), (20.0, 26.0, 0.95), (26.0, 40.0, 0.55)]
    assert found(run, (0.0, 40.0)) == pytest.approx(16.0)  # 6 s at 0.95 and the four before, stronger than those after
    assert found(run, (0.0, 18.0)) == pytest.approx(8.0)  # no further than the reason tells


def test_a_stretch_no_longer_than_what_is_heard_starts_at_its_start() -> None:
    assert found([(4.0, 9.0, 0.9)], (3.0, 9.0)) == 3.0
    assert found([], (3.0, 90.0)) == 3.0


def test_of_equals_the_first_is_heard() -> None:
    assert found([(0.0, 60.0, 0.7)], (5.0, 50.0)) == 5.0


PARTS = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 4), st.integers(0, 100)), min_size=1, max_size=8)


@settings(deadline=None)
@given(PARTS, st.integers(0, 5), st.integers(1, 40))
def test_no_other_start_holds_more(parts: list[tuple[int, int, int]], first: int, length: int) -> None:
    edge, told = 0.0, []
    for seconds, pause, anger in parts:
        told.append((edge, edge + seconds, anger / 100))
        edge += seconds + pause
    spans, scores = windows(*told)
    start = highlight(spans, scores, labels=LABELS, within=(first, first + length), seconds=3.0)

    def held(at: float) -> float:
        return sum(max(0.0, min(b, at + 3) - max(a, at)) * anger for a, b, anger in told)

    tried = np.arange(first, max(first, first + length - 3) + 0.01, 0.25)
    assert tried[0] <= start <= tried[-1]
    assert held(start) >= max(held(at) for at in tried) - 1e-5
