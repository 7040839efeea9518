"""The one HTML page that every view starts from: Streamlit's own, told where its server is, with a tight policy.

Streamlit's page guesses whether it was served below a path: under ``/upload`` it first asks ``/upload/_stcore/health``,
which costs a second and leaves errors in the console. The page itself has a place to be told.
"""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

VIEWS = Path(__file__).with_name("views")
PAGE = Path(streamlit.__file__).parent / "static" / "index.html"
WHERE = "<script>window.__streamlit = {BACKEND_BASE_URL: location.origin + '/'}</script>"
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def routes() -> list[Route]:
    """The address of the server itself and one for every view."""
    names = sorted(path.stem for path in VIEWS.glob("*.py") if path.stem != "__init__")
    return [Route(f"/{name}", show, methods=["GET"]) for name in ("", *names)]


async def show(request: Request) -> HTMLResponse:
    """The page."""
    return HTMLResponse(page(), headers={"Cache-Control": "no-cache", "Content-Security-Policy": policy(page())})


@cache
def page() -> str:
    """Streamlit's page with its server's address, and under our name while it loads."""
    plain = PAGE.read_text(encoding="utf-8")
    return plain.replace("<head>", f"<head>{WHERE}", 1).replace("<title>Streamlit<", "<title>ToneAtlas<", 1)


def policy(html: str) -> str:
    """What a page may load and run: only what this server sends, and of scripts inside it only those it has now.

    ``blob:`` is how Streamlit loads our own components and fetches what its microphone has recorded; styles in
    elements are how it lays out pages.
    """
    hashes = (base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() for code in INLINE.findall(html))
    scripts = " ".join(f"'sha256-{code}'" for code in hashes)
    return (
        f"default-src 'self'; script-src 'self' blob: 'wasm-unsafe-eval' {scripts}; style-src 'self' 'unsafe-inline'; "
        "connect-src 'self' blob:; img-src 'self' data: blob:; media-src 'self' data: blob:; font-src 'self' data:; "
        "worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    )
