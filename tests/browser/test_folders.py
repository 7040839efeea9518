"""A folder of the server: chosen in the page, read by the worker, one row for each of its files."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.server import ROOT, Server
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An allowed folder with one call of the sample day in a folder inside it, and a link out of it."""
    calls = tmp_path_factory.mktemp("machine") / "calls"
    (calls / "march").mkdir(parents=True)
    shutil.copy(next((ROOT / "sample_day").glob("call000_*")), calls / "march" / "one.ogg")
    (calls / "march" / "notes.wav").write_text("no sound at all")
    (calls / "above.wav").write_text("in the folder above, which is not asked for")
    (calls / "out").symlink_to(ROOT)
    return calls


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("home"), "--folders", str(folder)) as running:
        yield running


def test_a_folder_of_the_server_is_opened_and_read(visitor: Visitor) -> None:
    visitor.open("upload")
    page = visitor.page
    page.get_by_text("Read a folder that is on the server").click()
    visitor.settle()
    page.get_by_role("combobox", name="Folder", exact=True).click()
    page.get_by_role("option", name="calls").click()
    expect(page.get_by_text("3 files, 0.1 MB")).to_be_visible()
    page.get_by_role("combobox", name="Folders inside").click()
    expect(page.get_by_role("option")).to_have_text(["march"])  # the link is none of them
    page.get_by_role("option", name="march").click()
    expect(page.get_by_text("2 files, 0.1 MB")).to_be_visible()
    page.get_by_role("button", name="Read this folder").click()
    expect(page.get_by_test_id("stMetric").filter(has_text="Failed")).to_contain_text("1")
    expect(page.get_by_test_id("stMetric").first).to_contain_text("2 / 3")
    page.get_by_text("Duplicates and remarks").click()
    assert "job=1" in page.url
