"""The day in three minutes: each call's strongest seconds, one key for each answer, and sound that is missing."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from data import listing, notes
from data.home import Home
from data.records import CUSTOMER, Selection, Voice
from data.store import Store
from tests.browser.server import Server
from tests.browser.visitor import Visitor
from tests.day import MODEL, STARTS, fill

pytestmark = pytest.mark.browser
# Every stretch that begins is written down and halted there, so that the test, not the clock, ends it.
HALTED = """window.heard = []; window.Audio = class extends Audio {
  constructor() {
    super();
    this.addEventListener("playing", () => {
      this.pause();
      window.sound = this;
      heard.push([this.getAttribute("src").split("/")[3], this.currentTime]);
    });
  }
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a made day of five calls, without a worker."""
    home = tmp_path_factory.mktemp("heard") / "home"
    home.mkdir()
    store = Store.open(Home(home))
    fill(store, calls=5, audio=True)
    store.close()
    with Server(home, "--no-worker") as running:
        yield running


def listed(page: Page) -> list[str]:
    """Recordings of the worklist, in its order."""
    rows = page.locator(".table").first.locator("tbody tr")
    expect(rows).to_have_count(5)
    return [row.get_attribute("data-id").split("/")[0] for row in rows.all()]


def now_heard(page: Page, count: int) -> list[tuple[str, float]]:
    """What was begun so far, once there are so many."""
    page.wait_for_function("count => heard.length >= count", arg=count)
    return [tuple(one) for one in page.evaluate("heard")]


def finish(page: Page) -> None:
    """Let the stretch that is heard come to its end."""
    page.evaluate("sound.currentTime += 10.5")


def voices_of(home: Home) -> dict[str, Voice]:
    store = Store.open(home)
    with store.reading() as read:
        page = listing.page(read, Selection(MODEL.key, roles=(CUSTOMER,)))
    store.close()
    return {recording.id: voice for recording, voice in page}


def verdict_of(home: Home, recording: str) -> str | None:
    store = Store.open(home)
    with store.reading() as read:
        said = notes.verdicts(read, [recording])
    store.close()
    return said.get((recording, CUSTOMER))


def test_the_day_is_heard_and_answered_by_keys_alone(visitor: Visitor, server: Server) -> None:
    page, home = visitor.page, Home(server.home)
    page.add_init_script(HALTED)
    visitor.open("today", day=f"{STARTS:%Y-%m-%d}")
    order = listed(page)
    missing = order[2]
    page.route(f"**/{missing}/processed_audio.wav", lambda route: gone(route))
    table, said = page.locator(".table").first, page.locator(".playlist .quiet").first
    page.get_by_role("button", name="Hear the day in three minutes").click()
    recording, second = now_heard(page, 1)[0]
    numbers = voices_of(home)[recording].numbers
    assert recording == order[0]
    run = numbers["longest_negative_run_start"], numbers["longest_negative_run"]
    # from a second before its run, or within a run that is longer than what is heard; ten seconds of 40 at the latest
    assert min(run[0] - 1, 30) - 0.1 <= second <= min(30, max(run[0] - 1, sum(run) - 10)) + 0.1
    expect(said).to_contain_text("1 of 5")
    page.keyboard.press("y")
    expect(table.locator("tbody tr").nth(0).locator("button[aria-pressed=true]")).to_have_text("✓")
    visitor.settle()
    assert verdict_of(home, order[0]) == notes.CONFIRMED  # and the next is heard
    assert now_heard(page, 2)[1][0] == order[1]
    page.get_by_role("heading", level=1).click()  # somebody looks elsewhere: the keys are heard all the same
    page.keyboard.press("n")
    expect(table.locator("tbody tr").nth(1).locator("button[aria-pressed=true]")).to_have_text("✕")
    visitor.settle()
    assert verdict_of(home, order[1]) == notes.FALSE_ALARM
    assert now_heard(page, 3)[2][0] == order[3]  # the third has lost its sound
    table.focus()
    page.keyboard.press("ArrowRight")
    assert now_heard(page, 4)[3][0] == order[4]
    finish(page)
    expect(said).to_contain_text("1 could not be played")
    expect(table.locator("tbody tr").nth(2).locator("button.unheard")).to_have_count(1)
    expect(page.get_by_role("button", name="Hear the day in three minutes")).to_be_visible()
    assert [one[0] for one in now_heard(page, 4)] == [order[0], order[1], order[3], order[4]]
    told = [problem for problem in visitor.problems if missing not in problem]
    visitor.problems[:] = told  # the browser says in its console that a file is missing; nothing else went wrong


def test_a_button_pressed_by_hand_ends_the_list(visitor: Visitor) -> None:
    page = visitor.page
    page.add_init_script(HALTED)
    visitor.open("today", day=f"{STARTS:%Y-%m-%d}")
    order = listed(page)
    page.get_by_role("button", name="Hear the day in three minutes").click()
    now_heard(page, 1)
    page.locator(".table").first.locator("tbody tr").nth(4).locator("button.play").click()
    assert now_heard(page, 2)[1][0] == order[4]
    expect(page.get_by_role("button", name="Hear the day in three minutes")).to_be_visible()
    finish(page)
    page.keyboard.press("y")  # nothing is asked any more
    expect(page.locator(".table tr.heard")).to_have_count(0)
    assert len(now_heard(page, 2)) == 2


def gone(route: Route) -> None:
    route.fulfill(status=404, content_type="application/json", body=json.dumps({"error": "it is not stored"}))
