"""``python -m tests.screenshots --out DIR``: a picture of every view in both languages and both themes.

They are made from the sample day on the real server and lie in ``DIR/en-light``, ``DIR/zh-dark`` and so on; in ``DIR``
itself where one language and one theme are asked for.
"""

import argparse
import hashlib
import itertools
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.server import ROOT, Server
from tests.browser.visitor import VIEWS, Visitor, chromium, running_browser

LANGUAGES, SCHEMES = ("en", "zh"), ("light", "dark")
READING = 900.0  # seconds that reading the sample day and drawing its map may take on a busy machine
SHOWN = next((ROOT / "sample_day").glob("call007_*"))  # a complaint that grows: what the view of one call shows


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pictures; status 1 if a page had an error, which is printed."""
    parser = argparse.ArgumentParser(description="Write a screenshot of every view from the sample day.")
    parser.add_argument("--out", type=Path, required=True, help="folder for the PNG files")
    parser.add_argument("--views", nargs="+", default=VIEWS, choices=VIEWS, help="only these views")
    parser.add_argument("--language", nargs="+", default=LANGUAGES, choices=LANGUAGES)
    parser.add_argument("--scheme", nargs="+", default=SCHEMES, choices=SCHEMES)
    parser.add_argument("--width", type=int, default=1440)
    chosen = parser.parse_args(arguments)
    executable = chromium()
    if executable is None:
        print("no Chromium is installed (Debian: apt-get install chromium)", file=sys.stderr)
        return 1
    problems: list[str] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        Server(Path(folder) / "home", "--sample", patience=READING) as server,
        running_browser(executable) as browser,
    ):
        recording = hashlib.sha256(SHOWN.read_bytes()).hexdigest()
        with urllib.request.urlopen(f"{server.url}/api/recordings/{recording}/processed_audio.wav", timeout=READING):
            pass
        ways = list(itertools.product(chosen.language, chosen.scheme))
        for way in ways:
            out = chosen.out / "-".join(way) if len(ways) > 1 else chosen.out
            for view, visitor in visits(browser, server, Way(*way, chosen.views, chosen.width, recording)):
                visitor.picture(out / f"{view}.png")
                print(out / f"{view}.png", flush=True)
            problems += visitor.problems
    print("\n".join(problems) or f"{len(ways) * len(chosen.views)} pictures in {chosen.out}")
    return 1 if problems else 0


@dataclass(frozen=True, slots=True)
class Way:
    """How the views are looked at: language, theme, which of them, pixels across, and the call that is shown."""

    language: str
    scheme: str
    views: Sequence[str]
    width: int
    recording: str


def visits(browser: Browser, server: Server, way: Way) -> Iterator[tuple[str, Visitor]]:
    """Each view, drawn in one browser profile, after the notice was read."""
    context = browser.new_context(viewport={"width": way.width, "height": 900}, color_scheme=way.scheme)
    visitor = Visitor(context.new_page(), server.url)
    visitor.open(lang="en")
    unread = visitor.page.get_by_role("button", name="I have read this")
    if unread.count():
        unread.click()
        visitor.settle()
    for view in way.views:
        query = {"recording": way.recording, "role": "customer"} if view in ("call", "similar") else {}
        visitor.open(view, lang=way.language, **query)
        yield view, visitor
    context.close()


if __name__ == "__main__":
    sys.exit(main())
