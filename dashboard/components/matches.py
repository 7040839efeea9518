"""What was found to be like an example, as a table to hear: how alike, why, and the seconds that matched."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.labels import english
from analysis.shape import stages
from dashboard import formats, state
from dashboard.calls import Call
from dashboard.components.table import Clip, Row, Touched, Verdict, draw_table
from dashboard.components.voices import columns_of, labels_of, row_of
from dashboard.search import Example, Match, Sound
from dashboard.texts import catalogue, text
from data import outlines, recordings, voices
from data.outlines import Outline
from data.records import Floats, Model, Recording, Voice

COLUMNS = (
    "play", "similarity", "started_at", "name", "course", "why", "dominant", "confidence", "agent", "queue", "flags",
)  # fmt: skip
MORE, LESS = "plus", "minus"
SIGNS = {MORE: "+", LESS: "−"}
PART = 0.5  # seconds by which a span must be shorter than its call to be told as a moment


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What the matches are held against: the model, what it heard in the example, and the example's own call if any."""

    model: Model
    sound: Sound | None = None  # None where courses were compared
    call: Call | None = None
    example: Example | None = None  # drawn as the first row, where it is of a call
    course: Floats | None = None  # (P, L) of the example, where courses were compared


def draw_matches(shown: Shown, matches: Sequence[Match], *, key: str = "matches", judge: bool = True) -> Touched:
    """The example first, marked, then what is most like it; a pressed row opens its call there.

    With ``judge`` every match has a button to look for more like it and one for less.
    """
    first = [shown.call.recording.id] if shown.call and shown.example else []
    ids = [*first, *(match.recording for match in matches)]
    with state.store().reading() as read:
        lines = outlines.load(read, ids, model=shown.model.key)
        found = {recording: recordings.find(read, recording) for recording in dict.fromkeys(ids)}
        heard = {recording: voices.load(read, recording, model=shown.model.key) for recording in found}
    rows = [_example(shown, shown.call, shown.example, lines)] if shown.call and shown.example else []
    for number, match in enumerate(matches):
        voice = next(voice for voice in heard[match.recording] if voice.role == match.role)
        row = _row(shown, found[match.recording], voice, match, lines)
        rows.append(replace(row, id=f"{row.id}/{number}"))
    touched = draw_table(
        columns_of(*_columns(rows, judge=judge)),
        rows,
        key=key,
        labels=labels_of(shown.model),
        verdicts=[Verdict(one, sign, text(f"similar.{one}")) for one, sign in SIGNS.items()] if judge else [],
    )
    state.open_touched(touched)
    return touched


def matched_in(matches: Sequence[Match], row: str) -> Example | None:
    """What the table's row of that id stands for, as a further example."""
    for number, match in enumerate(matches):
        if row == f"{match.recording}/{match.role}/{number}":
            return Example(match.recording, match.role, match.span if np.isfinite(match.span[1]) else None)
    return None


def _columns(rows: Sequence[Row], *, judge: bool) -> list[str]:
    """Those that have something to say here."""
    names = [name for name in COLUMNS if name != "why" or any(row.cells.get("why") for row in rows)]
    if any(row.cells.get("matched") for row in rows):
        names.insert(names.index("dominant"), "matched")
    return [*names, "verdict"] if judge else names


def _example(shown: Shown, call: Call, example: Example, lines: dict[tuple[str, str], Outline]) -> Row:
    clip = Clip(example.recording, *example.span) if example.span else None
    told = row_of(call.recording, call.voice, model=call.model, outlines=lines, clip=clip)
    runs = "" if shown.course is None else _runs(shown.model, stages(shown.course))
    cells = {**told.cells, "matched": _span(example.span) if example.span else "", "why": runs}
    return Row(told.id, cells, told.clip, marked=True)


def _row(shown: Shown, recording: Recording, voice: Voice, match: Match, lines: dict[tuple[str, str], Outline]) -> Row:
    moment = match.span[1] - match.span[0] < recording.seconds - PART
    return row_of(
        recording,
        voice,
        model=shown.model,
        outlines=lines,
        clip=Clip(recording.id, *match.span) if moment else None,
        at=match.span[0] if moment else None,
        similarity={"value": max(0.0, match.cosine), "text": f"{match.cosine:.3f}"},
        matched=_span(match.span) if moment else "",
        why=why(shown, match),
    )


def why(shown: Shown, match: Match) -> str:
    """What is expressed in the match beside what is expressed in the example, or how it runs; else nothing."""
    if match.stages:
        return _runs(shown.model, match.stages)
    if shown.sound is None or not match.scores:
        return ""
    own, other = int(np.argmax(shown.sound.scores)), int(np.argmax(match.scores))
    there, here = formats.score(match.scores[other]), formats.score(float(shown.sound.scores[own]))
    emotion, example = _name(shown.model, other), _name(shown.model, own)
    if own == other:
        return text("similar.why_same", emotion=emotion, other=there, own=here)
    return text("similar.why_other", emotion=emotion, other=there, example=example, own=here)


def _runs(model: Model, labels: Sequence[int]) -> str:
    """``runs neutral → angry``: what leads, quarter by quarter."""
    return text("similar.why_course", course=text("similar.then").join(_name(model, label) for label in labels))


def _name(model: Model, label: int) -> str:
    name = english(model.labels[label])
    return text(f"emotion.{name}") if f"emotion.{name}" in catalogue() else name


def _span(span: tuple[float, float]) -> str:
    return f"{formats.clock(span[0])}–{formats.clock(span[1])}"
