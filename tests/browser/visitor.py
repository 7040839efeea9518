"""A person at a browser who notices everything that goes wrong on the page, in the console and on the wire."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, WebSocket, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",  # a container's root has no user namespace to give away
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
INSIDE = ("data", "blob", "about")  # schemes that reach no machine
VIEWS = (
    "today",
    "upload",
    "recordings",
    "call",
    "map",
    "similar",
    "own",
    "trends",
    "alerts",
    "models",
    "settings",
)  # the first has no address
PATIENCE = 60_000  # ms; two cores run the server, the worker and the browser at once


class Visitor:
    """One page in a fresh browser profile. ``problems`` must be empty when the visit ends."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.problems: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._note(f"error on the page: {error}"))
        page.on("request", self._look)
        page.on("websocket", self._look)

    def _note(self, problem: str) -> None:
        self.problems.append(f"{urlsplit(self.page.url).path}: {problem}")

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._note(f"error in the console: {message.text} ({message.location.get('url', '')})")

    def _look(self, request: Request | WebSocket) -> None:
        address = urlsplit(request.url)
        if address.scheme not in INSIDE and address.hostname != "127.0.0.1":
            self._note(f"request to another machine: {request.url}")

    def open(self, view: str = VIEWS[0], **query: str) -> None:
        """Go to a view by its address and wait until it is drawn."""
        path = "" if view == VIEWS[0] else view
        self.page.goto(f"{self.url}/{path}" + (f"?{urlencode(query)}" if query else ""))
        self.settle()

    def settle(self) -> None:
        """Wait until Streamlit has drawn all of the page, and note an exception it shows."""
        app = self.page.locator('[data-testid="stApp"]')
        expect(app).to_be_visible(timeout=PATIENCE)
        for _ in range(2):  # a page that sends somebody on is still for a moment between two runs
            expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE)
            self.page.wait_for_timeout(250)
        expect(self.page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=PATIENCE)  # parts that load when needed
        for shown in self.page.locator('[data-testid="stException"]').all_inner_texts():
            self._note(f"exception on the page: {shown}")

    def picture(self, path: Path, *, most: int = 2400) -> None:
        """Write what is to be seen as a PNG, from the top to the bottom or ``most`` pixels below."""
        path.parent.mkdir(parents=True, exist_ok=True)
        usual = self.page.viewport_size
        inner = self.page.get_by_test_id("stMain")  # Streamlit scrolls inside it, so a full page is a window's height
        if usual is not None and inner.count():
            tall = min(most, max(usual["height"], int(inner.evaluate("element => element.scrollHeight"))))
            self.page.set_viewport_size({"width": usual["width"], "height": tall})
            self.page.wait_for_timeout(500)  # pictures on canvas are drawn anew
        self.page.screenshot(path=path)
        if usual is not None:
            self.page.set_viewport_size(usual)


def chromium() -> str | None:
    """Path of an installed Chromium; None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def running_browser(executable: str, *further: str) -> Iterator[Browser]:
    """A headless browser that calls nobody by itself; ``further`` flags are for what a test needs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*FLAGS, *further])
        try:
            yield browser
        finally:
            browser.close()
