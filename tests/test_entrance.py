"""The page every view starts from."""

import base64
import hashlib
import re
from pathlib import Path

from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import entrance

VIEWS = Path(entrance.__file__).parent / "views"


def test_every_view_has_an_address():
    addresses = {route.path for route in entrance.routes()}
    assert addresses == {"/"} | {f"/{path.stem}" for path in VIEWS.glob("*.py")} - {"/__init__"}


def test_the_page_is_streamlit_s_own_but_for_name_and_server():
    plain = entrance.PAGE.read_text(encoding="utf-8")
    mine = entrance.page()
    assert mine.replace(entrance.WHERE, "").replace("<title>ToneAtlas<", "<title>Streamlit<") == plain
    assert mine.index(entrance.WHERE) < mine.index("<script type=")  # before Streamlit's own script looks for it


def test_only_the_scripts_that_are_in_the_page_may_run():
    with TestClient(Starlette(routes=entrance.routes())) as client:
        answer = client.get("/upload")
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    inside = re.findall(r"<script>([^<]*)</script>", answer.text)
    digests = [base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() for code in inside]
    assert len(inside) == 2
    assert all(f"'sha256-{digest}'" in policy["script-src"] for digest in digests)
    assert "'unsafe-inline'" not in policy["script-src"] and "'unsafe-eval'" not in policy["script-src"]
    assert policy["default-src"] == "'self'"
    assert policy["connect-src"] == "'self' blob:"  # what the microphone has recorded is fetched from a blob
    assert not re.search(r"https?:|\*", answer.headers["content-security-policy"])
