"""Whether the server and its workers are well."""

from starlette.requests import Request

from dashboard.api.answers import Fresh
from dashboard.api.asked import store_of
from data import workers


def show(request: Request) -> Fresh:
    """Answers only when the store can be read; lists the workers that are alive."""
    with store_of(request).reading() as read:
        found = workers.alive(read)
    told = [{"state": one.state, "model": one.model, "device": one.device, "note": one.note} for one in found]
    return Fresh({"status": "ok", "workers": told})
