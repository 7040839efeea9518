"""A map is saved, opened on another day with its drift, and two days stand side by side with one selection."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from data import jobs, maps, schema
from data.home import Home
from data.maps import Grouping, Request
from data.records import Selection
from data.store import Store
from jobs import project
from tests.browser.server import Server
from tests.browser.visitor import Visitor
from tests.day import HOSTILE, MODEL, STARTS, fill

pytestmark = pytest.mark.browser
DRAWING = 240_000  # ms for a worker to start and place a day on a busy machine
CALLS = 60
DAYS = (f"{STARTS:%Y-%m-%d}", f"{STARTS + timedelta(days=1):%Y-%m-%d}")
NAME = HOSTILE[:60]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server and its worker over two made days, of which the map is drawn already."""
    home = tmp_path_factory.mktemp("days") / "home"
    home.mkdir()
    store = Store.open(Home(home))
    ids = fill(store, calls=CALLS, audio=True, seconds=12.0)
    request = Request(Selection(MODEL.key), method="pca", grouping=Grouping(min_size=5))
    with store.atomic() as write:
        table = schema.recording
        later = sa.update(table).where(table.c.id.in_(ids[1::2]))
        for recording in ids[1::2]:
            at = write.scalar(sa.select(table.c.started_at).where(table.c.id == recording))
            write.execute(later.where(table.c.id == recording).values(started_at=at + timedelta(days=1)))
        job = jobs.find(write, jobs.ask(write, maps.KIND, options=request.options()))
        jobs.cancel(write, job.id)  # it is done here and now
    project.draw(store, job)
    store.close()
    with Server(home) as running:
        yield running


def test_a_saved_map_means_the_same_on_another_day(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("map", method="PCA", min_size="5")
    expect(scatters(page)).to_have_count(1, timeout=DRAWING)
    save(visitor, NAME)
    expect(page.get_by_text(f"The {CALLS - 1} points it was drawn from")).to_be_visible()
    rename_first_group(visitor, "the loud ones")

    open_days(visitor, colour="cluster", days=DAYS[1])
    expect(page.get_by_text("lie farther from the map")).to_be_visible(timeout=DRAWING)
    visitor.settle()
    expect(page.locator(".legend")).to_contain_text("the loud ones")  # named before, and on this day too
    expect(page.get_by_text("The map still fits these calls.")).to_be_visible()

    open_days(visitor, days=DAYS[1], beside="other days in this map", beside_days=DAYS[0])
    expect(scatters(page)).to_have_count(2, timeout=DRAWING)
    visitor.settle()
    for number in (0, 1):  # chosen in either, the same region of both days is listed
        draw_around(page, scatters(page).nth(number))
        visitor.settle()
        expect(page.get_by_role("heading", name="selected")).to_have_count(2)
        expect(page.get_by_text("The same on the map beside it:")).to_be_visible()

    visitor.open("map", map=NAME)
    page.get_by_role("button", name="This map").click()
    page.get_by_text("Delete it for good").click()
    page.get_by_role("button", name="Delete this map").click()
    expect(page.get_by_role("button", name="Delete this map")).to_have_count(0)


def open_days(visitor: Visitor, **query: str) -> None:
    """Open the saved map with the address that its filters make: a single day is a range, so it is named twice."""
    told = [(name, value) for name, value in query.items() for _ in range(2 if "days" in name else 1)]
    visitor.page.goto(f"{visitor.url}/map?{urlencode([('map', NAME), *told])}")
    visitor.settle()


def scatters(page: Page) -> Locator:
    """The pictures of maps."""
    return page.locator(".scatter canvas.glass")


def save(visitor: Visitor, name: str) -> None:
    """Save the map that is shown."""
    page = visitor.page
    page.get_by_role("button", name="Save this map").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Name", exact=True).press("Enter")
    page.get_by_role("button", name="Save", exact=True).click()
    visitor.settle()


def rename_first_group(visitor: Visitor, name: str) -> None:
    """Give the largest group a name of one's own."""
    field = visitor.page.locator(".clusters .name").first
    field.fill(name)
    field.press("Tab")
    visitor.settle()
    expect(visitor.page.locator(".clusters .name").first).to_have_value(name)


def draw_around(page: Page, canvas: Locator) -> None:
    """A lasso along the edges of a map."""
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    left, top, right, bottom = box["x"] + 4, box["y"] + 4, box["x"] + box["width"] - 4, box["y"] + box["height"] - 4
    bottom = min(bottom, 890)  # what is on the screen
    page.mouse.move(left, top)
    page.mouse.down()
    for x, y in ((right, top), (right, bottom), (left, bottom), (left, top)):
        page.mouse.move(x, y, steps=6)
    page.mouse.up()
