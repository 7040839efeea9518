"""The example and what was found to be like it, as a table to hear."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dashboard import formats, state
from dashboard.calls import Call
from dashboard.components.table import Clip, Row, Touched, Verdict, draw_table
from dashboard.components.voices import columns_of, labels_of, row_of
from dashboard.search import Example, Match, Query
from dashboard.texts import text
from data import outlines, recordings, voices
from data.outlines import Outline
from data.records import Recording, Voice

COLUMNS = ("play", "similarity", "started_at", "name", "course", "dominant", "confidence", "agent", "queue", "flags")
MORE, LESS = "plus", "minus"
SIGNS = {MORE: "+", LESS: "−"}
PART = 0.5  # seconds by which a span must be shorter than its call to be told as a moment


def draw_matches(call: Call, query: Query, matches: Sequence[Match]) -> Touched:
    """The example first, marked, then what is most like it; a pressed row opens its call there."""
    example = query.example
    ids = [example.recording, *(match.recording for match in matches)]
    with state.store().reading() as read:
        lines = outlines.load(read, ids, model=call.model.key)
        found = {recording: recordings.find(read, recording) for recording in dict.fromkeys(ids)}
        heard = {recording: voices.load(read, recording, model=call.model.key) for recording in found}
    rows = [_example(call, example, lines)]
    for number, match in enumerate(matches):
        voice = next(voice for voice in heard[match.recording] if voice.role == match.role)
        row = _row(call, found[match.recording], voice, match, lines)
        rows.append(replace(row, id=f"{row.id}/{number}"))
    names = list(COLUMNS)
    if any(row.cells.get("matched") for row in rows):
        names.insert(names.index("dominant"), "matched")
    touched = draw_table(
        columns_of(*names, "verdict"),
        rows,
        key="matches",
        labels=labels_of(call.model),
        verdicts=[Verdict(one, sign, text(f"similar.{one}")) for one, sign in SIGNS.items()],
    )
    state.open_touched(touched)
    return touched


def matched_in(matches: Sequence[Match], row: str) -> Example | None:
    """What the table's row of that id stands for, as a further example."""
    for number, match in enumerate(matches):
        if row == f"{match.recording}/{match.role}/{number}":
            return Example(match.recording, match.role, match.span if np.isfinite(match.span[1]) else None)
    return None


def _example(call: Call, example: Example, lines: dict[tuple[str, str], Outline]) -> Row:
    clip = Clip(example.recording, *example.span) if example.span else None
    told = row_of(call.recording, call.voice, model=call.model, outlines=lines, clip=clip)
    cells = {**told.cells, "matched": _span(example.span) if example.span else ""}
    return Row(told.id, cells, told.clip, marked=True)


def _row(call: Call, recording: Recording, voice: Voice, match: Match, lines: dict[tuple[str, str], Outline]) -> Row:
    moment = match.span[1] - match.span[0] < recording.seconds - PART
    return row_of(
        recording,
        voice,
        model=call.model,
        outlines=lines,
        clip=Clip(recording.id, *match.span) if moment else None,
        at=match.span[0] if moment else None,
        similarity={"value": max(0.0, match.cosine), "text": f"{match.cosine:.3f}"},
        matched=_span(match.span) if moment else "",
    )


def _span(span: tuple[float, float]) -> str:
    return f"{formats.clock(span[0])}–{formats.clock(span[1])}"
