"""Regions, clips, the microphone and transcripts, on the real server with its worker and the fake model."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile
from playwright.sync_api import Browser, Locator, Page, expect

from data.home import Home
from data.store import Store
from inference.models import FAKE_VARIABLE
from inference.sandbox import decode_safely
from jobs.intake import take_in
from jobs.worker import Means, Worker
from tests.browser.server import ROOT, Server
from tests.browser.visitor import Visitor, chromium, running_browser

pytestmark = pytest.mark.browser
CALLS = sorted((ROOT / "sample_day").glob("call00[0-4]_*"))
WORDS = ("good morning", "<b onclick=alert(1)>where</b> is my parcel", "[here](http://evil.example)")
SPEAKERS = ("Customer", "Agent", "Customer")
SAID = "WEBVTT\n\n" + "".join(
    f"00:{2 * number + 1:02d}.000 --> 00:{2 * number + 2:02d}.500\n<v {speaker}>{words}\n\n"
    for number, (speaker, words) in enumerate(zip(SPEAKERS, (each.replace("<", "&lt;") for each in WORDS), strict=True))
)
READING = 120_000  # ms for decoding and reading a stretch on a busy machine


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds in which the first call's customer speaks: what the browser's microphone hears, over and over."""
    audio, _ = decode_safely(CALLS[0], name="call")
    path = tmp_path_factory.mktemp("spoken") / "spoken.wav"
    soundfile.write(path, audio.samples[1, 5 * audio.rate : 9 * audio.rate], audio.rate)
    return path


@pytest.fixture(scope="module")
def browser(spoken: Path) -> Iterator[Browser]:
    """Chromium with a microphone that plays a file."""
    executable = chromium()
    if executable is None:
        reason = "no Chromium is installed (Debian: apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    media = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    with running_browser(executable, *media, f"--use-file-for-fake-audio-capture={spoken}") as running:
        yield running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose worker reads with the fake model, over five calls that it has read."""
    home = tmp_path_factory.mktemp("excerpts") / "home"
    home.mkdir()
    said = tmp_path_factory.mktemp("said") / f"{CALLS[0].stem}.vtt"
    said.write_text(SAID)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FAKE_VARIABLE, "1")
        store = Store.open(Home(home))
        take_in(store, CALLS, options={}, table=ROOT / "sample_day" / "metadata.csv", transcripts=[said])
        Worker(store, means=Means(model="fake", decoders=1)).drain()
        store.close()
        with Server(home, "--model", "fake") as running:
            yield running


@pytest.fixture
def page(visitor: Visitor) -> Page:
    visitor.page.context.grant_permissions(["microphone"])
    return visitor.page


def rows(page: Page) -> Locator:
    return page.locator(".table tbody tr").filter(visible=True)


def open_call(visitor: Visitor) -> None:
    visitor.open("recordings", name=CALLS[0].stem)
    rows(visitor.page).first.click()
    visitor.settle()
    expect(visitor.page.locator(".timeline canvas").first).to_be_visible()


def test_a_dragged_region_is_read_again_and_finds_its_neighbours(visitor: Visitor, page: Page) -> None:
    open_call(visitor)
    drag(page, 0.3, 0.5)
    expect(page.locator(".timeline .panel .score").first).to_be_visible()
    expect(page.locator(".timeline .panel .again").first).to_be_visible(timeout=READING)
    expect(page.get_by_role("heading", name="What sounds like this region")).to_be_visible()
    expect(rows(page).first).to_be_visible()
    assert rows(page).count() == 5
    for name in (path.name for path in CALLS[:1]):
        expect(rows(page).filter(has_text=name)).to_have_count(0)  # neighbours are of other calls
    with page.expect_download() as arriving:
        page.get_by_role("button", name="Save this region as wav").click()
    assert soundfile.info(arriving.value.path()).duration > 1
    rows(page).first.click()
    visitor.settle()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(CALLS[0].name)
    expect(page.get_by_role("heading", name="What sounds like this region")).to_have_count(
        0
    )  # it was of the other call


def drag(page: Page, start: float, end: float) -> None:
    """Choose a region of the picture by parts of its width."""
    box = page.locator(".timeline .glass").bounding_box()
    assert box is not None
    height = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + start * box["width"], height)
    page.mouse.down()
    page.mouse.move(box["x"] + end * box["width"], height, steps=8)
    page.mouse.up()


def test_a_transcript_runs_with_the_playhead_and_is_only_text(visitor: Visitor, page: Page) -> None:
    open_call(visitor)
    lines = page.locator(".timeline .said-line")
    expect(lines).to_have_count(3)
    expect(lines.nth(1)).to_contain_text(WORDS[1])
    assert page.locator(".transcript b, .transcript a").count() == 0
    lines.nth(2).click()
    expect(lines.nth(2)).to_have_attribute("aria-current", "true")
    expect(page.locator(".timeline .clock")).to_contain_text("0:05.0")
    expect(lines.nth(0)).not_to_have_attribute("aria-current", "true")


def test_a_clip_finds_moments_that_sound_like_it(visitor: Visitor, page: Page, spoken: Path) -> None:
    visitor.open("similar")
    page.get_by_role("radio", name="a clip of yours").click()
    page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(spoken)
    expect(rows(page).first).to_be_visible(timeout=READING)
    visitor.settle()
    expect(rows(page).first).to_contain_text("–")  # the seconds that matched
    expect(page.locator("audio")).to_be_visible()


def test_the_microphone_is_an_example_too(visitor: Visitor, page: Page) -> None:
    visitor.open("similar")
    page.get_by_role("radio", name="the microphone").click()
    visitor.settle()  # the element is still being made anew: a press now would be lost
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_test_id("stAudioInputWaveformTimeCode")).to_contain_text("00:03")
    page.get_by_role("button", name="Stop recording").click()
    expect(rows(page).first).to_be_visible(timeout=READING)
