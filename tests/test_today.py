"""The day's view: what stands out beyond chance, against which day it is held, and what hearing the list brought."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest
import sqlalchemy as sa
import streamlit as st

from dashboard import day as days
from dashboard.day import Day, day_to_compare, difference, spots_of
from data import jobs, notes, schema, uploads, voices
from data.notes import CONFIRMED, FALSE_ALARM, Note
from data.records import CUSTOMER, Recording, Selection, Voice
from data.store import Store
from tests.day import MODEL, STARTS, fill
from tests.test_views import said, show

NEGATIVE = ("angry", "fearful", "sad")


def planted(calls: int = 60) -> Day:
    """A day in which six calls of the loans queue after two in the afternoon are fearful, and nothing else happens."""
    rng = np.random.default_rng(0)
    told = []
    for number in range(calls):
        afraid = number < 6
        queue, hour = ("loans", 14) if afraid else (("sales", "support")[number % 2], 9 + number % 8)
        scores = rng.uniform(0.05, 0.15, size=len(MODEL.labels))
        scores[2] += 0.5 * afraid
        numbers = {f"mean:{label}": float(score) for label, score in zip(MODEL.labels, scores, strict=True)}
        when = datetime(2026, 3, 2, hour)
        recording = Recording(f"{number}", f"{number}.wav", 60, 1, 8000, "", 1, (CUSTOMER,), when, "", queue)
        told.append((recording, Voice(f"{number}", CUSTOMER, np.zeros((0, 2)), numbers=numbers, speech_scores=scores)))
    return Day(date(2026, 3, 2), MODEL, told)


def test_fear_in_one_queue_and_hour_stands_out_and_nothing_else():
    st.cache_data.clear()
    (spot,) = spots_of(planted())
    assert (spot.emotion, spot.name, spot.rows) == ("fearful", "loans", (0, 1, 2, 3, 4, 5))
    assert spot.lift > 3 and spot.chance < 0.01


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (["2026-02-23", "2026-03-01", "2026-03-02"], date(2026, 2, 23)),  # the Monday before, not the Sunday
        (["2026-02-27", "2026-03-01", "2026-03-02"], date(2026, 3, 1)),  # no Monday: the latest
        (["2026-03-02", "2026-03-09"], None),
        (["2026-02-02"], date(2026, 2, 2)),  # four weeks before
        (["2025-02-24", "2026-02-01"], None),  # a Monday of last year, and a day over four weeks ago
    ],
)
def test_a_day_is_held_against_the_same_weekday(monkeypatch, known, expected):
    monkeypatch.setattr(days, "_dated", lambda model: known)
    assert day_to_compare(MODEL, date(2026, 3, 2)) == expected


def test_few_calls_are_no_clear_change():
    st.cache_data.clear()
    assert difference(np.ones(3), np.zeros(3)).clear is False
    assert difference(np.ones(30), np.zeros(30)).clear is True
    assert difference(np.ones(3), np.zeros(0)) is None


@pytest.fixture
def store(pages: Store) -> Store:
    fill(pages, calls=40)
    return pages


def test_the_view_tells_the_change_since_the_same_weekday(store: Store) -> None:
    with store.atomic() as write:  # the same calls a week before, heard by the same model
        for recording, voice in days.listing.page(write, Selection(MODEL.key), limit=20):
            earlier = replace(recording, id="0" + recording.id[1:], started_at=recording.started_at - timedelta(7))
            told = replace(voice, recording=earlier.id)
            voices.save(write, earlier, model=MODEL, told=[voices.Told(told)])
    page = show("today", day=f"{STARTS:%Y-%m-%d}")
    assert next(metric.delta for metric in page.metric) == "+20 against Mon 23 Feb"


def test_a_stray_call_is_no_day_to_compare_with(store: Store) -> None:
    with store.atomic() as write:
        ((recording, voice),) = days.listing.page(write, Selection(MODEL.key), limit=1)
        earlier = replace(recording, id="0" + recording.id[1:], started_at=STARTS - timedelta(7))
        voices.save(write, earlier, model=MODEL, told=[voices.Told(replace(voice, recording=earlier.id))])
    page = show("today", day=f"{STARTS:%Y-%m-%d}")
    assert [metric.delta for metric in page.metric] == [""] * 5


def test_calls_without_a_time_are_told_of(store: Store) -> None:
    assert "no time" not in said(show("today"))
    with store.atomic() as write:
        write.execute(sa.update(schema.recording).values(started_at=None).where(schema.recording.c.name.like("%7%")))
        count = write.scalar(sa.select(sa.func.count()).where(schema.recording.c.started_at.is_(None)))
    assert count > 1
    assert f"{count} calls have no time and are on no day" in said(show("today"))


def test_what_could_not_be_read_is_told_of_all_uploads_of_a_day(store: Store) -> None:
    sends = ((2, "old.wav"), (0.5, "night.wav"), (0.4, "night.wav"), (0, "morning.wav"))
    with store.atomic() as write:
        for days_ago, name in sends:
            job = jobs.add(write, uploads.READ, options={})
            jobs.add_item(write, job, name=name, problem="it is empty")
            begun = datetime(2026, 3, 3, 8) - timedelta(days_ago)
            write.execute(sa.update(schema.job).where(schema.job.c.id == job).values(created_at=begun))
        jobs.add(write, uploads.READ, options={})  # the newest has nothing wrong
        write.execute(sa.update(schema.job).where(schema.job.c.id == job + 1).values(created_at=begun))
    (table,) = show("today").dataframe
    assert table.value.to_numpy().tolist() == [["morning.wav", "it is empty"], ["night.wav", "it is empty"]]


def test_once_others_were_heard_too_the_list_is_held_against_chance(store: Store) -> None:
    day = days.load_day(MODEL, STARTS.date())
    assert "at random" not in said(show("today"))
    order = [each.row for each in days_worklist(day)]
    with store.atomic() as write:
        for row, kind in (
            (order[0], CONFIRMED),
            (order[1], CONFIRMED),
            (order[-1], FALSE_ALARM),
            (order[-2], CONFIRMED),
        ):
            notes.add(write, Note(day.read[row][0].id, CUSTOMER, kind))
    # four were heard, two of them listed: both are right, of three; two at random would hold 1.5
    assert "Of 4 calls heard, the first 2 of this list hold 2 of 3 rightly listed; 2 at random would hold 2." in said(
        show("today")
    )


def days_worklist(day: Day) -> list:
    from analysis.worklist import worklist

    return worklist(
        [voice for _, voice in day.read], [r.seconds for r, _ in day.read], labels=MODEL.labels, count=len(day.read)
    )


def test_a_call_is_voted_on_in_pieces_beside_its_mean(store: Store) -> None:
    day = days.load_day(MODEL, STARTS.date())
    recording, voice = day.read[0]
    page = show("call", recording=recording.id, role=CUSTOMER)
    table = next(frame.value for frame in page.dataframe if "pieces" in frame.value.columns)
    assert table["voice"].tolist() == ["customer"]
    assert f"{voice.speech_scores.max():.2f}" in table["mean of the logits"][0]
