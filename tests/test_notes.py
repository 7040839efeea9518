"""Notes of listeners: kept in order of time, the newest verdict counts, gone with their recording."""

import pytest
import sqlalchemy as sa

from data import notes, recordings, schema
from data.errors import DataError
from data.notes import CONFIRMED, FALSE_ALARM, MARK, Note
from tests.day import fill


@pytest.fixture
def calls(store) -> list[str]:
    return fill(store, calls=2)


def test_notes_come_in_order_of_their_second(store, calls):
    with store.atomic() as write:
        for at, text in ((9.5, "late"), (None, "whole call"), (1.25, "early")):
            notes.add(write, Note(calls[0], "customer", MARK, at, text))
    with store.reading() as read:
        assert [(note.at, note.text) for note in notes.of(read, calls[0])] == [
            (None, "whole call"),
            (1.25, "early"),
            (9.5, "late"),
        ]
        assert notes.of(read, calls[1]) == []


def test_the_newest_verdict_counts_and_marks_are_none(store, calls):
    with store.atomic() as write:
        notes.add(write, Note(calls[0], "customer", CONFIRMED))
        notes.add(write, Note(calls[0], "customer", FALSE_ALARM))
        notes.add(write, Note(calls[0], "agent", CONFIRMED))
        notes.add(write, Note(calls[1], "customer", MARK, 3.0))
    with store.reading() as read:
        assert notes.verdicts(read, calls) == {
            (calls[0], "customer"): FALSE_ALARM,
            (calls[0], "agent"): CONFIRMED,
        }
        assert notes.verdicts(read, []) == {}
        assert [(note.role, note.kind) for note in notes.of(read, calls[0])] == [
            ("customer", FALSE_ALARM),  # it has taken the place of the first
            ("agent", CONFIRMED),
        ]


def test_what_a_note_says_can_change_and_it_can_go(store, calls):
    with store.atomic() as write:
        number = notes.add(write, Note(calls[0], "customer", MARK, 2.0))
        notes.say(write, number, "here\x00 she\u202e laughs")
    with store.reading() as read:
        assert [note.text for note in notes.of(read, calls[0])] == ["here she laughs"]
    with store.atomic() as write:
        notes.remove(write, number)
        notes.remove(write, number)
    with store.reading() as read:
        assert notes.of(read, calls[0]) == []


def test_an_unknown_kind_is_refused(store, calls):
    with pytest.raises(DataError, match="mark, confirmed, false_alarm"), store.atomic() as write:
        notes.add(write, Note(calls[0], "customer", "gossip"))


def test_notes_go_with_their_recording(store, calls):
    with store.atomic() as write:
        notes.add(write, Note(calls[0], "customer", MARK, 2.0, "a name"))
        recordings.erase(write, calls[0])
    with store.reading() as read:
        assert read.scalar(sa.select(sa.func.count()).select_from(schema.note)) == 0
