"""One visit from an empty store to an explored day: upload, progress, recordings, timeline, map, similar."""

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.server import ROOT
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
DAY = ROOT / "sample_day"
CALLS = sorted(path for path in DAY.glob("call00[0-7]_*"))  # ogg, mp3 and m4a; routine, complaint, sad, happy
READING = 180_000  # ms for loading the model and reading three and a half minutes of calls on a busy machine
DRAWING = 240_000  # ms for a first map, before which UMAP is compiled


def test_a_folder_of_calls_becomes_an_explored_day(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    visitor.open()
    page.get_by_role("button", name="I have read this").click()
    expect(page.get_by_text("Before you begin")).to_have_count(0)

    follow(visitor, "Upload")
    upload(page, tmp_path)
    visitor.settle()
    page.get_by_role("button", name="See the results").click()
    visitor.settle()

    expect(rows(page)).to_have_count(len(CALLS))
    expect(rows(page).filter(has_text="billing")).to_have_count(3)  # from the table that came along

    rows(page).filter(has_text=CALLS[1].name).click()
    visitor.settle()
    see_the_call(page, CALLS[1].name)

    follow(visitor, "Map")
    draw_around_everything(page)
    visitor.settle()
    expect(page.get_by_role("heading", name=f"{len(CALLS)} selected")).to_be_visible()
    expect(rows(page)).to_have_count(len(CALLS))

    rows(page).first.click()  # from a point of the map back to its call
    visitor.settle()
    follow(visitor, "Similar")
    expect(rows(page)).to_have_count(len(CALLS))  # the example, and all the others by likeness

    follow(visitor, "Today")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon 2 Mar")  # the day the calls were on, not today


def follow(visitor: Visitor, view: str) -> None:
    """Go to a view by the menu."""
    visitor.page.get_by_test_id("stSidebarNav").get_by_role("link", name=view, exact=True).click()
    visitor.settle()


def upload(page: Page, folder: Path) -> None:
    """Send the calls and a table of them, and wait until all are read."""
    table = folder / "metadata.csv"
    with (DAY / "metadata.csv").open(encoding="utf-8", newline="") as file:
        header, *lines = list(csv.reader(file))
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *lines[: len(CALLS)]])
    page.locator(".upload input[type=file]").first.set_input_files([table, *CALLS])
    expect(page.locator(".upload").get_by_role("status")).to_contain_text("all sent: this page may be closed")
    expect(page.get_by_text(f"{len(CALLS)} / {len(CALLS)}")).to_be_visible(timeout=READING)


def see_the_call(page: Page, name: str) -> None:
    """The picture of a call is drawn, its sound plays, and its result can be taken away."""
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator(".timeline canvas").first).to_be_visible()
    page.locator(".timeline .play").click()
    expect(page.locator(".timeline .clock")).not_to_contain_text("0:00.0", timeout=10_000)
    page.locator(".timeline .play").click()
    with page.expect_download() as arriving:
        page.get_by_role("button", name="result.json").first.click()
    result = json.loads(arriving.value.path().read_text(encoding="utf-8"))
    assert (result["file"], result["queue"]) == (name, "support")
    assert result["emotion"] == result["roles"]["customer"]["emotion"] != "unknown"
    assert result["roles"]["agent"]["emotion"] == "unknown"  # only the customer's voice is read, unless asked otherwise


def draw_around_everything(page: Page) -> None:
    """Wait for the map, and draw a lasso along its edges."""
    canvas = page.locator(".scatter canvas.glass")
    expect(canvas).to_be_visible(timeout=DRAWING)
    box = canvas.bounding_box()
    assert box is not None
    left, top, right, bottom = box["x"] + 3, box["y"] + 3, box["x"] + box["width"] - 3, box["y"] + box["height"] - 3
    page.mouse.move(left, top)
    page.mouse.down()
    for x, y in ((right, top), (right, bottom), (left, bottom), (left, top)):
        page.mouse.move(x, y, steps=6)
    page.mouse.up()


def rows(page: Page) -> Locator:
    """The lines of the one table of calls that is to be seen: others lie folded away."""
    return page.locator(".table tbody tr").filter(visible=True)
