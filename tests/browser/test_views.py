"""Every view of a made day opens by its address, in both languages and schemes, and nothing goes wrong or out."""

import io
import re
import statistics
import wave
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from data.home import Home
from data.store import Store
from tests.browser.server import Server
from tests.browser.visitor import PATIENCE, VIEWS, Visitor
from tests.day import fill

pytestmark = pytest.mark.browser
REPAINTED = """() => { window.repainted = []; addEventListener("wheel", () => {
  const turned = performance.now();
  requestAnimationFrame(() => setTimeout(() => repainted.push(performance.now() - turned)));
}, { capture: true, passive: true }); }"""  # milliseconds from each turn of the wheel until its frame was drawn
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
    ids += fill(store, calls=1, seconds=3_600.0)  # the last is an hour long
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


def test_an_hour_is_zoomed_to_two_seconds(visitor: Visitor, ids: list[str]) -> None:
    page, answers = visitor.page, []
    page.route(
        "**/processed_audio.wav", lambda route: route.fulfill(status=200, content_type="audio/wav", body=silence())
    )
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: answers.append(len(frame))))
    visitor.open("call", recording=ids[-1])
    picture, glass = page.locator(".timeline"), page.locator(".timeline .glass")
    expect(picture).to_have_attribute("data-view", "0.000-3600.000")
    page.evaluate(REPAINTED)
    box = glass.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    answers.clear()
    page.keyboard.down("Control")
    for _ in range(24):  # each shows two thirds of what was shown
        page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    expect(picture).to_have_attribute("data-view", re.compile(r"1799\.\d+-1801\.\d+"))
    expect(picture).to_have_attribute("data-step", "0.0200")  # every frame of the reading, once the server has answered
    times = page.evaluate("() => repainted")
    assert len(times) == 24 and statistics.median(times) < 500  # about 13 ms on two busy cores
    assert 0 < max(answers) < 500_000
    page.keyboard.press("ArrowDown")
    expect(picture).to_have_attribute("data-view", re.compile(r"1798\.4\d+-1801\.6\d+"))
    visitor.open("call", recording=ids[-1], at="1234")  # and opened from a table at a second
    expect(picture).to_have_attribute("data-view", "1204.000-1264.000")
    expect(picture).to_have_attribute("data-step", re.compile(r"0\.0\d+"))


def test_marks_close_together_leave_each_other_room(visitor: Visitor, ids: list[str]) -> None:
    page = visitor.page
    visitor.open("call", recording=ids[9])
    glass, flags = page.locator(".timeline .glass"), page.locator(".timeline .flag")
    box = glass.bounding_box()
    assert box is not None
    for count, share in enumerate((0.5, 0.51, 0.6), start=1):
        glass.click(position={"x": share * box["width"], "y": 40})
        page.keyboard.press("m")
        expect(flags).to_have_count(count)
        visitor.settle()
    sides = [(one["x"], one["x"] + one["width"]) for one in (flag.bounding_box() for flag in flags.all()) if one]
    assert len(sides) == 3 and sides[0][1] <= sides[1][0] + 2 and sides[1][1] <= sides[2][0] + 2
    said = page.get_by_placeholder("What is heard here")
    expect(said).to_have_count(3)
    said.nth(2).fill("<b>he shouts</b>")
    said.nth(2).press("Enter")
    expect(flags.nth(2)).to_have_text("<b>he shouts</b>")


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
    expect(page).to_have_url(re.compile(r"angry(:|%3A)25-0-0-0-0-0"), timeout=PATIENCE)  # it holds what was drawn
    visitor.settle()
    page.reload()
    visitor.settle()
    expect(page.get_by_role("slider", name="angry, moment 1 of 6")).to_have_attribute("aria-valuenow", "25")


def silence() -> bytes:
    """A second of nothing, for a call whose sound does not matter."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((2, 2, 16_000, 0, "NONE", ""))
        file.writeframes(bytes(64_000))
    return buffer.getvalue()


def about(view: str, ids: list[str]) -> dict[str, str]:
    """What the address of a view about one recording says beside its name."""
    return {"recording": ids[7]} if view in ("call", "similar") else {}
