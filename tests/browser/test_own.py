"""An own emotion from its first label to the table of recordings, on the real server with its worker."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from data.home import Home
from data.store import Store
from tests.browser.server import Server
from tests.browser.visitor import Visitor
from tests.day import fill

pytestmark = pytest.mark.browser
NAME = "hesitant *or* <b>not</b>"  # a name is text, whatever it holds


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a worker, over a made day."""
    home = tmp_path_factory.mktemp("taught") / "home"
    home.mkdir()
    store = Store.open(Home(home))
    fill(store, calls=40, audio=True, seconds=30.0)
    store.close()
    with Server(home) as running:
        yield running


def make(page: Page, visitor: Visitor, name: str) -> None:
    """A new own emotion."""
    page.get_by_role("button", name="New").click()
    page.get_by_label("Name, such as hesitant").fill(name)
    page.get_by_role("button", name="Make it").click()
    visitor.settle()
    expect(page.get_by_role("heading", name="Windows to answer next")).to_be_visible()


def answer_all(page: Page) -> None:
    """Yes and no in turn by one key each, until all ten of a batch are answered."""
    page.get_by_role("button", name="Hear and answer").click()
    for number in range(1, 11):
        expect(page.get_by_text(re.compile(f"^{number} of 10 "))).to_be_visible()
        page.keyboard.press("y" if number % 2 else "n")
        expect(page.get_by_text(f"{number} of these 10 are answered.")).to_be_visible()


def test_label_train_apply_and_see_it_in_recordings(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("own")
    make(page, visitor, NAME)
    train = page.get_by_role("button", name="Train")
    for _ in range(2):
        expect(train).to_be_disabled()
        answer_all(page)
        page.get_by_role("button", name="Propose others").click()
        visitor.settle()
    expect(
        page.get_by_text(re.compile(r"windows that are it: 10 \(recordings: \d+\) · that are not: 10 \("))
    ).to_be_visible()
    train.click()
    said = re.compile(r"own label, accuracy \d\.\d\d \(\d\.\d\d–\d\.\d\d\) by 20 labels")
    expect(page.get_by_text(said).first).to_be_visible()
    expect(page.get_by_text(re.compile(r"Applied to 39 voices"))).to_be_visible()  # one of the forty has no reading
    visitor.open("recordings")
    heading = page.get_by_role("columnheader", name=NAME)
    expect(heading).to_be_visible()
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    values = page.locator("td.bar .amount")
    expect(values.first).to_be_visible()
    assert page.locator("table b").count() == 0
    page.locator("tbody tr").first.click()
    expect(page.get_by_role("heading", name="Own emotions in this call")).to_be_visible()
    expect(page.get_by_text(said).first).to_be_visible()
