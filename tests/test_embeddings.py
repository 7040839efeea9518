"""Embeddings of voices alone: the same, in the same order, as a selection's points have."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data import embeddings, listing
from data.home import Home
from data.records import Selection
from data.store import Store
from tests.day import MODEL, fill

EVERYBODY = Selection(MODEL.key, roles=())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store.open(Home(tmp_path))
    fill(store, calls=40)
    return store


@pytest.mark.parametrize(
    "selection",
    [Selection(MODEL.key), EVERYBODY, replace(EVERYBODY, queues=("loans",)), replace(EVERYBODY, search="call01")],
)
def test_they_are_those_of_the_points(store: Store, selection: Selection) -> None:
    with store.reading() as read:
        points, found = listing.points(read, selection), embeddings.load(read, selection)
    assert 0 < len(points) < 40
    assert (found.recordings, found.roles) == (points.recordings, points.roles)
    np.testing.assert_array_equal(found.vectors, points.embeddings)


def test_nothing_has_no_embeddings(store: Store) -> None:
    with store.reading() as read:
        found = embeddings.load(read, Selection("nobody"))
    assert found.recordings == () and found.vectors.shape == (0, 0)
