"""A call in one line: windows laid over equal pieces, and their rows as the store keeps them."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.outlines import course, outline
from data import outlines, voices
from data.home import Home
from data.store import Store
from tests.day import MODEL, fill


def test_pieces_take_the_mean_of_what_overlaps_them() -> None:
    spans = np.array([[0.0, 2.0], [2.0, 3.0]])
    scores = np.array([[1.0, 0.0], [0.0, 1.0]], np.float32)
    shown = outline(spans, scores, seconds=4.0, pieces=2)
    # 0–2 s is all the first window, 2–4 s all the second, however little of it.
    np.testing.assert_allclose(shown, [[1, 0], [0, 1]])
    halves = outline(spans, scores, seconds=3.0, pieces=1)
    np.testing.assert_allclose(halves, [[2 / 3, 1 / 3]], rtol=1e-6)


def test_a_piece_in_which_nobody_was_read_is_a_gap() -> None:
    shown = outline(np.array([[1.0, 2.0]]), np.array([[1.0]], np.float32), seconds=3.0, pieces=3)
    assert np.isnan(shown[[0, 2]]).all()
    assert shown[1] == 1


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0.1, 20)), min_size=1, max_size=12), st.integers(1, 120))
def test_scores_that_sum_to_one_still_do(windows: list[tuple[float, float]], pieces: int) -> None:
    spans = np.array([(start, start + length) for start, length in windows])
    scores = np.random.default_rng(0).dirichlet(np.ones(4), len(spans)).astype(np.float32)
    shown = outline(spans, scores, seconds=float(spans.max()), pieces=pieces)
    heard = ~np.isnan(shown).any(axis=1)
    np.testing.assert_allclose(shown[heard].sum(axis=1), 1, atol=1e-5)


def test_a_course_leaves_pauses_out() -> None:
    spans = np.array([[1.0, 2.0], [10.0, 13.0]])  # one second and three, nine apart
    scores = np.array([[1.0, 0.0], [0.0, 1.0]], np.float32)
    np.testing.assert_allclose(course(spans, scores, points=4), [[1, 0], [0, 1], [0, 1], [0, 1]], atol=1e-6)
    np.testing.assert_allclose(course(spans, scores, points=2), [[0.5, 0.5], [0, 1]], atol=1e-6)


def test_outlines_are_the_readings_without_their_embeddings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlines, "PIECE", 2)
    store = Store.open(Home(tmp_path))
    ids = fill(store, calls=3)
    with store.reading() as read:
        found = outlines.load(read, ids, model=MODEL.key)
        readings = voices.readings(read, ids[1], model=MODEL.key, role="customer")
    assert set(found) == {(recording, "customer") for recording in ids}
    mine = found[ids[1], "customer"]
    assert mine.spans.tolist() == [[reading.window.start, reading.window.end] for reading in readings]
    np.testing.assert_array_equal(mine.scores, np.stack([reading.scores for reading in readings]))
    with store.reading() as read:
        assert outlines.load(read, ids, model="another") == {}
        assert outlines.load(read, [], model=MODEL.key) == pytest.approx({})
