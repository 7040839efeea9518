"""A disk that fills up: a sentence, nothing lost, and erasing still works."""

import errno
import uuid
from collections import namedtuple
from pathlib import Path

import pytest

from data import audio, erasure, listing, voices
from data.errors import DiskFull
from data.records import Selection
from tests.calls import MODEL, call, heard
from tests.stores import POSTGRESQL, opened

Usage = namedtuple("Usage", "total used free")
FULL = Path("/dev/full")  # everything that is written to it fails as on a full disk


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path) as store:
        content, _ = store.audio.put([b"sound"], limit=100)
        recording = call(1, id=content)
        with store.atomic() as write:
            voices.save(write, recording, model=MODEL, told=heard(recording))
        yield store


def listed(store) -> int:
    with store.reading() as read:
        return listing.count(read, Selection(MODEL.key))


def leave(monkeypatch, free: int) -> None:
    """Pretend that the disk has that many bytes left."""
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(1 << 40, (1 << 40) - free, free))


def test_an_upload_stops_before_the_disk_is_full(store, monkeypatch):
    leave(monkeypatch, audio.SPARE + 10)
    assert store.audio.put([b"ten bytes!"], limit=100)[1] == 10
    with pytest.raises(DiskFull, match="less than 256 MB left: free some space and send the file again"):
        store.audio.put([b"eleven byte"], limit=100)
    assert list(store.audio.incoming.iterdir()) == []
    assert len(list(store.audio.files())) == 2


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
def test_an_upload_that_meets_a_full_disk_leaves_nothing_behind(store, monkeypatch):
    name = uuid.uuid4()
    monkeypatch.setattr(uuid, "uuid4", lambda: name)
    for sound in (b"little, kept in a buffer until the end", b"much" * 1_000_000):
        (store.audio.incoming / name.hex).symlink_to(FULL)
        with pytest.raises(DiskFull, match="free some space and send the file again"):
            store.audio.put([sound], limit=1 << 30)
        assert list(store.audio.incoming.iterdir()) == []
        assert len(list(store.audio.files())) == 1


def test_an_error_that_is_not_about_room_stays_what_it_is(store, monkeypatch):
    def broken(_):
        raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr("os.fsync", broken)
    with pytest.raises(OSError, match="input/output error"):
        store.audio.put([b"sound"], limit=100)
    assert list(store.audio.incoming.iterdir()) == []


@pytest.mark.skipif(bool(POSTGRESQL), reason="PostgreSQL has a disk of its own")
def test_readings_are_refused_in_time_and_erasing_still_works(store, monkeypatch):
    leave(monkeypatch, (64 << 20) - 1)
    with pytest.raises(DiskFull, match="no room is left"), store.atomic() as write:
        voices.save(write, call(2), model=MODEL, told=heard(call(2)))
    assert listed(store) == 1
    [file] = store.audio.files()
    erasure.erase(store, file.name)
    assert listed(store) == 0
    assert not file.exists()
