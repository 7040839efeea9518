"""Receivers of alerts: webhooks of chats and programs. Addresses and secrets go in and never come out again."""

from typing import Any

from starlette.requests import Request

from dashboard.api import asked
from dashboard.api.answers import Fresh, Refused
from data import deliveries, hooks
from data.hooks import Hook

FIELDS = ("name", "form", "url", "secret")


def show_all(request: Request) -> Fresh:
    """All receivers, each with how the last message fared and how many are on their way."""
    with asked.store_of(request).reading() as read:
        waiting = deliveries.waiting(read)
        told = [_told(hook) | {"waiting": waiting.get(hook.id, 0)} for hook in hooks.load(read)]
    return Fresh({"hooks": told})


@asked.takes_json
def make(request: Request, told: dict[str, Any]) -> Fresh:
    """Keep a new receiver. The answer holds the secret of the JSON form, this once."""
    if unknown := [name for name in told if name not in FIELDS]:
        raise Refused(400, f"a receiver has no {unknown[0][:40]!r}; it has {', '.join(FIELDS)}")
    given = {name: told.get(name, "") for name in FIELDS}
    if not all(isinstance(value, str) for value in given.values()):
        raise Refused(400, f"{', '.join(FIELDS)} are texts")
    with asked.store_of(request).atomic() as write:
        made = hooks.add(write, **given)
    return Fresh(_told(made) | {"secret": made.secret}, 201)


def remove(request: Request) -> Fresh:
    """Forget a receiver; rules that told it tell it no more."""
    number = asked.hook_of(request)
    with asked.store_of(request).atomic() as write:
        hooks.remove(write, number)
    return Fresh({"removed": number})


def test(request: Request) -> Fresh:
    """Send a receiver a message that says it is a test; how it fared is told by the list a little later."""
    number = asked.hook_of(request)
    with asked.store_of(request).atomic() as write:
        deliveries.add_test(write, number)
    return Fresh({"testing": number}, 202)


def _told(hook: Hook) -> dict[str, Any]:
    return {
        "hook": hook.id,
        "name": hook.name,
        "form": hook.form,
        "host": hook.host,
        "active": hook.active,
        "failures": hook.failures,
        "reason": hook.reason,
        "arrived_at": hook.arrived_at.isoformat() if hook.arrived_at else None,
    }
