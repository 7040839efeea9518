"""Who may speak to the server: only pages of its own, and only under names it knows.

A page somewhere on the web can send requests to ``localhost``, and by DNS rebinding even under a name of its own. So
every request's Host must be on a list, Streamlit's own routes and websocket included; what changes anything under
``/api`` needs a header that a foreign page cannot send without asking first, which is never answered; and a browser
that says it asks for another site's page gets nothing from ``/api``.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-ToneAtlas"  # "1" with every request under /api that changes something
LOCAL = ("localhost", "127.0.0.1", "::1")
SAFE_METHODS = ("GET", "HEAD")
POLICY_VIOLATION = 1008  # websocket close code
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'",
}


class Guard:
    """ASGI middleware in front of everything. ``hosts`` are further names the server is known by, without ports."""

    def __init__(self, app: ASGIApp, *, hosts: Collection[str] = ()) -> None:
        self.app = app
        self.hosts = {*LOCAL, *(_plain(host) for host in hosts)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with the reason why not."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            await self.app(scope, receive, _hardened(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": refusal[1]})
        else:
            await JSONResponse({"error": refusal[1]}, refusal[0])(scope, receive, _hardened(send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Status and sentence of why a request is refused; None if it is not."""
        headers = Headers(scope=scope)
        named = headers.getlist("host")
        if len(named) != 1 or hostname(named[0]) not in self.hosts:
            return 421, "this server is not known under that name: start it with --allow-host NAME to add one"
        own = (f"http://{named[0]}", f"https://{named[0]}")
        foreign = any(origin not in own for origin in headers.getlist("origin"))
        if scope["type"] == "websocket":
            return (403, "a page of another site may not connect") if foreign else None
        if not scope["path"].startswith("/api/"):
            return None
        if _leads_astray(scope["path"]):
            return 404, "there is nothing at this address"
        if foreign or headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return 403, "a page of another site may not use this"
        if scope["method"] not in SAFE_METHODS and headers.get(HEADER) != "1":
            return 403, f"requests that change something need the header {HEADER}: 1"
        return None


def _leads_astray(path: str) -> bool:
    """Whether a path cannot be one of ours: with a line's end no route matches it, and Streamlit refuses the rest."""
    return any(sign in path for sign in "\n\x00\\") or ".." in path.split("/")


def hostname(host: str) -> str:
    """The name in a Host header, without its port, in lower case; empty when it is none."""
    try:
        parts = urlsplit(f"//{host}")
        valid = parts.port is None or parts.port >= 0  # reading the port checks it
    except ValueError:
        return ""
    plain = valid and "@" not in host and not (parts.path or parts.query or parts.fragment)
    return _plain(parts.hostname or "") if plain else ""


def _plain(name: str) -> str:
    return name.strip("[]").lower().rstrip(".")


def _hardened(send: Send) -> Send:
    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sender
