"""``result.json``: what was read in one recording, under the names users of the Emotion2Vec+ web interface know.

``emotion``, ``confidence``, ``scores``, ``granularity`` and ``timestamp`` mean what they mean there. Of a two-channel
call the customer stands at the top level, and every role under ``roles``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import sqlalchemy as sa

from data import models, own_values, recordings, settings, versions, voices
from data.errors import Missing
from data.own_values import Value
from data.records import CUSTOMER, UNKNOWN, Floats, Model, Reading, Recording, Timeline, Voice, english
from data.store import now
from data.versions import Version

NINE = ("angry", "disgusted", "fearful", "happy", "neutral", "other", "sad", "surprised", "unknown")
UNHEARD = {"emotion": UNKNOWN, "confidence": 0.0, "scores": dict[str, float]()}  # of a voice without a reading
WHOLE = ("turns", "ends_negative", "second_label", "longest_negative_run_label", "peak_label")  # numbers without parts
UTTERANCE, FRAME = "utterance", "frame"  # granularity
MEANING = "scores describe what the voice expresses, as one model hears it; they are not what the person feels"


def result(
    recording: Recording,
    *,
    model: Model,
    voices: Sequence[Voice],
    readings: Mapping[str, Sequence[Reading]],
    timelines: Mapping[str, Timeline] | None = None,
) -> dict[str, Any]:
    """The whole result as plain JSON values; with frame scores when ``timelines`` by role are given."""
    roles = {}
    for voice in voices:
        told = _told(voice, model, readings.get(voice.role, ()), (timelines or {}).get(voice.role))
        roles[voice.role] = _headline(voice, model, whole=recording.read_whole) | told
    first = CUSTOMER if CUSTOMER in roles else next(iter(roles), "")
    return {
        **roles.get(first, UNHEARD),
        "granularity": UTTERANCE if timelines is None else FRAME,
        "timestamp": now().strftime("%Y-%m-%d %H:%M:%S"),  # UTC, of this export
        "role": first,
        "file": recording.name,
        "recording": recording.id,
        "seconds": round(recording.seconds, 3),
        "channels": recording.channels,
        "started_at": recording.started_at.isoformat() if recording.started_at else None,
        "agent": recording.agent,
        "queue": recording.queue,
        "metadata": dict(recording.metadata),
        "synthetic_voices": recording.synthetic,
        "model": _model(model),
        "meaning": MEANING,
        "roles": roles,
    }


def load(connection: sa.Connection, recording: str, *, model: str, granularity: str = UTTERANCE) -> dict[str, Any]:
    """``result.json`` of a stored recording as the model of that key heard it. ``Missing`` if it is not there."""
    found = recordings.find(connection, recording)
    known = models.load(connection)
    if model not in known:
        raise Missing("that model has not read anything here")
    weak = settings.weak_below(connection)
    heard = [replace(voice, flags=voice.warnings(weak)) for voice in voices.load(connection, recording, model=model)]
    read = [voice.role for voice in heard if voice.scores is not None]
    lines = None
    if granularity == FRAME:
        lines = {role: voices.timeline(connection, recording, model=model, role=role) for role in read}
    told = result(
        found,
        model=known[model],
        voices=heard,
        readings={role: voices.readings(connection, recording, model=model, role=role) for role in read},
        timelines=lines,
    )
    return _with_own(connection, told, model)


def named(scores: Floats | None, labels: Sequence[str]) -> dict[str, float]:
    """Scores by English name, in the model's order; empty when there are none."""
    if scores is None:
        return {}
    return {english(label): round(float(score), 6) for label, score in zip(labels, scores, strict=True)}


def numbers_of(voice: Voice) -> dict[str, float]:
    """A voice's numbers as they are told: counts and numbers of labels are whole, the rest has six decimals."""
    return {name: int(value) if name in WHOLE else round(value, 6) for name, value in voice.numbers.items()}


def headline(voice: Voice, *, whole: bool) -> Floats | None:
    """(L,) the scores whose highest is the voice's verdict: over the whole file, or over its speech."""
    return voice.scores if whole else voice.speech_scores


def _with_own(connection: sa.Connection, told: dict[str, Any], model: str) -> dict[str, Any]:
    """The result with what own emotions and samples in use say of each role, where there are any."""
    used = {version.id: version for version in versions.in_use(connection, model=model)}
    said = own_values.of(connection, [told["recording"]], versions=list(used))
    for (_, role), values in said.items():
        told["roles"][role]["own"] = [_own(used[number], value) for number, value in sorted(values.items())]
    first = told["roles"].get(told["role"], {})
    return told | ({"own": first["own"]} if "own" in first else {})


def _own(version: Version, told: Value) -> dict[str, Any]:
    return {
        "name": version.of.name,
        "kind": version.of.kind,
        "value": round(told.value, 6),
        "share": round(told.share, 6),
        "peak": round(told.peak, 6),
        "peak_at": round(told.peak_at, 3),
        "version": version.number,
        "sureness": version.sureness,
    }


def _headline(voice: Voice, model: Model, *, whole: bool) -> dict[str, Any]:
    scores = headline(voice, whole=whole)
    if scores is None:
        return {**UNHEARD}
    best = int(np.argmax(scores))
    confidence = round(float(scores[best]), 6)
    return {"emotion": english(model.labels[best]), "confidence": confidence, "scores": named(scores, model.labels)}


def _told(voice: Voice, model: Model, readings: Sequence[Reading], timeline: Timeline | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "speech_scores": named(voice.speech_scores, model.labels),
        "reason": voice.reason,
        "flags": list(voice.flags),
        "numbers": numbers_of(voice),
        "turns": [[round(float(start), 3), round(float(end), 3)] for start, end in voice.turns],
        "windows": [
            {
                "start": round(reading.window.start, 3),
                "end": round(reading.window.end, 3),
                "scores": named(reading.scores, model.labels),
                "flags": list(reading.flags),
            }
            for reading in readings
        ],
    }
    if timeline is not None:
        told["frames"] = _frames(timeline)
    return told


def _frames(timeline: Timeline) -> dict[str, Any]:
    logits = timeline.logits.astype(np.float64)  # so that 0.7 is written as 0.7, not as 0.699999988079071
    powers = np.exp(logits - logits.max(axis=1, keepdims=True)) if logits.size else logits
    return {
        "step": timeline.step,
        "starts": [round(float(frame) * timeline.step, 3) for frame in timeline.frames],
        "scores": np.round(powers / powers.sum(axis=1, keepdims=True), 4).tolist(),
        "note": "a single 20 ms frame was never trained as a unit: read these smoothed over a second or so",
    }


def _model(model: Model) -> dict[str, Any]:
    scored = [english(label) for label in model.labels]
    return {
        "name": model.name,
        "revision": model.revision,
        "sha256": model.sha256,
        "precision": model.precision,
        "labels": list(model.labels),
        "not_scored": [name for name in NINE if name not in scored],
    }
