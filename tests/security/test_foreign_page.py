"""A page of another site, open in the same browser, tries to use the server: nothing it does has any effect."""

import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from playwright.sync_api import Page

from data import jobs
from data.home import Home
from data.store import Store
from tests.browser.server import Server
from tests.browser.visitor import chromium, running_browser
from tests.day import fill

pytestmark = pytest.mark.browser
REACHES = """async ([address, options]) => {
  try { const answer = await fetch(address, options); return [answer.type, answer.status, await answer.text()]; }
  catch (error) { return ["refused", 0, ""]; }
}"""
PLAYS = """(address) => new Promise((resolve) => {
  const sound = new Audio(address);
  sound.onloadedmetadata = () => resolve("plays");
  sound.onerror = () => resolve("refused");
})"""
CONNECTS = """(address) => new Promise((resolve) => {
  const socket = new WebSocket(address, ["streamlit"]);
  socket.onopen = () => resolve("open");
  socket.onerror = () => resolve("refused");
})"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("home"), "--no-worker") as running:
        yield running


@pytest.fixture(scope="module")
def store(server: Server) -> Iterator[Store]:
    opened = Store.open(Home(server.home))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def recording(store: Store) -> str:
    return fill(store, calls=1, audio=True, seconds=10.0)[0]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page that is served from another port of this machine."""
    executable = chromium()
    if executable is None:
        reason = "no Chromium is installed (Debian: apt-get install chromium)"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    folder = tmp_path_factory.mktemp("foreign")
    (folder / "index.html").write_text("<title>foreign</title>")
    foreign = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder)))
    threading.Thread(target=foreign.serve_forever, daemon=True).start()
    with running_browser(executable) as browser:
        opened = browser.new_page()
        opened.goto(f"http://127.0.0.1:{foreign.server_port}/")
        yield opened
    foreign.shutdown()
    foreign.server_close()


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "uploads"), ("PUT", "uploads/1/files?name=a.wav"), ("DELETE", "recordings/{recording}")],
)
@pytest.mark.parametrize("headers", [{}, {"X-ToneAtlas": "1"}])
@pytest.mark.parametrize("mode", ["cors", "no-cors"])
def test_it_can_change_nothing(
    page: Page, server: Server, store: Store, recording: str, method: str, path: str, headers: dict[str, str], mode: str
) -> None:
    address = f"{server.url}/api/{path.format(recording=recording)}"
    kind, _, text = page.evaluate(REACHES, [address, {"method": method, "headers": headers, "mode": mode, "body": "x"}])
    assert (kind in ("refused", "opaque"), text) == (True, "")
    with store.reading() as read:
        assert jobs.recent(read, kinds=["read"]) == []
    assert store.audio.find(recording).is_file()


def test_a_form_that_is_sent_without_asking_changes_nothing(page: Page, server: Server, store: Store) -> None:
    page.set_content(
        f'<iframe name="out"></iframe><form method="post" target="out" action="{server.url}/api/uploads" '
        'enctype="text/plain"><input name="x" value="y"></form>'
    )
    with page.expect_response("**/api/uploads") as answer:
        page.evaluate("document.forms[0].submit()")
    assert answer.value.status == 403
    with store.reading() as read:
        assert jobs.recent(read, kinds=["read"]) == []


def test_it_can_read_no_result(page: Page, server: Server, recording: str) -> None:
    for mode in ("cors", "no-cors"):
        kind, _, text = page.evaluate(REACHES, [f"{server.url}/api/recordings/{recording}", {"mode": mode}])
        assert (kind in ("refused", "opaque"), text) == (True, "")


def test_it_can_play_no_call(page: Page, server: Server, recording: str) -> None:
    for path in ("audio", "processed_audio.wav"):
        assert page.evaluate(PLAYS, f"{server.url}/api/recordings/{recording}/{path}") == "refused"


def test_it_can_open_no_websocket(page: Page, server: Server) -> None:
    assert page.evaluate(CONNECTS, f"{server.url.replace('http', 'ws')}/_stcore/stream") == "refused"


def test_it_can_show_no_page_in_a_frame(page: Page, server: Server) -> None:
    page.set_content(f'<iframe src="{server.url}/upload"></iframe>')
    page.wait_for_timeout(1_500)
    assert not any(frame.locator(".stApp").count() for frame in page.frames[1:])


def test_what_was_uploaded_is_never_run_as_a_page(server: Server, recording: str) -> None:
    answer = httpx.get(f"{server.url}/api/recordings/{recording}/audio")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
