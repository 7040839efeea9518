"""The calls of a day to hear first, each with its reason and the seconds that show it; and a random sample."""

from collections.abc import Mapping, Sequence, Set

import streamlit as st

from analysis.highlight import highlight
from analysis.review import gain, precision
from analysis.worklist import Entry, entry, sample, worklist
from dashboard import formats, state
from dashboard.components.table import Clip, Playlist, Touched, Verdict, draw_table
from dashboard.components.voices import columns_of, labels_of, row_of
from dashboard.day import Day
from dashboard.reasons import reason_of
from dashboard.texts import text
from data import notes, outlines
from data.notes import Note
from data.outlines import Outline
from data.records import Model, Recording

COLUMNS = (
    "play", "reason", "course", "dominant", "negative", "seconds", "time", "agent", "queue", "flags", "verdict",
)  # fmt: skip
FIRST, SAMPLED = 15, 5
SIGNS = {notes.CONFIRMED: "✓", notes.FALSE_ALARM: "✕"}
BEFORE, HEARD = 1.0, 10.0  # seconds played: ten, by a row's button from one before the reason's second


@st.fragment
def draw_worklist(day: Day) -> None:
    """The fifteen most urgent calls, then five drawn at random from the others; a verdict redraws this part alone."""
    read = day.read
    voices = [voice for _, voice in read]
    seconds = [recording.seconds for recording, _ in read]
    urgent = worklist(voices, seconds, labels=day.model.labels, count=FIRST)
    seed = day.date.toordinal() if day.date else 0
    rows = sample(SAMPLED, len(read), seed=seed, leave_out=[each.row for each in urgent])
    drawn = [entry(int(row), voices[row], seconds[row], labels=day.model.labels) for row in rows]
    st.subheader(text("today.worklist"), anchor=False, help=text("today.worklist_help"))
    said = _verdicts(day, urgent + drawn)
    touched = _draw(day, urgent, said, key="worklist", playlist=True)
    _draw_precision([said[key] for key in _keys(day, urgent) if key in said])  # below: the list stays where it is
    _draw_gain(day, listed={each.row for each in urgent})
    _act(touched)
    if drawn:
        st.subheader(text("today.sample"), anchor=False, help=text("today.sample_help"))
        _act(_draw(day, drawn, said, key="sample"))


def _keys(day: Day, entries: Sequence[Entry]) -> list[tuple[str, str]]:
    calls = [day.read[each.row] for each in entries]
    return [(recording.id, voice.role) for recording, voice in calls]


def _verdicts(day: Day, entries: Sequence[Entry]) -> dict[tuple[str, str], str]:
    with state.store().reading() as read:
        return notes.verdicts(read, [recording for recording, _ in _keys(day, entries)])


def _draw_precision(said: Sequence[str]) -> None:
    """How often those who listened agreed with the list."""
    if said:
        right = precision([verdict == notes.CONFIRMED for verdict in said])
        share, low, high = (formats.share(value) for value in (right.value, right.low, right.high))
        st.caption(text("today.precision", heard=len(said), share=share, low=low, high=high))


def _draw_gain(day: Day, *, listed: Set[int]) -> None:
    """How much sooner the list brings the calls that were found right, once others were heard beside it too."""
    with state.store().reading() as read:
        said = notes.verdicts(read, [recording.id for recording, _ in day.read])
    heard = [row for row, (recording, voice) in enumerate(day.read) if (recording.id, voice.role) in said]
    count = sum(row in listed for row in heard)
    if not 0 < count < len(heard):
        return
    calls = [day.read[row] for row in heard]
    ordered = worklist(
        [voice for _, voice in calls],
        [recording.seconds for recording, _ in calls],
        labels=day.model.labels,
        count=len(calls),
    )
    right = [said[recording.id, voice.role] == notes.CONFIRMED for recording, voice in calls]
    curve = gain([each.row for each in ordered], right)
    found, random = int(curve.found[count - 1]), f"{curve.random[count - 1]:.0f}"
    st.caption(text("today.gain", heard=len(heard), count=count, found=found, total=curve.total, random=random))


def _draw(
    day: Day, entries: Sequence[Entry], said: Mapping[tuple[str, str], str], *, key: str, playlist: bool = False
) -> Touched:
    calls = [day.read[each.row] for each in entries]
    with state.store().reading() as read:
        lines = outlines.load(read, [recording.id for recording, _ in calls], model=day.model.key)
    rows = [
        row_of(
            recording,
            voice,
            model=day.model,
            outlines=lines,
            clip=_clip(recording, each.second - BEFORE),
            highlight=_highlight(each, recording, lines.get((recording.id, voice.role)), day.model),
            reason=[reason_of(each, voice, seconds=recording.seconds, model=day.model), recording.name],
            at=each.second,
            verdict=said.get((recording.id, voice.role), ""),
        )
        for each, (recording, voice) in zip(entries, calls, strict=True)
    ]
    verdicts = [Verdict(one, sign, text(f"table.{one}")) for one, sign in SIGNS.items()]
    return draw_table(
        columns_of(*COLUMNS),
        rows,
        key=key,
        labels=labels_of(day.model),
        verdicts=verdicts,
        playlist=Playlist(onward=True) if playlist else None,
    )


def _clip(recording: Recording, start: float) -> Clip:
    start = max(0.0, start)
    return Clip(recording.id, start, min(recording.seconds, start + HEARD))


def _highlight(told: Entry, recording: Recording, line: Outline | None, model: Model) -> Clip:
    """The strongest ten seconds of what the reason tells of; ten too where it stands at the end of the call."""
    start = told.second - BEFORE
    if line is not None:
        within = (start, told.until)
        start = highlight(line.spans, line.scores, labels=model.labels, within=within, seconds=HEARD)
    return _clip(recording, min(start, recording.seconds - HEARD))


def _act(touched: Touched) -> None:
    """Keep a verdict, or open the call that was pressed."""
    if touched.verdict in notes.VERDICTS:
        recording, _, role = touched.judged.partition("/")
        with state.store().atomic() as write:
            notes.add(write, Note(recording, role, touched.verdict))
        st.rerun(scope="fragment")
    state.open_touched(touched)
