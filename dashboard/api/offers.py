"""What each route takes and gives: the words behind ``/api/openapi.json``; a test holds them to the routes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.alerts import DURATIONS, PARTS
from data.hooks import FORMS
from data.notes import VERDICTS
from data.result import FRAME, UTTERANCE

JSON, BYTES, CSV, WAV = "application/json", "application/octet-stream", "text/csv", "audio/wav"
PARAMETERS: dict[str, tuple[str, dict[str, Any]]] = {
    "name": ("what the file is called; a label only, the format is recognised from the bytes", {"type": "string"}),
    "sha256": ("of the file's bytes, in hexadecimal", {"type": "string", "pattern": "^[0-9a-f]{64}$"}),
    "file": ("the table's column of file names", {"type": "string"}),
    "started_at": ("the table's column of start times", {"type": "string"}),
    "agent": ("of the list: agents to keep, repeatable; of a table: its column of agents", {"type": "string"}),
    "queue": ("of the list: queues to keep, repeatable; of a table: its column of queues", {"type": "string"}),
    "folder": ("a folder of the server, as /folders lists them", {"type": "string"}),
    "kind": ("kind of job: read, map, own, processed or features", {"type": "string"}),
    "items": ("list the files too: all, or those of one state, such as failed", {"type": "string"}),
    "limit": ("how many at most", {"type": "integer", "minimum": 0}),
    "offset": ("how many to leave out first", {"type": "integer", "minimum": 0}),
    "order": (
        "column or number to sort by, or own: and an id that /own gives",
        {"type": "string", "default": "started_at"},
    ),
    "descending": ("highest first", {"type": "boolean", "default": False}),
    "role": ("customer, agent, mixed …; of the list repeatable, or all", {"type": "string"}),
    "model": ("of a result: a model's key; of a prediction: its name, or auto", {"type": "string"}),
    "since": ("earliest call time", {"type": "string", "format": "date-time"}),
    "until": ("call times before this", {"type": "string", "format": "date-time"}),
    "emotion": ("dominant emotions to keep, repeatable", {"type": "string"}),
    "search": ("part of the file's name, or of what was said", {"type": "string"}),
    "shortest": ("calls of at least so many seconds", {"type": "number", "minimum": 0}),
    "longest": ("calls of at most so many seconds; 0 is any length", {"type": "number", "minimum": 0, "default": 0}),
    "job": ("calls of this upload only", {"type": "integer"}),
    "own": ("calls in which the own emotion of this id is heard", {"type": "integer"}),
    "granularity": ("per recording, or per 20 ms frame too", {"type": "string", "enum": [UTTERANCE, FRAME]}),
    "extract_embedding": ("add the voice's embedding, (D,)", {"type": "boolean", "default": False}),
    "rule": ("hits of this rule only, else of all active ones", {"type": "integer"}),
    "voices": ("whose voice is read", {"type": "string", "enum": ["customer", "all"]}),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What one route takes and gives."""

    query: Sequence[str] = ()
    required: Sequence[str] = ()  # of the query
    body: str = ""  # media type of what is sent
    fields: Mapping[str, Any] = field(default_factory=dict)  # of a JSON body, as JSON schemas
    answer: str = JSON
    status: int = 200
    errors: Sequence[int] = ()


LISTING = ("order", "descending", "offset", "limit", "model", "role", "since", "until", "agent", "queue", "emotion")
UPLOAD = {
    "voices": {"enum": ["customer", "all"]},
    "model": {"type": "string"},
    "roles": {"type": "array", "items": {"enum": ["agent", "customer"]}, "minItems": 2, "maxItems": 2},
    "metadata": {"type": "object", "additionalProperties": {"type": "object"}},
    "synthetic": {"type": "boolean"},
}
LOOKS_FOR = {
    "emotions": {"type": "array", "items": {"type": "string"}, "minItems": 1},
    "threshold": {"type": "number", "minimum": 0.01, "maximum": 1, "multipleOf": 0.01},
    "seconds": {"enum": list(DURATIONS)},
    "roles": {"type": "array", "items": {"type": "string"}, "minItems": 1},
    "part": {"enum": list(PARTS)},
    "queues": {"type": "array", "items": {"type": "string"}},
}
RULE = {
    "name": {"type": "string"},
    "looks_for": {"type": "object", "properties": LOOKS_FOR},
    "hooks": {"type": "array", "items": {"type": "integer"}},
    "active": {"type": "boolean"},
}
HOOK = {name: {"type": "string"} for name in ("name", "url", "secret")} | {"form": {"enum": list(FORMS)}}
VERDICT = {name: {"type": "string"} for name in ("recording", "model", "role")} | {
    "rule": {"type": "integer"},
    "verdict": {"enum": list(VERDICTS)},
}
SIZES = {"sizes": {"type": "array", "items": {"type": "integer"}, "maxItems": 1_000}}
OFFERS = {
    ("GET", "/health"): Offer(),
    ("GET", "/openapi.json"): Offer(),
    ("POST", "/uploads"): Offer(body=JSON, fields=UPLOAD, status=201, errors=(400,)),
    ("PUT", "/uploads/{job}/files"): Offer(
        ["name"], required=["name"], body=BYTES, status=201, errors=(400, 404, 408, 409, 413, 507)
    ),
    ("POST", "/uploads/{job}/known"): Offer(
        ["name", "sha256"], required=["name", "sha256"], status=201, errors=(400, 404, 409, 413)
    ),
    ("POST", "/uploads/{job}/table"): Offer(
        ["file", "started_at", "agent", "queue"], body=CSV, errors=(400, 404, 409, 413)
    ),
    ("POST", "/uploads/{job}/transcript"): Offer(["name"], required=["name"], body=BYTES, errors=(400, 404, 409, 413)),
    ("POST", "/uploads/{job}/folder"): Offer(["folder"], required=["folder"], status=201, errors=(400, 404, 409, 413)),
    ("GET", "/folders"): Offer(["folder"], errors=(400,)),
    ("POST", "/uploads/{job}/expected"): Offer(
        body=JSON, fields={"files": {"type": "integer"}}, errors=(400, 404, 409, 413)
    ),
    ("POST", "/sizes"): Offer(body=JSON, fields=SIZES, errors=(400,)),
    ("GET", "/jobs"): Offer(["kind", "limit"], errors=(400,)),
    ("GET", "/jobs/{job}"): Offer(["items", "offset", "limit"], errors=(400, 404)),
    ("POST", "/jobs/{job}/cancel"): Offer(errors=(404,)),
    ("POST", "/jobs/{job}/retry"): Offer(errors=(404,)),
    ("GET", "/recordings"): Offer([*LISTING, "search", "shortest", "longest", "job", "own"], errors=(400,)),
    ("GET", "/recordings/{recording}"): Offer(["granularity", "model"], errors=(400, 404)),
    ("DELETE", "/recordings/{recording}"): Offer(errors=(404,)),
    ("GET", "/recordings/{recording}/audio"): Offer(answer=BYTES, errors=(404, 416)),
    ("GET", "/recordings/{recording}/processed_audio.wav"): Offer(answer=WAV, errors=(404, 422, 503)),
    ("GET", "/recordings/{recording}/transcript"): Offer(errors=(404,)),
    ("GET", "/recordings/{recording}/embedding.npy"): Offer(
        ["role", "granularity", "model"], answer=BYTES, errors=(400, 404, 422, 503)
    ),
    ("GET", "/recordings/{recording}/customer"): Offer(["role", "model"], errors=(404,)),
    ("GET", "/own"): Offer(["model"]),
    ("GET", "/rules"): Offer(["model"], errors=(404,)),
    ("POST", "/rules"): Offer(body=JSON, fields=RULE, status=201, errors=(400,)),
    ("POST", "/rules/preview"): Offer(["model", "since", "until"], body=JSON, fields=LOOKS_FOR, errors=(400, 404)),
    ("GET", "/rules/{rule}"): Offer(["model"], errors=(404,)),
    ("PUT", "/rules/{rule}"): Offer(body=JSON, fields=RULE, errors=(400, 404)),
    ("DELETE", "/rules/{rule}"): Offer(errors=(404,)),
    ("GET", "/hits"): Offer(["model", "rule", "since", "until", "offset", "limit"], errors=(400, 404)),
    ("POST", "/hits/verdict"): Offer(body=JSON, fields=VERDICT, errors=(400, 404)),
    ("GET", "/hooks"): Offer(),
    ("POST", "/hooks"): Offer(body=JSON, fields=HOOK, status=201, errors=(400,)),
    ("DELETE", "/hooks/{hook}"): Offer(errors=(404,)),
    ("POST", "/hooks/{hook}/test"): Offer(status=202, errors=(404,)),
    ("POST", "/predict"): Offer(
        ["name", "granularity", "extract_embedding", "voices", "model"],
        required=["name"],
        body=BYTES,
        errors=(400, 408, 413, 415, 422, 503, 507),
    ),
}
