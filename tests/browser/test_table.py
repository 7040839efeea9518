"""The table of recordings at the widths of real screens: nothing of it is cut off without a sign."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from data import schema
from data.home import Home
from data.store import Store
from tests.browser.server import Server
from tests.browser.visitor import Visitor
from tests.day import fill

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Three pages of voices, each with several notes."""
    home = tmp_path_factory.mktemp("noted") / "home"
    home.mkdir()
    store = Store.open(Home(home))
    fill(store, calls=140, seconds=20.0)
    with store.atomic() as write:
        write.execute(sa.update(schema.voice).values(flags=["narrow_band", "noisy", "little_speech"]))
    store.close()
    with Server(home, "--no-worker") as running:
        yield running


def test_every_column_is_in_sight_and_a_narrow_window_shows_how_to_scroll(visitor: Visitor) -> None:
    visitor.open("recordings")
    table = visitor.page.locator(".table")
    expect(table.locator("tbody tr").first).to_be_visible()
    sides = table.evaluate("table => [table.scrollWidth, table.clientWidth]")
    assert sides[0] <= sides[1]
    pager = visitor.page.get_by_test_id("stPagination")
    expect(pager).to_contain_text("2")  # of three pages none is left out
    visitor.page.set_viewport_size({"width": 1024, "height": 900})
    assert table.evaluate("table => table.scrollWidth > table.clientWidth")
    shades = table.evaluate("table => getComputedStyle(table).backgroundAttachment")
    assert shades == "local, local, scroll, scroll"  # the shade at the side tells that there is more
