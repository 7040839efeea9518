"""Captions of a map's points: looked up one by one, a column at a time or all together, they are the same."""

import pytest
import sqlalchemy as sa

from dashboard import words
from dashboard.words import GONE, Words
from data import captions, listing, schema
from data.maps import Places
from data.records import Selection
from data.store import Store
from tests.day import MODEL, fill


@pytest.fixture
def store(pages: Store) -> Store:
    fill(pages, calls=40)
    return pages


def places_in(store: Store) -> Places:
    with store.reading() as read:
        points = listing.points(read, Selection(MODEL.key), unit=listing.WINDOWS)
    return Places(points.recordings, points.roles, points.spans)


@pytest.mark.parametrize("few", [5_000, 1])
def test_every_way_leads_to_the_same_words(store: Store, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(words, "FEW", few)
    places = places_in(store)
    with store.reading() as read:
        told = captions.load(read, model=MODEL.key)
    expected = [told[key] for key in zip(places.recordings, places.roles, strict=True)]
    assert list(Words(places, model=MODEL.key)) == expected
    assert Words(places, model=MODEL.key).of([7, 3, 7]) == [expected[7], expected[3], expected[7]]
    by_column = Words(places, model=MODEL.key)
    for name in captions.COLUMNS:
        assert by_column.column(name).tolist() == [getattr(caption, name) for caption in expected]


@pytest.mark.parametrize("few", [5_000, 1])
def test_what_is_gone_is_nobody(store: Store, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(words, "FEW", few)
    places = places_in(store)
    with store.atomic() as write:
        write.execute(sa.delete(schema.recording).where(schema.recording.c.id == places.recordings[0]))
    found = Words(places, model=MODEL.key)
    assert found.of([0]) == [GONE]
    assert (found.column("queue")[0], found.column("dominant")[0]) == (GONE.queue, GONE.dominant)


def test_voices_that_were_read_are_known(store: Store) -> None:
    places = places_in(store)
    with store.reading() as read:
        known = captions.known(read, model=MODEL.key)
    assert known == set(zip(places.recordings, places.roles, strict=True)) and len(known) == 39
