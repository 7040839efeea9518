"""The calls of a recording's customer, and how steadily they sound."""

import math
from typing import Any

from starlette.requests import Request

from dashboard.api import asked
from dashboard.api.answers import Fresh
from dashboard.api.recordings import heard_by
from dashboard.customers import Customer, customer_of
from data import voices
from data.errors import Missing
from data.records import english


def show(request: Request) -> Fresh:
    """Every call of this recording's customer in order of time; 404 where the metadata names no second one."""
    recording = request.path_params["recording"]
    with asked.store_of(request).reading() as read:
        model = heard_by(read, recording, request.query_params.get("model", ""))
        role = request.query_params.get("role") or voices.load(read, recording, model=model)[0].role
        found = customer_of(read, recording, model=model, role=role)
    if found is None:
        raise Missing("no other call of this customer was read, or the metadata names no customer")
    return Fresh({"model": model, "role": role} | _told(found))


def _told(found: Customer) -> dict[str, Any]:
    steady = found.steady
    return {
        "customer": found.name,
        "similarity": round(steady.similarity, 6),
        "others": None if math.isnan(steady.others) else round(steady.others, 6),
        "latest": round(steady.latest, 6),
        "least_alike": found.calls[steady.unlike][0].id,
        "calls": [
            {
                "recording": recording.id,
                "file": recording.name,
                "started_at": recording.started_at.isoformat() if recording.started_at else None,
                "emotion": english(voice.dominant),
                "confidence": round(voice.confidence, 6),
                "negative": voice.numbers.get("negative"),
                "likeness": round(likeness, 6),
            }
            for (recording, voice), likeness in zip(found.calls, found.likeness, strict=True)
        ],
    }
