"""Fixtures of the browser tests. Each module gets its own browser and server, so none leans on another's leavings."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.server import Server
from tests.browser.visitor import PATIENCE, Visitor, chromium, running_browser

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, until the module ends: Playwright's event loop must not stay for tests that run their own."""
    executable = chromium()
    if executable is None:
        reason = "no Chromium is installed (Debian: apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with running_browser(executable) as running:
        yield running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real server and its worker, over an empty folder."""
    with Server(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture
def visitor(browser: Browser, server: Server, tmp_path: Path) -> Iterator[Visitor]:
    """A person who opens the page for the first time; the test fails if anything went wrong on the way."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", accept_downloads=True)
    guest = Visitor(context.new_page(), server.url)
    try:
        yield guest
        assert guest.problems == [], server.tail()
    finally:
        guest.picture(tmp_path / "last.png")  # pytest keeps the folders of the last runs
        context.close()
