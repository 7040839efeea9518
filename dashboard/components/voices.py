"""Voices as rows of our table: the same columns wherever calls are listed."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analysis.labels import english
from analysis.outlines import outline
from dashboard import formats, palette
from dashboard.components.table import Clip, Column, Row
from dashboard.texts import catalogue, text
from dashboard.thresholds import thresholds
from data.outlines import Outline
from data.records import Floats, Model, Recording, Voice

PIECES = 64  # of a strip of 128 pixels
MOMENT = 5.0  # seconds played around a peak: two before it, three after
SORTABLE = {  # columns of the table whose order the store knows
    "started_at", "name", "agent", "queue", "seconds", "role", "dominant", "confidence", "negative", "shift",
    "longest_negative_run", "peak_score",
}  # fmt: skip
KINDS = {
    "play": "play", "course": "strip", "dominant": "emotion", "confidence": "number", "negative": "bar",
    "shift": "number", "longest_negative_run": "number", "peak_score": "emotion", "seconds": "number",
    "started_at": "muted", "time": "muted", "role": "muted", "flags": "notes", "similarity": "bar", "matched": "number",
    "reason": "double", "why": "wrap", "verdict": "verdict", "level": "bar", "sureness": "muted",
}  # fmt: skip


def columns_of(*names: str) -> list[Column]:
    """Columns by name, with their headings and explanations."""
    return [
        Column(
            name,
            "" if name in ("play", "verdict") else text(f"column.{name}"),
            KINDS.get(name, "text"),
            name in SORTABLE,
            text(f"column.{name}_help") if f"column.{name}_help" in catalogue() else "",
        )
        for name in names
    ]


def row_of(
    recording: Recording, voice: Voice, *, model: Model, outlines: Mapping[tuple[str, str], Outline], **more: Any
) -> Row:
    """One voice as a row. ``more`` are further cells, ``clip`` is what to play but its peak, ``at`` where it opens,
    ``highlight`` what is heard of it in a list.
    """
    numbers = voice.numbers
    clip, at, verdict = more.pop("clip", None), more.pop("at", None), more.pop("verdict", "")
    highlight = more.pop("highlight", None)
    mark = clip.start if clip else numbers.get("peak_at")
    clip = clip or peak_clip(recording, voice)
    cells = {
        "started_at": formats.moment_short(recording.started_at),
        "time": formats.time_of_day(recording.started_at),
        "name": recording.name,
        "role": text(f"role.{voice.role}") if f"role.{voice.role}" in catalogue() else voice.role,
        "agent": recording.agent,
        "queue": recording.queue,
        "seconds": formats.clock(recording.seconds),
        "dominant": emotion_cell(voice.dominant, voice.confidence),
        "confidence": formats.score(voice.confidence) if voice.speech_scores is not None else None,
        "negative": _bar(numbers["negative"]) if "negative" in numbers else None,
        "shift": f"{numbers['shift']:+.2f}" if "shift" in numbers else None,
        "longest_negative_run": _seconds(numbers.get("longest_negative_run")),
        "peak_score": _peak(voice, model),
        "flags": notes_of(recording, voice),
        "course": _strip(recording, outlines.get((recording.id, voice.role)), mark),
    }
    return Row(id_of(recording, voice), cells | more, clip, at=at, verdict=verdict, highlight=highlight)


def id_of(recording: Recording, voice: Voice) -> str:
    """What tells rows apart: recording and role."""
    return f"{recording.id}/{voice.role}"


def emotion_cell(label: str, confidence: float) -> dict[str, Any]:
    """An emotion's dot, emoji and name; shown as weak below the threshold that is set."""
    name = english(label)
    return {
        "name": name,
        "label": text(f"emotion.{name}") if f"emotion.{name}" in catalogue() else name,
        "emoji": palette.emoji(label),
        "weak": confidence < thresholds().weak,
    }


def notes_of(recording: Recording, voice: Voice) -> list[dict[str, str]]:
    """What to know before a reading is believed: short words with their explanation."""
    names = [*voice.warnings(thresholds().weak)]
    if voice.speech_scores is None:
        names.append("unread")
    if recording.synthetic:
        names.append("synthetic")
    known = catalogue()
    return [
        {"text": text(f"note.{name}"), "help": text(f"note.{name}_help", least=formats.score(thresholds().weak))}
        if f"note.{name}" in known
        else {"text": name, "help": ""}
        for name in names
    ]


def peak_clip(recording: Recording, voice: Voice) -> Clip | None:
    """The seconds around a voice's peak; None where it has none."""
    at = voice.numbers.get("peak_at")
    if at is None:
        return None
    start = max(0.0, at - 2.0)
    return Clip(recording.id, start, min(recording.seconds, start + MOMENT))


def _bar(value: float) -> dict[str, Any]:
    return {"value": float(np.clip(value, 0, 1)), "text": formats.score(value)}


def _seconds(value: float | None) -> str | None:
    return text("voices.seconds", seconds=f"{value:.0f}") if value else None


def _peak(voice: Voice, model: Model) -> dict[str, Any] | None:
    numbers = voice.numbers
    if "peak_score" not in numbers:
        return None
    name = english(model.labels[int(numbers["peak_label"])])
    said = f"{formats.score(numbers['peak_score'])} · {formats.clock(numbers['peak_at'])}"
    return {"name": name, "label": said, "emoji": "", "weak": False, "help": text(f"emotion.{name}")}


def _strip(recording: Recording, found: Outline | None, mark: float | None) -> dict[str, Any] | None:
    if found is None:
        return None
    scores = outline(found.spans, found.scores, seconds=recording.seconds, pieces=PIECES)
    return {
        "scores": base64.b64encode(_bytes(scores)).decode(),
        "pieces": PIECES,
        "seconds": recording.seconds,
        "mark": None if mark is None else mark / recording.seconds,
        "title": text("voices.strip"),
    }


def _bytes(scores: Floats) -> bytes:
    return (np.nan_to_num(scores, nan=0.0) * 255).round().clip(0, 255).astype(np.uint8).tobytes()


def labels_of(model: Model) -> Sequence[str]:
    """English names of a model's labels, in the order of its scores."""
    return [english(label) for label in model.labels]
