"""Every view of a made day opens by its address, in both languages and schemes, and nothing goes wrong or out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from data.home import Home
from data.store import Store
from tests.browser.server import Server
from tests.browser.visitor import VIEWS, Visitor
from tests.day import fill

pytestmark = pytest.mark.browser
PLACE = """line => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
  done(new DOMMatrix(getComputedStyle(line).transform).m41 / line.parentElement.clientWidth);
})))"""  # of the playhead within the picture, 0 … 1, once it is drawn


@pytest.fixture(scope="module")
def ids() -> list[str]:
    """Of the calls that the server holds; filled by ``server``."""
    return []


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, ids: list[str]) -> Iterator[Server]:
    """A server over a made day, without a worker: everything there is to show is there already."""
    home = tmp_path_factory.mktemp("made") / "home"
    home.mkdir()
    store = Store.open(Home(home))
    ids += fill(store, calls=40, audio=True)
    store.close()
    with Server(home, "--no-worker") as running:
        yield running


def test_every_view_opens_by_its_address(visitor: Visitor, ids: list[str]) -> None:
    for view in VIEWS:
        visitor.open(view, **about(view, ids))
        expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
        is_only_text(visitor)


def test_every_view_opens_in_chinese_on_a_dark_page(visitor: Visitor, ids: list[str]) -> None:
    visitor.page.emulate_media(color_scheme="dark")
    for view in VIEWS:
        visitor.open(view, lang="zh", **about(view, ids))
        expect(visitor.page.get_by_test_id("stSidebarNav")).to_contain_text("录音")
        expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()


def test_a_hostile_name_is_shown_as_text(visitor: Visitor, ids: list[str]) -> None:
    for view in ("call", "similar"):  # of the call whose name holds an image tag, a link and Markdown
        visitor.open(view, recording=ids[5])
        is_only_text(visitor)


def is_only_text(visitor: Visitor) -> None:
    """Nothing of a hostile name became an image or a link."""
    assert visitor.page.locator("img[src='x']").count() == 0
    assert visitor.page.locator("a[href*='evil.example']").count() == 0


def test_the_playhead_goes_with_the_sound(visitor: Visitor, ids: list[str]) -> None:
    page = visitor.page
    page.add_init_script("window.Audio = class extends Audio { constructor() { super(); window.sound = this; } }")
    visitor.open("call", recording=ids[7])
    page.locator(".timeline .play").click()
    expect(page.locator(".timeline .clock")).not_to_contain_text("0:00.0")
    page.locator(".timeline .play").click()
    for second in (None, 10.0, 31.5):  # where it was stopped, then where somebody seeks to
        if second is not None:
            page.evaluate(
                "second => new Promise(done => { sound.onseeked = done; sound.currentTime = second; })", second
            )
        page.wait_for_function("() => sound.paused && !sound.seeking")
        share = page.evaluate("sound.currentTime / sound.duration")
        assert share > 0 and second in (None, page.evaluate("sound.currentTime"))
        line = page.locator(".timeline .playhead")
        assert line.evaluate(PLACE) == pytest.approx(share, abs=0.01)


def test_a_course_is_drawn_by_pointer_and_by_keys(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("similar")
    page.get_by_role("radio", name="a drawn course").click()
    page.get_by_role("button", name="Clear").click()
    visitor.settle()
    rows = page.locator(".table tbody tr")
    calm = rows.first.inner_text()
    page.locator(".sketch .chip", has_text="happy").click()
    box = page.locator(".sketch svg").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.8)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.98, box["y"] + 2, steps=10)
    page.mouse.up()
    last = page.get_by_role("slider", name="happy, moment 6 of 6")
    expect(last).to_have_attribute("aria-valuenow", "100")
    expect(last).to_be_focused()
    visitor.settle()
    expect(rows.first).not_to_have_text(calm, use_inner_text=True)  # others are alike now
    expect(rows.first).to_contain_text("happy")
    page.locator(".sketch .chip", has_text="angry").click()
    first = page.get_by_role("slider", name="angry, moment 1 of 6")
    first.press("PageUp")
    first.press("ArrowUp")
    expect(first).to_have_attribute("aria-valuenow", "25")
    first.press("ArrowRight")
    expect(page.get_by_role("slider", name="angry, moment 2 of 6")).to_be_focused()
    page.get_by_role("slider", name="angry, moment 6 of 6").press("End")
    expect(page.get_by_role("slider", name="angry, moment 6 of 6")).to_have_attribute("aria-valuenow", "0")  # no room
    visitor.settle()
    page.reload()  # the address holds what was drawn
    visitor.settle()
    expect(page.get_by_role("slider", name="angry, moment 1 of 6")).to_have_attribute("aria-valuenow", "25")


def about(view: str, ids: list[str]) -> dict[str, str]:
    """What the address of a view about one recording says beside its name."""
    return {"recording": ids[7]} if view in ("call", "similar") else {}
