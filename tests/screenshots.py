"""``python -m tests.screenshots --out DIR``: a picture of every view, made from the sample day on the real server."""

import argparse
import hashlib
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.server import ROOT, Server
from tests.browser.visitor import VIEWS, Visitor, chromium, running_browser

READING = 900.0  # seconds that reading the sample day and drawing its map may take on a busy machine
SHOWN = next((ROOT / "sample_day").glob("call007_*"))  # a complaint that grows: what the view of one call shows


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pictures; status 1 if a page had an error, which is printed."""
    parser = argparse.ArgumentParser(description="Write a screenshot of every view from the sample day.")
    parser.add_argument("--out", type=Path, required=True, help="folder for the PNG files")
    parser.add_argument("--views", nargs="+", default=VIEWS, choices=VIEWS, help="only these views")
    parser.add_argument("--language", default="en", choices=("en", "zh"))
    parser.add_argument("--scheme", default="light", choices=("light", "dark"))
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
        for view, visitor in visits(browser, server, chosen):
            visitor.picture(chosen.out / f"{view}.png")
            problems = visitor.problems
    print("\n".join(problems) or f"{len(chosen.views)} pictures in {chosen.out}")
    return 1 if problems else 0


def visits(browser: Browser, server: Server, chosen: argparse.Namespace) -> Iterator[tuple[str, Visitor]]:
    """Each view, drawn in one browser profile, after the notice was read and the shown call can be played."""
    recording = hashlib.sha256(SHOWN.read_bytes()).hexdigest()
    with urllib.request.urlopen(f"{server.url}/api/recordings/{recording}/processed_audio.wav", timeout=READING):
        pass
    context = browser.new_context(viewport={"width": chosen.width, "height": 900}, color_scheme=chosen.scheme)
    visitor = Visitor(context.new_page(), server.url)
    visitor.open()
    visitor.page.get_by_role("button", name="I have read this").click()
    visitor.settle()
    for view in chosen.views:
        query = {"recording": recording, "role": "customer"} if view in ("call", "similar") else {}
        visitor.open(view, lang=chosen.language, **query)
        yield view, visitor
    context.close()


if __name__ == "__main__":
    sys.exit(main())
