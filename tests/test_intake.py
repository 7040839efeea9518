"""A folder becomes a job: what is found, what stands beside, what cannot be taken."""

import pytest

from data import jobs
from data.home import Home
from data.store import Store
from jobs import intake
from jobs.errors import NothingToDo
from jobs.intake import look, take_in


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "day"
    (place / "sub" / ".hidden").mkdir(parents=True)
    for name, content in {
        "b.wav": b"b", "a.mp3": b"a", "sub/c.opus": b"c", "notes.txt": b"n", ".DS_Store": b"d",
        "sub/.hidden/e.wav": b"e", "metadata.csv": b"file,agent\na.mp3,dee\n",
    }.items():  # fmt: skip
        (place / name).write_bytes(content)
    return place


def test_looking_finds_recordings_at_any_depth_and_the_table(folder):
    found = look(folder)
    assert [path.name for path in found.recordings] == ["a.mp3", "b.wav", "c.opus"]
    assert found.table == folder / "metadata.csv"
    assert found.beside == 2  # the table and the notes


def test_one_file_is_a_folder_of_one(folder):
    assert look(folder / "b.wav").recordings == (folder / "b.wav",)


def test_an_empty_or_absent_folder_is_said(tmp_path):
    with pytest.raises(NothingToDo, match="holds no recordings"):
        look(tmp_path)
    with pytest.raises(NothingToDo, match="there is no folder"):
        look(tmp_path / "gone")


def test_taking_in_stores_bytes_by_content_and_keeps_the_table(folder, tmp_path):
    store = Store.open(Home(tmp_path / "var"))
    found = look(folder)
    job = take_in(store, found.recordings, options={"voices": "all"}, table=found.table)
    with store.reading() as read:
        items, asked = jobs.items(read, job), jobs.find(read, job)
    assert [(item.name, item.state, item.size) for item in items] == [
        ("a.mp3", "waiting", 1), ("b.wav", "waiting", 1), ("c.opus", "waiting", 1),
    ]  # fmt: skip
    assert store.audio.find(items[1].content).read_bytes() == b"b"
    assert asked.options["metadata"]["a.mp3"] == {"agent": "dee"}


def test_a_file_that_cannot_be_taken_in_has_a_row_that_says_why(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(intake, "MAX_FILE_BYTES", 0)
    store = Store.open(Home(tmp_path / "var"))
    job = take_in(store, [folder / "b.wav", folder / "gone.wav"], options={})
    with store.reading() as read:
        items, over = jobs.items(read, job), jobs.find(read, job)
    assert [item.state for item in items] == ["failed", "failed"]
    assert "limit" in items[0].reason and "cannot be opened" in items[1].reason
    assert over.state == "failed"
    assert list(store.home.incoming.iterdir()) == []
