"""A call as lanes of the picture, and as the facts under its title."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import formats, sound
from dashboard.calls import Call
from dashboard.components.alerts.words import caught_sentence
from dashboard.components.scores import role_name
from dashboard.components.timeline import Lane, Picture
from dashboard.components.voices import emotion_cell, labels_of
from dashboard.texts import reason, text
from data.hits import Hit
from data.records import Floats, Voice
from data.subtitles import Line


def picture_of(
    call: Call,
    *,
    at: float | None,
    marks: Sequence[Mapping[str, Any]],
    again: Mapping[str, Floats],
) -> Picture:
    """The picture of a call with its marks, opened at a second if one is given.

    ``again`` are by role the scores of its chosen region, where that was read again by itself.
    """
    recording = call.recording
    path = sound.path_of(recording.id)
    return Picture(
        recording=recording.id,
        seconds=recording.seconds,
        channels=recording.channels,
        labels=tuple(labels_of(call.model)),
        lanes=[_lane(call, voice) for voice in call.voices],
        loudness=sound.loudness(path) if path else None,
        at=at,
        marks=[*marks, *(_alert_flag(rule, hit) for rule, hit in call.alerts)],
        again=again,
        lines=[_line(line) for line in call.transcript],
    )


def facts_of(call: Call) -> list[tuple[str, str]]:
    """When, who, where, how long, by which model; then whatever else the metadata tells."""
    recording = call.recording
    file = text("call.channels", codec=recording.codec, rate=recording.rate / 1000, channels=recording.channels)
    told = [
        ("", formats.moment(recording.started_at)),
        (text("call.agent"), recording.agent),
        (text("call.queue"), recording.queue),
        (text("call.length"), formats.clock(recording.seconds)),
        *recording.metadata.items(),
        (text("call.file"), file),
        (text("call.model"), call.model.name),
    ]
    return [(label, value) for label, value in told if value]


def _line(line: Line) -> dict[str, object]:
    who = role_name(line.speaker) if line.speaker else ""
    return {"start": line.start, "end": line.end, "who": who, "text": line.text}


def _lane(call: Call, voice: Voice) -> Lane:
    read = call.timelines.get(voice.role)
    roles = call.recording.roles
    cell = emotion_cell(voice.dominant, voice.confidence)
    verdict = text(
        "call.lane_read", emotion=f"{cell['emoji']} {cell['label']}", confidence=formats.score(voice.confidence)
    )
    return Lane(
        role=voice.role,
        title=role_name(voice.role),
        said=verdict if read is not None else reason(voice.reason),
        turns=voice.turns,
        timeline=read,
        channel=roles.index(voice.role) if len(roles) == call.recording.channels > 1 else None,
        notes=[*_notes(voice), *_alert_notes(call, voice)],
    )


def _notes(voice: Voice) -> list[dict[str, object]]:
    length, start = voice.numbers.get("longest_negative_run", 0.0), voice.numbers.get("longest_negative_run_start")
    if not length or start is None:
        return []
    return [{"start": start, "end": start + length, "text": text("call.longest_run", seconds=f"{length:.1f}")}]


def _alert_flag(rule: str, hit: Hit) -> dict[str, object]:
    return {"at": hit.start, "text": rule, "help": _alert(rule, hit), "alert": True}


def _alert_notes(call: Call, voice: Voice) -> list[dict[str, object]]:
    mine = [(rule, hit) for rule, hit in call.alerts if hit.role == voice.role]
    return [{"start": start, "end": stop, "text": _alert(rule, hit)} for rule, hit in mine for start, stop in hit.spans]


def _alert(rule: str, hit: Hit) -> str:
    said = caught_sentence(hit.emotion, hit.score, start=hit.start, stop=hit.stop)
    return text("alerts.on_call", rule=rule, said=said)
