"""One day's voices and what can be said of them together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from analysis.day import Difference, against, same_weekday_before
from analysis.hotspots import Hotspot, hotspots
from analysis.intervals import Interval, wilson
from analysis.labels import english
from dashboard import state
from data import listing, numbers
from data.numbers import Numbers
from data.records import Model, Recording, Selection, Voice

MOST = 5_000  # voices of one day that are looked at one by one; a large centre has 1,200
PLAIN = ("neutral", "other", "unknown")  # labels whose excess says nothing
RECENT_DAYS = 28  # how old a day may be that today is held against
FEW = 5  # calls below which an hour's shares are drawn pale


@dataclass(frozen=True, eq=False)
class Day:
    """A day's calls, each with the voice that speaks for it; ``date`` is None when no call has one."""

    date: date | None
    model: Model
    calls: Sequence[tuple[Recording, Voice]]

    @cached_property
    def read(self) -> list[tuple[Recording, Voice]]:
        """Those whose voice was read."""
        return [(recording, voice) for recording, voice in self.calls if voice.speech_scores is not None]


@dataclass(frozen=True, slots=True, eq=False)
class DayNumbers:
    """A day's calls in numbers; ``date`` is None when no call has one."""

    date: date | None
    calls: Numbers

    def __len__(self) -> int:
        return self.calls.voices

    @property
    def hours(self) -> float:
        """Hours of sound."""
        return self.calls.seconds / 3600

    @property
    def negative(self) -> float | None:
        """Mean negative score; None when nothing was read."""
        scores = self.values("negative")
        return float(scores.mean()) if len(scores) else None

    def share(self, name: str, least: float) -> Interval | None:
        """Share of the read calls whose number ``name`` is at least ``least``; None when nothing was read."""
        held = self.held(name, least)
        return wilson(float(held.sum()), len(held)) if len(held) else None

    def held(self, name: str, least: float) -> NDArray[np.float64]:
        """(R,) of each read call 1 where its number ``name`` is at least ``least``, else 0."""
        return (np.nan_to_num(self.calls.columns[name]) >= least).astype(np.float64)

    def values(self, name: str) -> NDArray[np.float64]:
        """The number ``name`` of each read call that has it."""
        column = self.calls.columns[name]
        return column[~np.isnan(column)]


def days(model: Model) -> tuple[date, date] | None:
    """First and last day with a call that this model has read; None when no call has a date."""
    with state.store().reading() as read:
        span = listing.span(read, model=model.key)
    return None if span is None else (span[0].date(), span[1].date())


def undated(model: Model) -> int:
    """How many calls have no time, and so are on no day."""
    with state.store().reading() as read:
        return listing.undated(read, Selection(model.key, roles=state.ROLES))


def day_to_compare(model: Model, on: date) -> date | None:
    """The latest earlier day of the same weekday that has calls, else the latest earlier day; none of long ago."""
    oldest = on - timedelta(days=RECENT_DAYS)
    known = [name for name in _dated(model.key) if oldest.isoformat() <= name < on.isoformat()]
    found = same_weekday_before(known, on.isoformat()) or max(known, default=None)
    return None if found is None else date.fromisoformat(found)


@st.cache_data(show_spinner=False, ttl=300, max_entries=8)
def _dated(model: str) -> list[str]:
    """Days that have calls, as ISO dates; every press of a button would ask, so for five minutes they stand."""
    with state.store().reading() as read:
        return [day.isoformat() for day in listing.days(read, Selection(model, roles=state.ROLES))]


@st.cache_data(show_spinner=False, max_entries=64)
def difference(today: NDArray[np.float64], before: NDArray[np.float64]) -> Difference | None:
    """A number's mean over today's calls against another day's; None where one of them has none."""
    return against(today, before) if len(today) and len(before) else None


def spots_of(day: Day) -> list[Hotspot]:
    """Queues and hours in which an emotion is expressed beyond chance; their rows are those of ``day.read``."""
    labels = day.model.labels
    scores = np.array([[voice.numbers.get(f"mean:{label}", 0.0) for label in labels] for _, voice in day.read])
    hours = [-1 if recording.started_at is None else recording.started_at.hour for recording, _ in day.read]
    queues = [recording.queue for recording, _ in day.read]
    return [spot for spot in _spots(scores, np.array(hours), queues, labels) if spot.emotion not in PLAIN]


@st.cache_data(show_spinner=False, max_entries=16)
def _spots(
    scores: NDArray[np.float64], hours: NDArray[np.int64], queues: list[str], labels: tuple[str, ...]
) -> list[Hotspot]:
    return hotspots(scores, hours, queues, labels=labels)


def load_day(model: Model, on: date | None) -> Day:
    """The calls of a day, or those of all days when there are no dates."""
    selection = _of_day(model, on)
    with state.store().reading() as read:
        fingerprint = listing.fingerprint(read, selection)
    return Day(on, model, _calls(selection, fingerprint))


def load_numbers(model: Model, on: date | None) -> DayNumbers:
    """The numbers of a day, or those of all days when there are no dates."""
    selection = _of_day(model, on)
    with state.store().reading() as read:
        fingerprint = listing.fingerprint(read, selection)
    return DayNumbers(on, _numbers(selection, fingerprint))


@st.cache_resource(show_spinner=False, max_entries=16)
def _numbers(selection: Selection, fingerprint: str) -> Numbers:
    with state.store().reading() as read:
        return numbers.load(read, selection)


def _of_day(model: Model, on: date | None) -> Selection:
    selection = Selection(model.key, roles=state.ROLES)
    if on is None:
        return selection
    start = datetime.combine(on, time())
    return replace(selection, since=start, until=start + timedelta(days=1))


@st.cache_resource(show_spinner=False, ttl=60, max_entries=6)
def _calls(selection: Selection, fingerprint: str) -> list[tuple[Recording, Voice]]:
    """Kept until a voice comes, goes or is read again; what a table says of agents and queues, for a minute.

    Of a day with 1,250 calls it takes an eighth of a second, which every press of a button would pay twice.
    """
    with state.store().reading() as read:
        return listing.page(read, selection, limit=MOST)


@dataclass(frozen=True, slots=True, eq=False)
class Mix:
    """Shares of speech time that each of L emotions leads, hour by hour."""

    hours: Sequence[int]
    labels: Sequence[str]  # English names
    shares: NDArray[np.float64]  # (H, L)
    calls: Sequence[int]  # H


def mix_by_hour(day: Day) -> Mix:
    """The emotion mix of each hour that has calls, each call counted by its seconds of speech."""
    by_hour: dict[int, list[Voice]] = {}
    for recording, voice in day.read:
        if recording.started_at is not None:
            by_hour.setdefault(recording.started_at.hour, []).append(voice)
    hours = sorted(by_hour)
    shares = [_mean_shares(by_hour[hour], day.model.labels) for hour in hours]
    labels = [english(label) for label in day.model.labels]
    return Mix(hours, labels, np.array(shares).reshape(len(hours), len(labels)), [len(by_hour[hour]) for hour in hours])


def _mean_shares(voices: Sequence[Voice], labels: Sequence[str]) -> NDArray[np.float64]:
    seconds = np.array([voice.numbers.get("speech_seconds", 0.0) for voice in voices])
    shares = np.array([[voice.numbers.get(f"share:{label}", 0.0) for label in labels] for voice in voices])
    return np.asarray(np.average(shares, axis=0, weights=np.maximum(seconds, 1e-6)))
