"""A folder of this machine as an upload: listed and fetched by the worker, one row per file, nothing outside of it."""

import shutil
from pathlib import Path

import pytest

from data import jobs, listing, uploads
from data.errors import Closed
from data.folders import FOLDERS_VARIABLE
from data.records import Selection
from data.store import Store
from inference.fake import FakeModel
from inference.models import FAKE_VARIABLE
from jobs import fetch as fetching
from jobs.fetch import fetch
from jobs.worker import Means, Worker

SAMPLE = Path(__file__).resolve().parent.parent / "sample_day"
KEY = FakeModel.card.key


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An allowed folder with two calls, one of them a level down, a table, and a text that is no sound."""
    monkeypatch.setenv(FAKE_VARIABLE, "1")
    calls = tmp_path / "calls"
    (calls / "late").mkdir(parents=True)
    first, second = sorted(SAMPLE.glob("call*"))[:2]
    shutil.copy(first, calls / "first.ogg")
    shutil.copy(second, calls / "late" / "second.mp3")
    (calls / "notes.wav").write_text("no sound at all")
    (calls / "about.txt").write_text("a day")
    (calls / "calls.csv").write_text("file,agent\nfirst.ogg,zoe\nsecond.mp3,yan\n")
    (calls / "turns.csv").write_text("speaker,start\nA,1\n")
    monkeypatch.setenv(FOLDERS_VARIABLE, str(calls))
    return calls


def ask(store: Store, place: str) -> int:
    with store.atomic() as write:
        job = jobs.add(write, uploads.READ, options={})
        uploads.add_folder(write, job, place)
    return job


def rows(store: Store, job: int) -> dict[str, tuple[str, str]]:
    with store.reading() as read:
        return {item.name: (item.state, item.reason) for item in jobs.items(read, job)}


def work(store: Store) -> None:
    Worker(store, means=Means(model="fake", decoders=1)).drain()


def test_a_folder_is_read_with_its_table_and_every_file_has_a_row(store, folder):
    job = ask(store, "calls")
    work(store)
    outcome = rows(store, job)
    state, remark = outcome.pop("calls")
    assert state == "done"
    assert remark.startswith(
        "a folder of 3 files, each in a row of its own; its table describes 2 files; turns.csv was"
    )
    assert {name: state for name, (state, _) in outcome.items()} == {
        "first.ogg": "done",
        "second.mp3": "done",
        "notes.wav": "failed",
    }
    with store.reading() as read:
        page = listing.page(read, Selection(KEY))
    assert {recording.agent for recording, _ in page} == {"zoe", "yan"}
    assert all(store.audio.find(recording.id).is_file() for recording, _ in page)
    assert (folder / "first.ogg").is_file()  # it stays where it is


def test_a_folder_inside_an_allowed_one_can_be_read_alone_and_again(store, folder):
    work_on = ask(store, "calls/late")
    work(store)
    assert rows(store, work_on)["second.mp3"][0] == "done"
    again = ask(store, "calls")
    work(store)
    assert {name: state for name, (state, _) in rows(store, again).items()} == {
        "calls": "done",
        "first.ogg": "done",
        "second.mp3": "duplicate",
        "notes.wav": "failed",
    }


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("calls/gone", "calls/gone is no longer there"),
        ("etc", "etc is no folder that may be read"),
        ("calls/../var", "no .. and no empty one"),
    ],
)
def test_what_cannot_be_read_is_a_sentence_in_its_row(store, folder, place, said):
    job = ask(store, place)
    work(store)
    [(state, reason)] = rows(store, job).values()
    assert state == "failed" and said in reason


def test_a_folder_without_recordings_says_so(store, folder):
    (folder / "empty").mkdir()
    (folder / "empty" / "about.txt").write_text("a day")
    job = ask(store, "calls/empty")
    work(store)
    assert rows(store, job)["calls/empty"] == ("failed", "calls/empty holds no recordings (1 other files)")


def test_a_file_that_vanishes_or_becomes_a_link_before_its_turn_fails_alone(store, folder, tmp_path):
    job = ask(store, "calls")
    spread(store, job)
    (folder / "first.ogg").unlink()
    (folder / "late" / "second.mp3").unlink()
    (folder / "late" / "second.mp3").symlink_to(SAMPLE / "metadata.csv")
    shutil.copy(sorted(SAMPLE.glob("call*"))[2], folder / "notes.wav")
    work(store)
    outcome = rows(store, job)
    assert outcome["first.ogg"][0] == outcome["second.mp3"][0] == "failed"
    assert "replaced by a link" in outcome["second.mp3"][1]
    assert outcome["notes.wav"][0] == "done"


def test_what_failed_is_fetched_again_by_a_retry(store, folder):
    job = ask(store, "calls")
    spread(store, job)
    kept = (folder / "first.ogg").read_bytes()
    (folder / "first.ogg").unlink()
    work(store)
    (folder / "first.ogg").write_bytes(kept)
    with store.atomic() as write:
        jobs.retry(write, job)
    work(store)
    assert rows(store, job)["first.ogg"][0] == "done"


def test_a_folder_that_is_listed_again_adds_nothing_twice(store, folder, monkeypatch):
    monkeypatch.setattr(fetching, "AT_ONCE", 2)
    job = ask(store, "calls")
    spread(store, job)
    with store.atomic() as write:
        assert jobs.add_sources(write, job, {"calls/first.ogg": ("first.ogg", 1), "calls/new.ogg": ("new.ogg", 1)}) == 1
    assert len(rows(store, job)) == 5


def test_a_cancelled_upload_lists_no_more(store, folder):
    job = ask(store, "calls")
    with store.atomic() as write:
        [item] = jobs.claim(write, "one")[1]
        jobs.cancel(write, job)
    assert fetch(store, item) is None
    assert list(rows(store, job)) == ["calls"]
    with store.atomic() as write, pytest.raises(Closed):
        uploads.add_folder(write, job, "calls/late")


def test_more_files_than_one_upload_takes_are_refused_before_any_is_queued(store, folder, monkeypatch):
    monkeypatch.setattr(fetching, "UPLOAD_FILES", 2)
    job = ask(store, "calls")
    work(store)
    assert rows(store, job)["calls"][0] == "failed"
    assert "choose a folder inside it" in rows(store, job)["calls"][1] and len(rows(store, job)) == 1


def spread(store: Store, job: int) -> None:
    """Only the listing of a folder, as a worker does it first."""
    with store.atomic() as write:
        claimed = jobs.claim(write, "one")
    assert claimed is not None and claimed[0].id == job
    assert fetch(store, claimed[1][0]) is None
