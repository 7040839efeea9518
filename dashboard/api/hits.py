"""What alert rules caught, and whether somebody who listened agreed."""

from typing import Any

from starlette.requests import Request

from dashboard.api import asked
from dashboard.api.answers import Fresh, Refused
from dashboard.api.rules import newest
from data import hits
from data.hits import Hit, Wanted
from data.records import Recording

FURTHEST = 1_000_000_000
KEY = ("recording", "model", "role")


def show_all(request: Request) -> Fresh:
    """One page of hits, the newest call first; of one rule, or of all active ones."""
    offset = asked.number(request, "offset", default=0, most=FURTHEST)
    limit = asked.number(request, "limit", default=50, most=asked.MOST_ROWS)
    rule = asked.number(request, "rule", default=0, most=FURTHEST)
    since, until = asked.moment(request, "since"), asked.moment(request, "until")
    with asked.store_of(request).reading() as read:
        model = newest(read, request.query_params.get("model", ""))
        wanted = Wanted(model.key, rule=rule, since=since, until=until)
        found, total = hits.page(read, wanted, offset=offset, limit=limit), hits.total(read, wanted)
    rows = [_row(recording, hit) for recording, _, hit in found]
    return Fresh({"model": model.key, "total": total, "offset": offset, "hits": rows})


@asked.takes_json
def judge(request: Request, told: dict[str, Any]) -> Fresh:
    """Say of a hit whether it was right: ``confirmed`` or ``false_alarm``."""
    if type(told.get("rule")) is not int or not all(isinstance(told.get(name), str) for name in (*KEY, "verdict")):
        raise Refused(400, f"say rule, a number, and {', '.join(KEY)} and verdict, texts")
    with asked.store_of(request).atomic() as write:
        hits.judge(write, told, told["verdict"])
    return Fresh({name: told[name] for name in ("rule", *KEY, "verdict")})


def _row(recording: Recording, hit: Hit) -> dict[str, Any]:
    return {
        "rule": hit.rule,
        "recording": hit.recording,
        "file": recording.name,
        "model": hit.model,
        "role": hit.role,
        "emotion": hit.emotion,
        "score": round(hit.score, 6),
        "start": round(hit.start, 2),
        "end": round(hit.stop, 2),
        "stretches": [list(span) for span in hit.spans],
        "verdict": hit.verdict,
        "started_at": recording.started_at.isoformat() if recording.started_at else None,
        "queue": recording.queue,
        "synthetic_voices": recording.synthetic,
    }
