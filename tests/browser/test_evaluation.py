"""In the real browser: a model held against labels, points sized by a number, and the sample day taken away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from data import listing, schema
from data.home import Home
from data.records import Selection, english
from data.store import Store
from tests.browser.server import Server
from tests.browser.visitor import Visitor
from tests.day import HOSTILE, MODEL, fill

pytestmark = pytest.mark.browser
CALLS = 12


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made day whose voices are marked as synthetic."""
    root = tmp_path_factory.mktemp("home")
    store = Store.open(Home(root))
    fill(store, calls=CALLS)
    with store.atomic() as write:
        write.execute(sa.update(schema.recording).values(synthetic=True))
    store.close()
    return root


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Server]:
    with Server(home) as running:
        yield running


@pytest.fixture
def table(home: Path, tmp_path: Path) -> Path:
    """Labels that agree with every stored reading, and one of a call that is not there."""
    store = Store.open(Home(home))
    with store.reading() as read:
        page = listing.page(read, Selection(MODEL.key))
    store.close()
    rows = [f"{recording.name},{english(voice.dominant)}" for recording, voice in page if recording.name != HOSTILE]
    path = tmp_path / "labels.csv"
    path.write_text("\n".join(["file,emotion", *rows, "gone.wav,sad"]) + "\n", encoding="utf-8")
    return path


def test_a_table_of_labels_is_compared(visitor: Visitor, table: Path) -> None:
    visitor.open("models")
    page = visitor.page
    page.locator("input[type=file]").set_input_files(str(table))
    page.get_by_role("button", name="Compare").click()
    accuracy = page.get_by_test_id("stMetric").filter(has_text="Read as people heard it")
    expect(accuracy).to_contain_text("100 %")
    expect(page.get_by_text(f"of {CALLS} in the table")).to_be_visible()
    expect(page.get_by_text("Rows left out (1)")).to_be_visible()


def test_points_are_sized_by_a_number(visitor: Visitor) -> None:
    visitor.open("map", method="PCA", sized="negative expression")
    scale = visitor.page.locator(".scatter .scale")
    expect(scale).to_be_visible()
    low, high = (float(said) for said in scale.locator("span:not(.dot)").all_inner_texts())
    assert 0 <= low < high <= 1


def test_the_sample_day_goes_after_a_question(visitor: Visitor) -> None:
    visitor.open("recordings")
    page = visitor.page
    expect(page.get_by_text(f"The sample day is among the recordings ({CALLS})")).to_be_visible()
    page.get_by_role("button", name="Remove the sample day").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("No recording matches").or_(page.get_by_text("Nothing has been read yet"))).to_be_visible()
    expect(page.get_by_text("The sample day is among")).to_have_count(0)
