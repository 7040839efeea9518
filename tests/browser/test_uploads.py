"""What can happen while files are on their way: each time nothing is lost, and the page says what is going on."""

import json
import wave
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from data import jobs, recordings
from data.home import Home
from data.store import Store
from tests.browser.server import Server
from tests.browser.visitor import Visitor
from tests.day import HOSTILE, fill

pytestmark = pytest.mark.browser
FILES = "**/api/uploads/*/files*"
SENT = "all sent: this page may be closed"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose worker is elsewhere: what is sent here waits, and nothing changes behind a test's back."""
    with Server(tmp_path_factory.mktemp("home"), "--no-worker") as running:
        yield running


@pytest.fixture(scope="module")
def store(server: Server) -> Iterator[Store]:
    opened = Store.open(Home(server.home))
    yield opened
    opened.close()


@pytest.fixture
def calls(tmp_path: Path, request: pytest.FixtureRequest) -> list[Path]:
    """Five short files that no other test sends."""
    paths = [tmp_path / f"call{number}.wav" for number in range(5)]
    for number, path in enumerate(paths):
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(8_000)
            file.writeframes(request.node.name.encode() * 500 + bytes([number, 0]))
    return paths


@pytest.fixture
def page(visitor: Visitor) -> Page:
    visitor.open("upload")
    return visitor.page


def send(page: Page, *files: Path) -> None:
    page.locator(".upload input[type=file]").first.set_input_files(list(files))


def status(page: Page) -> Locator:
    return page.locator(".upload").get_by_role("status")


def newest(store: Store) -> tuple[jobs.Job, list[jobs.Item]]:
    with store.reading() as read:
        job = jobs.recent(read, kinds=["read"], most=1)[0]
        return job, jobs.items(read, job.id)


def test_a_folder_is_dropped_with_all_that_is_in_it(page: Page, store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "day"
    (folder / "morning" / "first").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    for place in ("a.wav", "morning/b.wav", "morning/first/c.wav", ".hidden/d.wav", ".DS_Store", "notes.txt"):
        (folder / place).write_text(f"dropped {place}")
    (folder / "calls.csv").write_text("file,agent\na.wav,ada\nc.wav,eli\n")
    drop(page, page.locator(".zone"), folder)
    expect(status(page)).to_contain_text(SENT)
    expect(page.locator(".line")).to_contain_text("3 of 3 files sent")
    expect(page.locator(".line")).to_contain_text("3 left out")
    job, items = newest(store)
    assert sorted(item.name for item in items) == ["a.wav", "b.wav", "c.wav"]
    assert job.options["metadata"] == {"a.wav": {"agent": "ada"}, "c.wav": {"agent": "eli"}}
    assert job.progress["expected"] == 3


def test_a_csv_that_tells_of_something_else_is_passed_over(
    visitor: Visitor, page: Page, tmp_path: Path, calls: list[Path]
) -> None:
    turns = tmp_path / "turns.csv"
    turns.write_text("speaker,start,end\nA,0,1\n")
    send(page, *calls, turns)
    expect(status(page)).to_contain_text(SENT)
    expect(page.locator(".line")).to_contain_text("5 of 5 files sent")
    expect(page.locator(".line")).not_to_contain_text("could not be sent")
    page.get_by_role("button", name="Show files").click()
    expect(page.locator(".row", has_text="turns.csv")).to_contain_text("not a table of calls, passed over")
    visitor.problems = [problem for problem in visitor.problems if "status of 400" not in problem]  # the table's


def drop(page: Page, place: Locator, *paths: Path) -> None:
    """Drag real files over a place and let go, as a person does: scripts cannot make what is dropped."""
    box = place.bounding_box()
    assert box is not None
    debugger = page.context.new_cdp_session(page)
    carried = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    where = {"x": box["x"] + 50, "y": box["y"] + 20}
    for kind in ("dragEnter", "dragOver", "drop"):
        debugger.send("Input.dispatchDragEvent", {"type": kind, **where, "data": carried})


def test_a_connection_that_breaks_is_tried_again(visitor: Visitor, page: Page, store: Store, calls: list[Path]) -> None:
    broken = []

    def breaks(route: Route) -> None:
        broken.append(route)
        route.abort("connectionreset") if len(broken) <= 3 else route.continue_()

    page.route(FILES, breaks)
    send(page, *calls)
    expect(page.locator(".row", has_text="connection lost, trying again").first).to_be_visible()
    expect(status(page)).to_contain_text(SENT)
    assert len(newest(store)[1]) == 5
    visitor.problems = [problem for problem in visitor.problems if "ERR_CONNECTION_RESET" not in problem]


def test_a_full_disk_pauses_all_until_somebody_made_room(
    visitor: Visitor, page: Page, store: Store, calls: list[Path]
) -> None:
    full = json.dumps({"error": "the disk is full: free some space and send the file again"})
    page.route(FILES, lambda route: route.fulfill(status=507, body=full, content_type="application/json"))
    send(page, *calls)
    expect(page.locator(".upload").get_by_role("alert")).to_have_text(
        "the disk is full: free some space and send the file again"
    )
    page.unroute(FILES)
    page.get_by_role("button", name="Go on").click()
    expect(status(page)).to_contain_text(SENT)
    assert len(newest(store)[1]) == 5
    visitor.problems = [problem for problem in visitor.problems if "507" not in problem]


def test_one_file_that_is_refused_stops_no_other(visitor: Visitor, page: Page, store: Store, calls: list[Path]) -> None:
    refused = json.dumps({"error": "the file is larger than 4096 MB, the limit for one file"})
    page.route(f"{FILES}call2*", lambda route: route.fulfill(status=413, body=refused, content_type="application/json"))
    send(page, *calls)
    expect(page.locator(".row", has_text="call2.wav")).to_contain_text("larger than 4096 MB")
    expect(page.locator(".line")).to_contain_text("4 of 5 files sent")
    expect(status(page)).to_contain_text("all others sent")
    assert newest(store)[0].progress["expected"] == 4
    page.unroute(f"{FILES}call2*")
    page.get_by_role("button", name="Send failed files again").click()
    expect(status(page)).to_contain_text(SENT)
    assert len(newest(store)[1]) == 5
    visitor.problems = [problem for problem in visitor.problems if "413" not in problem]


def test_cancelling_stops_at_once_and_the_next_files_are_a_new_upload(
    page: Page, store: Store, calls: list[Path]
) -> None:
    line = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 10, "downloadThroughput": 1e6, "uploadThroughput": 2_000}  # bytes a second
    line.send("Network.emulateNetworkConditions", slow)
    send(page, *calls[:3])
    expect(page.locator(".row[data-state=sending]")).to_have_count(3)
    with page.expect_response("**/cancel"):
        page.locator(".upload").get_by_role("button", name="Cancel").click()
    expect(status(page)).to_contain_text("cancelled")
    line.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": -1})
    cancelled, items = newest(store)
    assert (cancelled.state, items) == ("cancelled", [])
    send(page, *calls[3:])
    expect(status(page)).to_contain_text(SENT)
    begun, items = newest(store)
    assert begun.id != cancelled.id
    assert {item.name for item in items} == {"call3.wav", "call4.wav"}


def test_looking_at_another_view_stops_nothing(visitor: Visitor, page: Page, store: Store, calls: list[Path]) -> None:
    held = []
    page.route(FILES, lambda route: held.append(route))
    send(page, *calls)
    expect(page.locator(".row")).to_have_count(5)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Models").click()
    visitor.settle()
    for route in held:
        route.continue_()
    page.unroute(FILES)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Upload").click()
    expect(status(page)).to_contain_text(SENT)
    assert len(newest(store)[1]) == 5


def test_after_a_reload_the_page_knows_what_is_missing(
    visitor: Visitor, page: Page, store: Store, calls: list[Path]
) -> None:
    page.route(f"{FILES}call4*", lambda route: None)
    send(page, *calls)
    expect(page.locator(".line")).to_contain_text("4 of 5 files sent")
    expect(page).to_have_url(f"{visitor.url}/upload?job={newest(store)[0].id}")
    page.on("dialog", lambda dialog: dialog.accept())  # the browser asks whether to leave
    page.reload()
    visitor.settle()
    expect(page.get_by_text("1 of 5 files have not arrived")).to_be_visible()
    expect(page.get_by_text("0 / 5")).to_be_visible()


def test_calls_that_are_here_are_recognised_and_not_sent(page: Page, store: Store, tmp_path: Path) -> None:
    paths = []
    for number, recording in enumerate(fill(store, calls=3, audio=True, seconds=9.0)):
        paths.append(tmp_path / f"again{number}.wav")
        paths[-1].write_bytes(store.audio.find(recording).read_bytes())
        with store.atomic() as write:
            known = recordings.find(write, recording)
            recordings.describe(write, replace(known, size=paths[-1].stat().st_size))
    put = []
    page.on("request", lambda request: put.append(request.url) if request.method == "PUT" else None)
    send(page, *paths)
    expect(status(page)).to_contain_text("3 here already")
    assert put == []
    assert len(newest(store)[1]) == 3


def test_a_hostile_name_is_text_in_the_list_and_in_the_table(page: Page, store: Store, tmp_path: Path) -> None:
    path = tmp_path / HOSTILE.replace("/", "∕")
    path.write_text("hostile by name")
    send(page, path)
    expect(status(page)).to_contain_text(SENT)
    page.get_by_role("button", name="Show files").click()
    expect(page.locator(".row .name")).to_have_text(path.name)
    assert page.locator(".upload img, .upload a").count() == 0


def test_everything_can_be_reached_from_the_keyboard(page: Page) -> None:
    first = page.locator(".upload button").first
    with page.expect_file_chooser() as files:
        first.press("Enter")  # focuses and presses at once: a page that is still settling would take the focus away
    assert files.value.is_multiple()
    first.press("Tab")
    with page.expect_file_chooser() as folder:
        page.keyboard.press("Space")
    assert folder.value.element.get_attribute("webkitdirectory") is not None
