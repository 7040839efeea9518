"""The audio shelf: files by sha256, whole or not at all, and never at a place that a name decides."""

import hashlib
import os
from pathlib import Path

import pytest

from data.audio import Shelf, read_chunks
from data.errors import Missing, TooBig

SOUND = b"RIFF some sound"
CONTENT = hashlib.sha256(SOUND).hexdigest()


@pytest.fixture
def shelf(tmp_path):
    for name in ("audio", "incoming"):
        (tmp_path / name).mkdir()
    return Shelf(tmp_path / "audio", tmp_path / "incoming")


def test_a_file_is_stored_under_the_sha256_of_its_bytes(shelf):
    assert shelf.put([SOUND[:4], SOUND[4:]], limit=100) == (CONTENT, len(SOUND))
    assert shelf.find(CONTENT) == shelf.folder / CONTENT[:2] / CONTENT
    assert shelf.find(CONTENT).read_bytes() == SOUND
    assert list(shelf.incoming.iterdir()) == []


def test_the_same_bytes_are_stored_once(shelf):
    assert shelf.put([SOUND], limit=100) == shelf.put([SOUND], limit=100)
    assert [path.name for path in shelf.files()] == [CONTENT]


def test_an_empty_file_is_a_file(shelf):
    content, size = shelf.put([], limit=100)
    assert (content, size) == (hashlib.sha256(b"").hexdigest(), 0)


def test_a_file_on_this_machine_is_copied(shelf, tmp_path):
    path = tmp_path / "call.wav"
    path.write_bytes(SOUND)
    assert shelf.put_file(path, 100) == (CONTENT, len(SOUND))
    assert path.read_bytes() == SOUND


def test_a_large_file_is_read_piece_by_piece(tmp_path):
    path = tmp_path / "long"
    path.write_bytes(b"x" * (2 * (1 << 20) + 5))
    with path.open("rb") as file:
        assert [len(chunk) for chunk in read_chunks(file)] == [1 << 20, 1 << 20, 5]


def test_the_limit_is_the_most_that_is_taken(shelf):
    assert shelf.put([SOUND], limit=len(SOUND))[1] == len(SOUND)
    with pytest.raises(TooBig, match="larger than 3 MB, the limit for one file"):
        shelf.put([b"x" * (2 << 20), b"x" * (2 << 20)], limit=3 << 20)
    assert list(shelf.incoming.iterdir()) == []


def test_an_upload_that_breaks_off_leaves_nothing(shelf):
    def breaking():
        yield SOUND
        raise ConnectionError("the browser went away")

    with pytest.raises(ConnectionError):
        shelf.put(breaking(), limit=100)
    assert list(shelf.incoming.iterdir()) == []
    assert list(shelf.files()) == []


def test_an_arrival_can_be_dropped(shelf):
    arrival = shelf.arrive(100)
    arrival.write(SOUND)
    arrival.drop()
    assert list(shelf.incoming.iterdir()) == []


@pytest.mark.parametrize("content", ["", "..", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n", "é" * 64])
def test_what_is_no_sha256_is_no_place(shelf, content):
    with pytest.raises(Missing, match="not the id of a recording"):
        shelf.place(content)


def test_a_file_that_is_gone_is_missing(shelf):
    with pytest.raises(Missing, match="no longer stored"):
        shelf.find("a" * 64)


def test_erasing_removes_the_file_and_may_be_repeated(shelf):
    shelf.put([SOUND], limit=100)
    shelf.erase(CONTENT)
    shelf.erase(CONTENT)
    with pytest.raises(Missing):
        shelf.find(CONTENT)


def test_sweeping_removes_only_uploads_that_stopped_arriving(shelf):
    old, new = shelf.arrive(100), shelf.arrive(100)
    old.write(SOUND)
    [first, _] = sorted(shelf.incoming.iterdir(), key=lambda path: path != old._path)
    os.utime(first, (1_000, 1_000))
    assert shelf.sweep(older_than=2_000) == 1
    assert shelf.sweep(older_than=2_000) == 0
    new.write(SOUND)
    assert new.finish() == CONTENT
    old.drop()


def test_only_files_with_a_sha256_for_a_name_are_listed(shelf):
    shelf.put([SOUND], limit=100)
    (shelf.folder / "ab").mkdir()
    (shelf.folder / "ab" / "notes.txt").write_text("not ours")
    assert list(shelf.files()) == [shelf.find(CONTENT)]


def test_a_new_folder_is_synced_before_its_file_is_relied_on(shelf, monkeypatch):
    """Otherwise a power cut may take the folder, and the acknowledged file in it, away."""
    synced: list[Path] = []
    monkeypatch.setattr("data.audio._sync_folder", synced.append)
    shelf.put([SOUND], limit=100)
    shelf.put([SOUND], limit=100)
    assert synced == [shelf.folder, shelf.folder / CONTENT[:2], shelf.folder / CONTENT[:2]]
