"""Tallies of days and queues, against the voices counted one by one."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest

from data import listing, recordings, trends
from data.records import Selection
from tests.day import MODEL, fill
from tests.stores import opened

SELECTION = Selection(MODEL.key)


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path) as store:
        ids = fill(store, calls=40)
        with store.atomic() as write:  # ten calls of the day after
            for recording in ids[30:]:
                found = recordings.find(write, recording)
                recordings.describe(write, replace(found, started_at=datetime(2026, 3, 3, 10)))
        yield store


def counted(store, keep) -> list:
    with store.reading() as read:
        return [
            voice
            for recording, voice in listing.page(read, SELECTION, limit=100)
            if keep(recording) and voice.scores is not None
        ]


def test_days_are_counted_like_their_voices(store):
    with store.reading() as read:
        first, second = trends.load(read, SELECTION).days
    assert (first.day, second.day) == (date(2026, 3, 2), date(2026, 3, 3))
    for tally in (first, second):
        voices = counted(store, lambda recording, day=tally.day: recording.started_at.date() == day)
        assert tally.voices == len(voices)
        assert tally.negative == pytest.approx(np.mean([voice.numbers["negative"] for voice in voices]))
        assert tally.ends_negative == sum(voice.numbers["ends_negative"] for voice in voices)
        assert tally.emotions == Counter(voice.dominant for voice in voices)
    assert first.voices + second.voices == 39  # the silent one is no reading


def test_queues_of_a_stretch_of_days(store):
    only = replace(SELECTION, since=datetime(2026, 3, 3), queues=("loans", "sales"))
    with store.reading() as read:
        tallies = trends.load(read, only).queues
    assert [tally.name for tally in tallies] == ["loans", "sales"]
    voices = counted(store, lambda recording: recording.started_at.day == 3 and recording.queue == "loans")
    assert tallies[0].voices == len(voices)


def test_nothing_selected_has_no_tally(store):
    with store.reading() as read:
        for nothing in (replace(SELECTION, roles=("agent",)), replace(SELECTION, until=datetime(2020, 1, 1))):
            assert trends.load(read, nothing) == trends.Trends([], [])


def test_every_filter_of_the_page_counts(store):
    only = replace(SELECTION, agents=("ada",), search="call00", emotions=("中立/neutral",))
    voices = counted(store, lambda recording: recording.agent == "ada" and recording.name.startswith("call00"))
    with store.reading() as read:
        tallies = trends.load(read, only).days
    assert sum(tally.voices for tally in tallies) == sum(voice.dominant == "中立/neutral" for voice in voices) > 0
