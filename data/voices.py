"""What a model heard in a recording: voices, their windows and their timelines, written and read together."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa

from data import models, recordings, schema
from data.errors import Missing
from data.records import CUSTOMER, Model, Reading, Recording, Timeline, Voice, Window
from data.store import now


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """One voice with all its parts, as they are written and read together."""

    voice: Voice
    readings: Sequence[Reading] = ()
    timeline: Timeline | None = None


def save(connection: sa.Connection, recording: Recording, *, model: Model, told: Sequence[Told]) -> None:
    """Keep a recording with all that a model heard in it, in place of what the same model heard before."""
    models.save(connection, model)
    recordings.describe(connection, recording)
    for table in (*recordings.OWNED, schema.own_value):
        mine = (table.c.recording == recording.id) & (table.c.model == model.key)
        connection.execute(sa.delete(table).where(mine))
    for part in told:
        key = {"recording": recording.id, "model": model.key, "role": part.voice.role}
        row = _voice_row(part.voice) | {"windows": len(part.readings), "read_at": now()}
        connection.execute(schema.voice.insert().values(key | row))
        connection.execute(schema.embedding.insert().values(key | {"content": _bytes(part.voice.embedding)}))
        if part.timeline is not None:
            connection.execute(schema.reading.insert().values(key | _reading_row(part.readings)))
            connection.execute(schema.timeline.insert().values(key | _timeline_row(part.timeline)))


def models_of(connection: sa.Connection, recording: str) -> list[str]:
    """Keys of the models that read this recording, the newest model first."""
    table = schema.voice
    spoke = sa.select(table.c.model).where(table.c.recording == recording).distinct()
    newest = sa.select(schema.model.c.key).where(schema.model.c.key.in_(spoke))
    return list(connection.scalars(newest.order_by(schema.model.c.first_used_at.desc())))


def load(connection: sa.Connection, recording: str, *, model: str) -> list[Voice]:
    """All voices of a recording as one model heard them; the customer's first, then by role."""
    table = schema.voice
    mine = (table.c.recording == recording) & (table.c.model == model)
    found = [voice_of(row) for row in connection.execute(whole().where(mine))]
    return sorted(found, key=lambda voice: (voice.role != CUSTOMER, voice.role))


def readings(connection: sa.Connection, recording: str, *, model: str, role: str) -> list[Reading]:
    """The windows of one voice in order of time; empty if it was not read."""
    row = connection.execute(_one(schema.reading, recording, model, role)).one_or_none()
    if row is None or not row.windows:
        return []
    spans = np.frombuffer(row.spans, "<f8").reshape(row.windows, 2)
    logits, scores, embeddings = (_rows(part, row.windows) for part in (row.logits, row.scores, row.embeddings))
    return [
        Reading(
            Window(recording, role, float(start), float(end)),
            logits[index],
            scores[index],
            embeddings[index],
            tuple(row.flags[index]),
        )
        for index, (start, end) in enumerate(spans)
    ]


def timeline(connection: sa.Connection, recording: str, *, model: str, role: str) -> Timeline:
    """The frame logits of one voice. ``Missing`` if it was not read."""
    row = connection.execute(_one(schema.timeline, recording, model, role)).one_or_none()
    if row is None:
        raise Missing(f"the {role}'s voice was not read in this recording")
    return Timeline(
        frames=np.frombuffer(row.frames, "<i4").astype(np.int32),
        logits=_rows(row.logits, row.length),
        weights=np.frombuffer(row.weights, "<f4").astype(np.float32),
        speech=np.frombuffer(row.speech, "|b1").astype(np.bool_),
        step=row.step,
    )


def whole(*columns: Any) -> sa.Select[Any]:
    """Voices with their embeddings, as ``voice_of`` reads them, beside other columns."""
    voice, apart = schema.voice.c, schema.embedding.c
    same = (apart.recording == voice.recording) & (apart.model == voice.model) & (apart.role == voice.role)
    apart_too = ("size", *schema.NUMBERS)  # a recording has a size too; the numbers are told in ``numbers``
    told = [column for column in voice if column.name not in apart_too]
    return sa.select(*columns, *told, apart.content.label("embedding")).join_from(schema.voice, schema.embedding, same)


def voice_of(row: Any) -> Voice:
    """A row of ``whole`` as the type."""
    heard = bool(row.labels)
    return Voice(
        recording=row.recording,
        role=row.role,
        turns=np.frombuffer(row.turns, "<f4").astype(np.float32).reshape(-1, 2),
        dominant=row.dominant,
        confidence=row.confidence,
        scores=_floats(row.scores) if heard else None,
        speech_scores=_floats(row.speech_scores) if heard else None,
        embedding=_floats(row.embedding) if heard else None,
        numbers=row.numbers,
        flags=tuple(row.flags),
        reason=row.reason,
    )


def _one(table: sa.Table, recording: str, model: str, role: str) -> Any:
    mine = (table.c.recording == recording) & (table.c.model == model) & (table.c.role == role)
    return sa.select(table).where(mine)


def _voice_row(voice: Voice) -> dict[str, Any]:
    # what is not a number cannot be sorted by, and no database takes it as JSON
    numbers = {name: float(value) for name, value in voice.numbers.items() if math.isfinite(value)}
    return {
        "dominant": voice.dominant,
        "confidence": float(voice.confidence),
        "numbers": numbers,
        **{name: numbers.get(name) for name in schema.NUMBERS},
        "flags": list(voice.flags),
        "reason": voice.reason,
        "labels": 0 if voice.scores is None else len(voice.scores),
        "size": 0 if voice.embedding is None else len(voice.embedding),
        "turns": _bytes(voice.turns),
        "scores": _bytes(voice.scores),
        "speech_scores": _bytes(voice.speech_scores),
    }


def _reading_row(heard: Sequence[Reading]) -> dict[str, Any]:
    spans = np.array([(reading.window.start, reading.window.end) for reading in heard], "<f8")
    return {
        "windows": len(heard),
        "spans": spans.tobytes(),
        "logits": b"".join(_bytes(reading.logits) for reading in heard),
        "scores": b"".join(_bytes(reading.scores) for reading in heard),
        "embeddings": b"".join(_bytes(reading.embedding) for reading in heard),
        "flags": [list(reading.flags) for reading in heard],
    }


def _timeline_row(line: Timeline) -> dict[str, Any]:
    return {
        "length": len(line.frames),
        "step": line.step,
        "frames": np.asarray(line.frames, "<i4").tobytes(),
        "logits": _bytes(line.logits),
        "weights": _bytes(line.weights),
        "speech": np.asarray(line.speech, "|b1").tobytes(),
    }


def _bytes(array: Any) -> bytes:
    return b"" if array is None else np.ascontiguousarray(array, "<f4").tobytes()


def _floats(content: bytes) -> Any:
    return np.frombuffer(content, "<f4").astype(np.float32)


def _rows(content: bytes, count: int) -> Any:
    return _floats(content).reshape(count, -1) if count else np.zeros((0, 0), np.float32)
