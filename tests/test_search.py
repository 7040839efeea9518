"""Searching by sound, against the embeddings themselves."""

import numpy as np
import pytest

from dashboard import search
from dashboard.search import Example, Query, find_matches
from data import listing
from data.errors import Missing
from data.records import Selection
from data.store import Store
from tests.day import MODEL, fill

SELECTION = Selection(MODEL.key)


@pytest.fixture
def calls(pages: Store) -> list[str]:
    return fill(pages, calls=40)


def cosines(unit: str, vector: np.ndarray) -> tuple[listing.Points, np.ndarray]:
    with search.state.store().reading() as read:
        points = listing.points(read, SELECTION, unit=unit)
    lengths = np.linalg.norm(points.embeddings, axis=1) * np.linalg.norm(vector)
    return points, points.embeddings @ vector / lengths


def test_whole_calls_by_the_cosine_of_their_embeddings(calls: list[str]) -> None:
    points, _ = cosines(listing.RECORDINGS, np.ones(MODEL.size))
    own = points.recordings.index(calls[0])
    _, alike = cosines(listing.RECORDINGS, points.embeddings[own])
    alike[own] = -2
    found = find_matches(Query(Example(calls[0], "customer")), SELECTION, unit=listing.RECORDINGS, most=5)
    assert [match.recording for match in found] == [points.recordings[row] for row in np.argsort(-alike)[:5]]
    np.testing.assert_allclose([match.cosine for match in found], np.sort(alike)[::-1][:5], atol=1e-5)


def test_a_moment_finds_moments_of_other_calls(calls: list[str]) -> None:
    found = find_matches(Query(Example(calls[0], "customer", (4.6, 8.0))), SELECTION, unit=listing.WINDOWS, most=8)
    assert len(found) == 8
    assert calls[0] not in {match.recording for match in found}
    assert all(0 < match.span[1] - match.span[0] < 5 for match in found)
    assert found[0].cosine >= found[-1].cosine


def test_a_counter_example_pushes_its_kind_down(calls: list[str]) -> None:
    example = Example(calls[0], "customer")
    first = find_matches(Query(example), SELECTION, unit=listing.RECORDINGS, most=30)
    last = Example(first[0].recording, "customer")
    without = find_matches(Query(example, minus=(last,)), SELECTION, unit=listing.RECORDINGS, most=30)
    assert last.recording not in {match.recording for match in without}
    assert without[0].cosine < first[0].cosine


def test_a_voice_that_was_not_read_cannot_be_looked_for(calls: list[str]) -> None:
    with pytest.raises(Missing):
        find_matches(Query(Example(calls[0], "agent")), SELECTION, unit=listing.RECORDINGS, most=5)


def test_nothing_else_to_compare_with_finds_nothing(calls: list[str]) -> None:
    alone = Selection(MODEL.key, search="call000")
    example = Query(Example(calls[0], "customer"))
    assert find_matches(example, alone, unit=listing.RECORDINGS, most=5) == []
