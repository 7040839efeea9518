"""Recordings: a page of the list, the result of one, and erasing it for good."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from starlette.requests import Request

from analysis.summary import NUMBERS
from dashboard.api import asked, own
from dashboard.api.answers import Fresh, Refused
from data import listing, models, own_values, recordings, result, settings, transcripts, versions, voices
from data.erasure import erase as erase_for_good
from data.errors import Missing
from data.records import CUSTOMER, MIXED, UNKNOWN, Model, Recording, Selection, Voice, english
from data.store import Store

FURTHEST = 1_000_000_000


def show_all(request: Request) -> Fresh:
    """One page of the voices that match, sorted; ``total`` counts all that do."""
    order = request.query_params.get("order", "started_at")
    if order not in (*listing.COLUMNS, *NUMBERS) and not listing.OWN.fullmatch(order):
        raise Refused(400, f"there is no column {order[:80]!r}")
    offset = asked.number(request, "offset", default=0, most=FURTHEST)
    limit = asked.number(request, "limit", default=50, most=asked.MOST_ROWS)
    with asked.store_of(request).reading() as read:
        known = models.load(read)
        selection = _selection(request, request.query_params.get("model") or next(iter(known), ""))
        selection = replace(selection, emotions=_labels(selection, known))
        by = listing.Order(order, asked.flag(request, "descending"))
        found = listing.page(read, selection, order=by, offset=offset, limit=limit)
        total = listing.count(read, selection)
        weak = settings.weak_below(read)
        used = {version.id: version for version in versions.in_use(read, model=selection.model)}
        told = own_values.of(read, [recording.id for recording, _ in found], versions=list(used))
    rows = [
        _row(recording, voice, weak=weak) | {"own": own.said(used, told.get((recording.id, voice.role), {}))}
        for recording, voice in found
    ]
    return Fresh({"model": selection.model, "total": total, "offset": offset, "recordings": rows})


def show(request: Request) -> Fresh:
    """``result.json`` of one recording; with ``granularity=frame`` also its frames."""
    granularity = asked.one_of(request, "granularity", result.UTTERANCE, result.FRAME)
    store, recording = asked.store_of(request), request.path_params["recording"]
    with store.reading() as read:
        model = heard_by(read, recording, request.query_params.get("model", ""))
        return Fresh(result.load(read, recording, model=model, granularity=granularity))


def transcript(request: Request) -> Fresh:
    """What was said in one recording, line by line; no line where nobody sent a transcript."""
    recording = request.path_params["recording"]
    with asked.store_of(request).reading() as read:
        recordings.find(read, recording)
        lines = transcripts.load(read, recording)
    return Fresh({"lines": [asdict(line) for line in lines]})


def erase(request: Request) -> Fresh:
    """Forget a recording: its audio, everything heard in it, and what was worked out from it."""
    store: Store = asked.store_of(request)
    erase_for_good(store, request.path_params["recording"])
    return Fresh({"erased": request.path_params["recording"]})


def heard_by(connection: Any, recording: str, wanted: str) -> str:
    """Key of the model to answer for: the wanted one, or the newest that read the recording."""
    found = voices.models_of(connection, recording)
    if not found or (wanted and wanted not in found):
        raise Missing("this recording is not in the store, or that model has not read it")
    return wanted or found[0]


def _selection(request: Request, model: str) -> Selection:
    query = request.query_params
    roles = tuple(query.getlist("role")) or (CUSTOMER, MIXED)
    return Selection(
        model=model,
        roles=() if roles == ("all",) else roles,
        since=asked.moment(request, "since"),
        until=asked.moment(request, "until"),
        agents=tuple(query.getlist("agent")),
        queues=tuple(query.getlist("queue")),
        emotions=tuple(query.getlist("emotion")),
        search=query.get("search", ""),
        shortest=asked.seconds(request, "shortest", most=FURTHEST),
        longest=asked.seconds(request, "longest", most=FURTHEST),
        jobs=(asked.number(request, "job", default=0, most=FURTHEST),) if "job" in query else (),
        own=(asked.number(request, "own", default=0, most=FURTHEST),) if "own" in query else (),
    )


def _labels(selection: Selection, known: Mapping[str, Model]) -> tuple[str, ...]:
    """The model's labels of the emotions asked for, by their English names or as they are.

    What the model cannot have said is refused; in a store without it nothing matches anyway.
    """
    if selection.model not in known:
        return selection.emotions
    labels = (*known[selection.model].labels, UNKNOWN)
    names = list(dict.fromkeys(english(label) for label in labels))
    for wanted in selection.emotions:
        if wanted not in (*labels, *names):
            raise Refused(400, f"emotion can be {' or '.join(names)}, not {wanted[:80]!r}")
    return tuple(label for label in labels if {label, english(label)} & {*selection.emotions})


def _row(recording: Recording, voice: Voice, *, weak: float) -> dict[str, Any]:
    return {
        "recording": recording.id,
        "file": recording.name,
        "role": voice.role,
        "emotion": english(voice.dominant),
        "confidence": round(voice.confidence, 6),
        "reason": voice.reason,
        "flags": list(voice.warnings(weak)),
        "numbers": result.numbers_of(voice),
        "seconds": round(recording.seconds, 3),
        "started_at": recording.started_at.isoformat() if recording.started_at else None,
        "agent": recording.agent,
        "queue": recording.queue,
        "metadata": dict(recording.metadata),
        "synthetic_voices": recording.synthetic,
    }
