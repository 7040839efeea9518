"""The calls of a day to hear first, each with its reason and the seconds that show it; and a random sample."""

from collections.abc import Sequence

import streamlit as st

from analysis.worklist import Entry, entry, sample, worklist
from dashboard import state
from dashboard.components.table import Clip, draw_table
from dashboard.components.voices import columns_of, labels_of, row_of
from dashboard.day import Day
from dashboard.reasons import reason_of
from dashboard.texts import text
from data import outlines
from data.records import Recording

COLUMNS = ("play", "reason", "course", "dominant", "negative", "seconds", "time", "agent", "queue", "flags")
FIRST, SAMPLED = 15, 5
BEFORE, HEARD = 1.0, 10.0  # seconds played: from one before the reason's second


def draw_worklist(day: Day) -> None:
    """The fifteen most urgent calls, then five drawn at random from the others."""
    read = day.read
    voices = [voice for _, voice in read]
    seconds = [recording.seconds for recording, _ in read]
    urgent = worklist(voices, seconds, labels=day.model.labels, count=FIRST)
    seed = day.date.toordinal() if day.date else 0
    rows = sample(SAMPLED, len(read), seed=seed, leave_out=[each.row for each in urgent])
    drawn = [entry(int(row), voices[row], seconds[row], labels=day.model.labels) for row in rows]
    st.subheader(text("today.worklist"), anchor=False, help=text("today.worklist_help"))
    _draw(day, urgent, key="worklist")
    if drawn:
        st.subheader(text("today.sample"), anchor=False, help=text("today.sample_help"))
        _draw(day, drawn, key="sample")


def _draw(day: Day, entries: Sequence[Entry], *, key: str) -> None:
    calls = [day.read[each.row] for each in entries]
    with state.store().reading() as read:
        lines = outlines.load(read, [recording.id for recording, _ in calls], model=day.model.key)
    rows = []
    for each, (recording, voice) in zip(entries, calls, strict=True):
        told = reason_of(each, voice, seconds=recording.seconds, model=day.model)
        clip = _clip(recording, each.second)
        row = row_of(
            recording, voice, model=day.model, outlines=lines, clip=clip, reason=[told, recording.name], at=each.second
        )
        rows.append(row)
    touched = draw_table(columns_of(*COLUMNS), rows, key=key, labels=labels_of(day.model))
    state.open_touched(touched)


def _clip(recording: Recording, second: float) -> Clip:
    start = max(0.0, second - BEFORE)
    return Clip(recording.id, start, min(recording.seconds, start + HEARD))
