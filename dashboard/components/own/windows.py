"""Windows of different calls as rows to hear and to answer with one press or one key."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard import formats, state
from dashboard.components.table import Clip, Playlist, Touched, Verdict, draw_table
from dashboard.components.voices import columns_of, labels_of, row_of
from dashboard.texts import text
from data import outlines, recordings, voices
from data.labels import Label
from data.records import Model

COLUMNS = ("play", "name", "started_at", "course", "matched", "dominant", "agent", "queue", "flags", "verdict")
YES, NO = "yes", "no"
SIGNS = {YES: "✓", NO: "✕"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Windows to show, what was said of each so far (empty where nothing was), and what can be said."""

    windows: Sequence[Label]
    answers: Sequence[str]
    verdicts: Sequence[Verdict]


def draw_windows(asked: Asked, model: Model, *, key: str, playlist: bool = False) -> Touched:
    """One row per window, to be heard alone or, as a ``playlist``, one after another with a key for each answer."""
    rows = []
    ids = [label.recording for label in asked.windows]
    with state.store().reading() as read:
        lines = outlines.load(read, ids, model=model.key)
        for number, (label, answer) in enumerate(zip(asked.windows, asked.answers, strict=True)):
            found = recordings.find(read, label.recording)
            heard = voices.load(read, label.recording, model=model.key)
            voice = next((voice for voice in heard if voice.role == label.role), None)
            if voice is None:  # labelled in what another model has read
                continue
            row = row_of(
                found,
                voice,
                model=model,
                outlines=lines,
                clip=Clip(label.recording, label.start, min(label.end, found.seconds)),
                at=label.start,
                matched=f"{formats.clock(label.start)}–{formats.clock(label.end)}",
                verdict=answer,
            )
            rows.append(replace(row, id=f"{row.id}/{number}"))
    touched = draw_table(
        columns_of(*COLUMNS),
        rows,
        key=key,
        labels=labels_of(model),
        verdicts=asked.verdicts,
        playlist=Playlist("asking", onward=True) if playlist else None,
    )
    state.open_touched(touched)
    return touched


def signs(name: str) -> list[Verdict]:
    """The two answers of an own emotion."""
    return [Verdict(one, sign, text(f"own.answer_{one}", name=name)) for one, sign in SIGNS.items()]


def touched_in(shown: Sequence[Label], row: str) -> Label | None:
    """The window that the table's row of that id stands for."""
    number = row.rsplit("/", maxsplit=1)[-1]
    return shown[int(number)] if number.isdecimal() and int(number) < len(shown) else None
