"""Forgetting for good: rows, files, copies, traces in jobs, and the very bytes on the disk."""

import os
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
import sqlalchemy as sa

from data import cache, derived, erasure, jobs, recordings, schema, uploads, voices
from data.cache import FEATURES, PROCESSED
from data.errors import Missing
from data.records import CUSTOMER
from data.store import Store, now
from tests.calls import MODEL, OTHER, call, heard
from tests.stores import POSTGRESQL

SECRET = "Rumpelstilzchen"
PRINT = np.frombuffer(f"{SECRET}!".encode(), "<f4")  # an embedding that is found again among bytes


def keep(store: Store, number: int, **changes) -> str:
    """A call with audio, readings by two models and copies; its id."""
    content, _ = store.audio.put([f"{SECRET} says {number}".encode()], limit=100)
    recording = call(number, id=content, **changes)
    for model in (MODEL, OTHER):
        with store.atomic() as write:
            voices.save(write, recording, model=model, told=heard(recording, windows=60, embedding=PRINT))
        cache.features_path(store.home, content, model=model.key, role=CUSTOMER).write_text(SECRET)
    cache.processed_path(store.home, content).write_text(SECRET)
    cache.processed_path(store.home, content).with_suffix(".77.part").write_text(SECRET)
    return content


def files(store: Store) -> set[str]:
    return {str(path.relative_to(store.home.root)) for path in store.home.root.rglob("*") if path.is_file()}


def bytes_of(store: Store) -> bytes:
    """Everything that is on the disk, the database's log included."""
    return b"".join(path.read_bytes() for path in store.home.root.rglob("*") if path.is_file())


def make_old(store: Store, *, days: float) -> None:
    then = (datetime.now(UTC) - timedelta(days=days)).timestamp()
    for path in [*store.audio.files(), *store.home.cache.iterdir(), *store.audio.incoming.iterdir()]:
        os.utime(path, (then, then))


def test_everything_of_the_recording_goes_and_nothing_of_others(store):
    before = files(store)
    gone, kept = keep(store, 1), keep(store, 2)
    with store.atomic() as write:
        derived.save(write, "map", name="", details={"ids": [gone]}, arrays={"a": np.ones(2)})
    erasure.erase(store, gone)
    with store.reading() as read:
        for table in schema.metadata.sorted_tables:
            assert gone not in repr(read.execute(sa.select(table)).all())
        assert recordings.find(read, kept)
        assert len(voices.load(read, kept, model=OTHER.key)) == 2
    erasure.erase(store, kept)
    assert files(store) == before


def test_one_that_is_not_there_is_missing(store):
    for name in ("a" * 64, "..", ""):
        with pytest.raises(Missing):
            erasure.erase(store, name)


def test_one_whose_audio_is_gone_already_can_be_erased(store):
    content = keep(store, 1)
    store.audio.erase(content)
    erasure.erase(store, content)
    with store.reading() as read, pytest.raises(Missing):
        recordings.find(read, content)


def test_its_traces_in_jobs_go_and_other_files_of_the_job_stay(store):
    gone, kept = keep(store, 1), keep(store, 2)
    with store.atomic() as write:
        job = jobs.add(write, "read", options={"voices": "all"})
        table = f"file,agent\nCall1,{SECRET}\nday2.wav,eli\nboth.wav,fern\n"
        uploads.add_table(write, job, table.encode())
        for name, content in (("day/call1.WAV", gone), ("both.wav", gone), ("day2.wav", kept), ("b/both.wav", kept)):
            jobs.add_item(write, job, name=name, content=content)
        for kind in (PROCESSED, FEATURES):
            jobs.ask(write, kind, options={"recording": gone, "role": CUSTOMER})
            jobs.ask(write, kind, options={"recording": kept, "role": CUSTOMER})
    erasure.erase(store, gone)
    with store.reading() as read:
        found = jobs.find(read, job)
        assert found.options == {
            "voices": "all",
            "metadata": {"day2.wav": {"agent": "eli"}, "both.wav": {"agent": "fern"}},
        }
        assert [item.name for item in jobs.items(read, job)] == ["day2.wav", "b/both.wav"]
        wishes = jobs.recent(read, kinds=(PROCESSED, FEATURES))
        assert [wish.options["recording"] for wish in wishes] == [kept, kept]


def test_a_job_whose_last_open_file_is_erased_is_over(store):
    content = keep(store, 1)
    with store.atomic() as write:
        job = jobs.add(write, "read", options={})
        jobs.add_item(write, job, name="a.wav", content=content)
        [item] = jobs.claim(write, "w")[1]
    erasure.erase(store, content)
    with store.atomic() as write:
        assert jobs.find(write, job).state == jobs.DONE
        assert not jobs.finish(write, item.id)  # so the worker that was reading it keeps nothing of it


@pytest.mark.skipif(bool(POSTGRESQL), reason="about SQLite's files")
def test_the_bytes_are_gone_from_the_disk(store):
    """From the database's pages and its log; among many others, so that pages are split and joined."""
    secrets = [f"{SECRET}-{number}" for number in range(40)]
    ids = [
        keep(store, number, name=f"{secret}.wav", agent=secret, queue=secret, metadata={"customer": secret})
        for number, secret in enumerate(secrets)
    ]
    with store.atomic() as write:
        job = jobs.add(write, "read", options={})
        table = "file,customer\n" + "".join(f"{secret}.wav,{secret}\n" for secret in secrets)
        uploads.add_table(write, job, table.encode())
        for secret, content in zip(secrets, ids, strict=True):
            jobs.add_item(write, job, name=f"{secret}.wav", content=content)
    assert bytes_of(store).count(SECRET.encode()) > 200
    for content in ids[1:]:
        erasure.erase(store, content)
    left = bytes_of(store)
    for secret, content in zip(secrets[1:], ids[1:], strict=True):
        assert f"{secret}.".encode() not in left
        assert content.encode() not in left
    erasure.erase(store, ids[0])
    assert SECRET.encode() not in bytes_of(store)


@pytest.mark.skipif(bool(POSTGRESQL), reason="about SQLite's log")
def test_a_reader_in_the_way_is_said_and_the_next_sweep_empties_the_log(store, monkeypatch, caplog):
    monkeypatch.setattr("data.store.SCRUB_SECONDS", 0)
    content = keep(store, 1, name=f"{SECRET}.wav")
    with store.reading() as read:
        recordings.find(read, content)
        erasure.erase(store, content)
    assert "somebody was reading" in caplog.text
    assert SECRET.encode() in bytes_of(store)
    erasure.sweep(store)
    assert SECRET.encode() not in bytes_of(store)


def test_what_is_too_old_goes_by_the_time_of_the_call_or_of_the_upload(store):
    old = keep(store, 1, started_at=datetime(2020, 1, 1))
    new = keep(store, 2, started_at=datetime(2026, 1, 1))
    unknown = keep(store, 3, started_at=None)  # uploaded now
    assert erasure.erase_older_than(store, datetime(2020, 1, 1)) == 0
    assert erasure.erase_older_than(store, datetime(2020, 1, 2)) == 1
    with store.reading() as read, pytest.raises(Missing):
        recordings.find(read, old)
    assert {path.name for path in store.audio.files()} == {new, unknown}
    assert erasure.erase_older_than(store, now() + timedelta(days=1)) == 2
    assert list(store.audio.files()) == []


def test_old_jobs_go_with_the_files_that_could_not_be_read(store):
    broken, _ = store.audio.put([b"no audio"], limit=100)
    waiting, _ = store.audio.put([b"not read yet"], limit=100)
    with store.atomic() as write:
        job, later = (jobs.add(write, "read", options={"metadata": {"a.wav": {"agent": SECRET}}}) for _ in range(2))
        jobs.add_item(write, job, name="a.wav", content=broken)
        jobs.add_item(write, later, name="b.wav", content=waiting)
        jobs.finish(write, jobs.claim(write, "w")[1][0].id, state=jobs.FAILED, reason="no audio")
    make_old(store, days=40)
    erasure.erase_older_than(store, now() - timedelta(days=30))
    assert {path.name for path in store.audio.files()} == {broken, waiting}  # the job ended just now
    erasure.erase_older_than(store, now() + timedelta(seconds=1))
    assert {path.name for path in store.audio.files()} == {waiting}  # it is still to be read
    with store.reading() as read:
        with pytest.raises(Missing):
            jobs.find(read, job)
        assert jobs.find(read, later).state == jobs.WAITING


def test_sweeping_removes_what_nobody_names_once_it_is_a_day_old(store):
    kept = keep(store, 1)
    orphan, _ = store.audio.put([b"a crash came between the file and its row"], limit=100)
    unpacked, _ = store.audio.put([b"PK: a zip whose files are in the store"], limit=100)
    failed, _ = store.audio.put([b"may be tried again"], limit=100)
    with store.atomic() as write:
        job = jobs.add(write, "read", options={})
        for name, content in (("a.zip", unpacked), ("b.wav", failed)):
            jobs.add_item(write, job, name=name, content=content)
        one, two = jobs.claim(write, "w", most=2)[1]
        jobs.finish(write, one.id)
        jobs.finish(write, two.id, state=jobs.FAILED, reason="no memory")
    stranger = cache.processed_path(store.home, "f" * 64)
    for path in (stranger, store.home.cache / "kept-by-another-program.txt", store.audio.incoming / "half"):
        path.write_text("x")
    (store.home.cache / "numba").mkdir()
    assert erasure.sweep(store) == 0
    make_old(store, days=2)
    assert erasure.sweep(store) == 4
    assert {path.name for path in store.audio.files()} == {kept, failed}
    assert not stranger.exists()
    assert cache.processed_path(store.home, kept).exists()
    assert (store.home.cache / "numba").is_dir()
    assert (store.home.cache / "kept-by-another-program.txt").exists()
    assert orphan != unpacked


def test_copies_have_places_of_their_own(store):
    home = store.home
    paths = {cache.processed_path(home, content) for content in ("a" * 64, "b" * 64)}
    for role in ("customer", "agent", "../../etc", "\ud800"):
        paths |= {cache.features_path(home, "a" * 64, model=model, role=role) for model in ("m", "n")}
    assert len(paths) == 2 + 8
    assert {path.parent for path in paths} == {home.cache}


def test_the_sample_day_goes_as_a_whole_and_nothing_else_does(store):
    real = keep(store, 1)
    synthetic = [keep(store, number, synthetic=True) for number in (2, 3)]
    with store.atomic() as write:
        sent = jobs.add(write, uploads.READ, options={"synthetic": True, "metadata": {"call002.wav": {"agent": "x"}}})
        for number, content in enumerate([*synthetic, "9" * 64]):  # the last is still to be read
            jobs.add_item(write, sent, name=f"call{number}.wav", content=content)
        own = jobs.add(write, uploads.READ, options={"voices": "all"})
        jobs.add_item(write, own, name="call.wav", content=real)
    assert erasure.erase_synthetic(store) == 2
    with store.reading() as read:
        assert recordings.count_synthetic(read) == 0 and recordings.find(read, real)
        assert jobs.items(read, sent) == [] and len(jobs.items(read, own)) == 1
        assert jobs.find(read, sent).options == {"synthetic": True}
        assert jobs.find(read, own).state == jobs.WAITING
    assert not [content for content in synthetic if store.audio.place(content).exists()]
    assert erasure.erase_synthetic(store) == 0


def test_a_sample_day_that_was_removed_does_not_come_back_with_the_next_start(store, monkeypatch):
    from jobs import sample
    from jobs.worker import Means

    with store.atomic() as write:
        jobs.add(write, uploads.READ, options={"synthetic": True})
    erasure.erase_synthetic(store)
    monkeypatch.setattr(sample.Store, "open", lambda home: store)
    sample.fill(store.home.root, means=Means(), say=lambda said: pytest.fail(said))
