"""The example and what was found to be like it, as a table to hear."""

from collections.abc import Sequence

from dashboard import formats, state
from dashboard.calls import Call
from dashboard.components.table import Clip, Row, draw_table
from dashboard.components.voices import columns_of, labels_of, row_of
from dashboard.search import Example, Match
from data import outlines, recordings, voices
from data.outlines import Outline
from data.records import Recording, Voice

COLUMNS = (
    "play", "similarity", "started_at", "name", "course", "matched", "dominant", "confidence", "agent", "queue",
    "flags",
)  # fmt: skip
PART = 0.5  # seconds by which a span must be shorter than its call to be told as a moment


def draw_matches(call: Call, example: Example, matches: Sequence[Match]) -> None:
    """The example first, marked, then what is most like it; a pressed row opens its call there."""
    ids = [example.recording, *(match.recording for match in matches)]
    with state.store().reading() as read:
        lines = outlines.load(read, ids, model=call.model.key)
        found = {recording: recordings.find(read, recording) for recording in dict.fromkeys(ids)}
        heard = {recording: voices.load(read, recording, model=call.model.key) for recording in found}
    rows = [_example(call, example, lines)]
    for match in matches:
        voice = next(voice for voice in heard[match.recording] if voice.role == match.role)
        rows.append(_row(call, found[match.recording], voice, match, lines))
    touched = draw_table(columns_of(*COLUMNS), rows, key="matches", labels=labels_of(call.model))
    state.open_touched(touched)


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
