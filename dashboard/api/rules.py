"""Alert rules: what is looked for in calls, tried before it is kept, and every state a rule was in."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection
from starlette.requests import Request

from analysis.alerts import PRESETS, Rule
from dashboard import previews
from dashboard.api import asked
from dashboard.api.answers import Fresh, Refused
from dashboard.previews import Example
from data import hits, models, rules
from data.errors import DataError, Missing
from data.hits import Count
from data.records import Model
from data.rules import KeptRule

FIELDS = ("name", "looks_for", "hooks", "active")


def show_all(request: Request) -> Fresh:
    """All rules with what each caught, as one model hears it; and the presets to start from."""
    with asked.store_of(request).reading() as read:
        counts = _counts(read, request)
        told = [_told(rule, counts.get(rule.id, Count())) for rule in rules.load(read)]
    return Fresh({"rules": told, "presets": {name: rule.plain for name, rule in PRESETS.items()}})


@asked.takes_json
def make(request: Request, told: dict[str, Any]) -> Fresh:
    """Keep a new rule; stored calls are looked through for it at once."""
    kept = _changed(KeptRule("", Rule().plain), told)
    with asked.store_of(request).atomic() as write:
        number = rules.save(write, kept)
        answer = _told(rules.find(write, number), Count())
    return Fresh(answer, 201)


def show(request: Request) -> Fresh:
    """One rule, and every state it was in, the newest first."""
    number = asked.rule_of(request)
    with asked.store_of(request).reading() as read:
        counts = _counts(read, request)
        answer = _told(rules.find(read, number), counts.get(number, Count()))
        changes = rules.changes(read, number)
    states = [{"at": change.made_at.isoformat(), "became": dict(change.became)} for change in changes]
    return Fresh(answer | {"changes": states})


@asked.takes_json
def change(request: Request, told: dict[str, Any]) -> Fresh:
    """Change a rule; what is not told stays as it was."""
    number = asked.rule_of(request)
    with asked.store_of(request).atomic() as write:
        rules.save(write, _changed(rules.find(write, number), told))
        answer = _told(rules.find(write, number), Count())
    return Fresh(answer)


def remove(request: Request) -> Fresh:
    """Remove a rule with everything it caught."""
    number = asked.rule_of(request)
    with asked.store_of(request).atomic() as write:
        rules.remove(write, number)
    return Fresh({"removed": number})


@asked.takes_json
def preview(request: Request, told: dict[str, Any]) -> Fresh:
    """How many stored calls a rule would have caught, at each threshold, with a few of them; nothing is kept."""
    rule = Rule.of(told)
    since, until = asked.moment(request, "since"), asked.moment(request, "until")
    with asked.store_of(request).reading() as read:
        model = newest(read, request.query_params.get("model", ""))
        question = replace(previews.question_of(rule, model=model), since=since, until=until)
        found = previews.preview(read, rule, question, model=model)
    share = found.tally.share(found.level)
    return Fresh(
        {
            "model": model.key,
            "looked_at": found.tally.total,
            "caught": found.caught,
            "share": round(share.value, 6) if found.tally.total else None,
            "interval": [round(share.low, 6), round(share.high, 6)],
            "caught_by_threshold": {
                f"{level / 100:.2f}": int(n) for level, n in enumerate(found.tally.caught) if level
            },
            "examples": [_example(example) for example in found.examples],
        }
    )


def _counts(connection: Connection, request: Request) -> dict[int, Count]:
    """What each rule caught, as one model hears it; nothing before anything was read."""
    if not models.load(connection):
        return {}
    return hits.counts(connection, model=newest(connection, request.query_params.get("model", "")).key)


def newest(connection: Connection, wanted: str) -> Model:
    """The model that is wanted by its key, or the newest. ``Missing`` if it has not spoken here."""
    known = models.load(connection)
    found = known.get(wanted) if wanted else next(iter(known.values()), None)
    if found is None:
        raise Missing("no recording has been read yet, or that model has not read any")
    return found


def _changed(rule: KeptRule, told: dict[str, Any]) -> KeptRule:
    if unknown := [name for name in told if name not in FIELDS]:
        raise DataError(f"a rule has no {unknown[0][:40]!r}; it has {', '.join(FIELDS)}")
    name, looks_for = told.get("name", rule.name), told.get("looks_for", {})
    hooks, active = told.get("hooks", list(rule.hooks)), told.get("active", rule.active)
    if not isinstance(name, str) or not isinstance(looks_for, dict) or not isinstance(active, bool):
        raise Refused(400, "name is a text, looks_for an object, active true or false")
    if not isinstance(hooks, list) or len(hooks) > 100 or not all(type(one) is int and one < 1 << 31 for one in hooks):
        raise Refused(400, "hooks are numbers of receivers")
    whole = Rule.of({**rule.looks_for, **looks_for}).plain
    return replace(rule, name=name, looks_for=whole, hooks=tuple(dict.fromkeys(hooks)), active=active)


def _told(rule: KeptRule, count: Count) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "name": rule.name,
        "looks_for": dict(rule.looks_for),
        "hooks": list(rule.hooks),
        "active": rule.active,
        "changed_at": rule.changed_at.isoformat() if rule.changed_at else None,
        "caught": count.caught,
        "confirmed": count.confirmed,
        "false_alarms": count.false_alarms,
    }


def _example(example: Example) -> dict[str, Any]:
    return {
        "recording": example.recording.id,
        "file": example.recording.name,
        "role": example.voice.role,
        "emotion": example.episode.emotion,
        "score": round(example.episode.score, 6),
        "start": round(example.episode.start, 2),
        "end": round(example.episode.end, 2),
    }
