"""Own emotions and reference samples: which are in use, what they say of calls, and how sure each is."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from dashboard.api import asked
from dashboard.api.answers import Fresh
from data import models, own_values, versions
from data.own_values import Value
from data.versions import Version


def show_all(request: Request) -> Fresh:
    """The versions in use for one model's readings, with their figures; ``order`` and ``own`` of the list take ids."""
    with asked.store_of(request).reading() as read:
        model = request.query_params.get("model") or next(iter(models.load(read)), "")
        told = [_told(version, *own_values.count(read, version.id)) for version in versions.in_use(read, model=model)]
    return Fresh({"model": model, "own": told})


def said(used: Mapping[int, Version], values: Mapping[int, Value]) -> list[dict[str, Any]]:
    """What versions say of one voice."""
    return [
        {
            "id": number,
            "name": used[number].of.name,
            "value": round(told.value, 6),
            "share": round(told.share, 6),
            "peak": round(told.peak, 6),
            "peak_at": round(told.peak_at, 3),
            "sureness": used[number].sureness,
        }
        for number, told in sorted(values.items())
    ]


def _told(version: Version, voices: int, heard: int) -> dict[str, Any]:
    return {
        "id": version.id,
        "name": version.of.name,
        "kind": version.of.kind,
        "number": version.number,
        "sureness": version.sureness,
        "voices": voices,
        "heard": heard,
        "details": dict(version.details),
    }
