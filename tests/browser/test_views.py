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


def about(view: str, ids: list[str]) -> dict[str, str]:
    """What the address of a view about one recording says beside its name."""
    return {"recording": ids[7]} if view in ("call", "similar") else {}
