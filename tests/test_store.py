"""The store: transactions, views, a full disk, a broken file, and the log that erased bytes must leave."""

import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import jobs, schema, settings
from data.errors import BrokenStore, DiskFull
from data.home import DATABASE_VARIABLE, HOME_VARIABLE, Home
from data.store import Store, clock, now
from tests.stores import POSTGRESQL

sqlite_only = pytest.mark.skipif(bool(POSTGRESQL), reason="about SQLite's file")


def language(store: Store) -> str:
    with store.reading() as read:
        return settings.load(read)["language"]


def test_what_is_written_is_there_for_the_next_process(store, tmp_path):
    with store.atomic() as write:
        settings.save(write, "language", "zh")
    again = Store.open(store.home)
    assert language(again) == "zh"
    again.close()


def test_an_error_undoes_the_whole_transaction(store):
    with pytest.raises(RuntimeError), store.atomic() as write:
        settings.save(write, "language", "zh")
        raise RuntimeError
    assert language(store) == "en"


def test_a_reading_sees_one_state_throughout(store):
    with store.reading() as read:
        assert settings.load(read)["language"] == "en"
        with store.atomic() as write:
            settings.save(write, "language", "zh")
        assert settings.load(read)["language"] == "en"
    assert language(store) == "zh"


def test_a_reading_cannot_write(store):
    with pytest.raises(sa.exc.DBAPIError, match=r"readonly|read-only"), store.reading() as read:
        settings.save(read, "language", "zh")
    assert language(store) == "en"


def test_writers_wait_for_each_other_and_lose_nothing(store):
    def add(step: int) -> None:
        for _ in range(10):
            with store.atomic() as write:
                row = write.execute(sa.select(schema.setting.c.value).with_for_update()).scalar_one()
                write.execute(sa.update(schema.setting).values(value=row + step))

    with store.atomic() as write:
        write.execute(schema.setting.insert().values(name="sum", value=0))
    threads = [threading.Thread(target=add, args=(step,)) for step in (1, 10, 100, 1000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as read:
        assert read.scalar(sa.select(schema.setting.c.value)) == 11_110


@sqlite_only
def test_sqlite_is_set_up_to_survive_a_power_cut_and_to_overwrite_what_it_deletes(store):
    with store.reading() as read:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store")
        told = [read.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    assert told == ["wal", 2, 1, 1, 2]  # 2: FULL, and MEMORY


@sqlite_only
def test_a_full_disk_is_said_in_a_sentence_and_loses_nothing(store):
    with store.atomic() as write:
        settings.save(write, "language", "zh")
    with (
        pytest.raises(DiskFull, match=r"no room is left in .*: free some space or erase recordings, nothing stored"),
        store.atomic() as write,
    ):
        write.exec_driver_sql("PRAGMA max_page_count=1")  # SQLite's own way to be full
        settings.save(write, "notice", "x" * 1_000_000)
    with store.atomic() as write:
        write.exec_driver_sql("PRAGMA max_page_count=1000000")
        assert settings.load(write)["language"] == "zh"
        assert settings.load(write)["notice"] == ""


@sqlite_only
def test_the_last_room_is_for_what_frees_some(store, monkeypatch):
    monkeypatch.setattr("data.store.RESERVED", 1 << 62)
    with pytest.raises(DiskFull, match="erase recordings"), store.atomic():
        raise AssertionError("there is no room to begin")
    with store.atomic(frees=True) as write:
        settings.save(write, "notice", "")


@sqlite_only
def test_other_database_errors_stay_what_they_are(store):
    with pytest.raises(sa.exc.OperationalError), store.atomic() as write:
        write.exec_driver_sql("SELECT * FROM nothing -- disk is full")


@sqlite_only
def test_scrubbing_empties_the_log(store, tmp_path):
    log = store.home.root / "toneatlas.db-wal"
    with store.atomic() as write:
        settings.save(write, "notice", "confirmed by somebody")
    assert log.stat().st_size > 0
    assert store.scrub()
    assert log.stat().st_size == 0


@sqlite_only
def test_scrubbing_says_so_when_a_reader_holds_the_log(store, monkeypatch):
    monkeypatch.setattr("data.store.SCRUB_SECONDS", 0)
    with store.reading() as read:
        settings.load(read)
        with store.atomic() as write:
            settings.save(write, "notice", "later")
        assert not store.scrub()
    assert store.scrub()


@sqlite_only
def test_a_file_that_is_no_database_is_a_broken_store(tmp_path):
    (tmp_path / "toneatlas.db").write_bytes(b"this is no database, but long enough to be looked at" * 20)
    with pytest.raises(BrokenStore, match=r"cannot be opened .*not a database"):
        Store.open(Home(tmp_path))


@sqlite_only
def test_a_torn_file_is_a_broken_store(tmp_path):
    Store.open(Home(tmp_path)).close()
    file = tmp_path / "toneatlas.db"
    with sqlite3.connect(file) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(file.read_bytes())
    content[100:4096] = b"\xff" * 3996  # the first page: the list of tables
    file.write_bytes(content)
    with pytest.raises(BrokenStore, match="put back a copy"):
        Store.open(Home(tmp_path))


def test_a_database_that_cannot_be_reached_is_a_broken_store(tmp_path, monkeypatch):
    monkeypatch.setenv(DATABASE_VARIABLE, "postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(BrokenStore):  # refused, or the driver is not installed
        Store.open(Home(tmp_path))


def test_only_sqlite_and_postgresql_are_stores(tmp_path, monkeypatch):
    monkeypatch.setenv(DATABASE_VARIABLE, "mysql://localhost/calls")
    with pytest.raises(BrokenStore, match="SQLite or PostgreSQL, not mysql"):
        Store.open(Home(tmp_path))


@pytest.mark.parametrize("name", ["plain", "spaces and ü", "what?mode=memory", "100%25#"])
@sqlite_only
def test_any_folder_can_be_a_home(tmp_path, name):
    Store.open(Home(tmp_path / name)).close()
    assert (tmp_path / name / "toneatlas.db").stat().st_size > 0


def test_the_home_is_for_its_owner_only(tmp_path):
    assert Home(tmp_path / "var").audio == tmp_path / "var" / "audio"
    assert (tmp_path / "var").stat().st_mode & 0o077 == 0


def test_the_home_comes_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "there"))
    assert Home.from_environment() == Home(tmp_path / "there")
    monkeypatch.setenv(HOME_VARIABLE, "~/calls")
    assert Home.from_environment().root == Path("~/calls").expanduser()
    monkeypatch.delenv(HOME_VARIABLE)
    monkeypatch.chdir(tmp_path)
    assert Home.from_environment() == Home(tmp_path / "var")


def test_times_are_utc_without_a_zone(store):
    with store.reading() as read:
        told = clock(read)
    assert now().tzinfo is None is told.tzinfo
    assert abs(told - datetime.now(UTC).replace(tzinfo=None)) < timedelta(seconds=30)


def test_options_may_hold_any_text_but_nothing_that_is_no_json(store):
    with store.atomic() as write:
        job = jobs.add(write, "read", options={"ü生": "a\ud800b\u2028", "n": [1, None, 1e-300]})
        assert jobs.find(write, job).options == {"ü生": "a?b\u2028", "n": [1, None, 1e-300]}
        with pytest.raises((sa.exc.StatementError, ValueError), match="not JSON compliant"):
            jobs.add(write, "read", options={"share": float("nan")})


def test_a_time_with_a_zone_is_refused(store):
    with pytest.raises(sa.exc.StatementError, match="times in the store have no zone"), store.atomic() as write:
        write.execute(schema.migration.insert().values(number=99, what="x", applied_at=datetime.now(UTC)))
