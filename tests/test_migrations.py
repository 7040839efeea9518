"""A database of any age becomes today's, step by step, and each step commits together with its record."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import sqlalchemy as sa

from data import schema, voices
from data.errors import NewerStore
from data.migrations import STEPS, migrate
from tests.calls import MODEL, call, heard
from tests.stores import POSTGRESQL


def done(store) -> list[tuple[int, str]]:
    with store.reading() as read:
        rows = read.execute(sa.select(schema.migration.c.number, schema.migration.c.what).order_by("number"))
        return [tuple(row) for row in rows]


def columns(store, table: str) -> set[str]:
    return {column["name"] for column in sa.inspect(store.engine).get_columns(table)}


def add_column(name: str):
    return lambda connection: connection.exec_driver_sql(f"ALTER TABLE recording ADD COLUMN {name} TEXT")


def test_a_new_database_has_every_table_and_is_marked_with_every_step(store):
    assert done(store) == [(number, what) for number, (what, _) in enumerate(STEPS, start=1)]
    assert set(schema.metadata.tables) <= set(sa.inspect(store.engine).get_table_names())


def test_migrating_again_changes_nothing(store):
    before = done(store)
    migrate(store.engine)
    assert done(store) == before


def test_an_old_database_gets_only_the_steps_it_lacks(store):
    def never(connection):
        raise AssertionError("this step was done long ago")

    old = [(what, never) for what, _ in STEPS]
    migrate(store.engine, steps=[*old, ("a note", add_column("note")), ("a mark", add_column("mark"))])
    assert [number for number, _ in done(store)] == list(range(1, len(STEPS) + 3))
    assert {"note", "mark"} <= columns(store, "recording")


def test_a_step_that_fails_leaves_no_trace_and_is_done_by_the_next_start(store):
    def half(connection):
        add_column("note")(connection)
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        migrate(store.engine, steps=[*STEPS, ("a mark", add_column("mark")), ("a note", half)])
    assert [number for number, _ in done(store)] == list(range(1, len(STEPS) + 2))
    assert "mark" in columns(store, "recording")
    assert "note" not in columns(store, "recording")
    migrate(store.engine, steps=[*STEPS, ("a mark", add_column("mark")), ("a note", add_column("note"))])
    assert "note" in columns(store, "recording")


def test_a_database_of_a_newer_toneatlas_is_left_alone(store):
    migrate(store.engine, steps=[*STEPS, ("from the future", add_column("note"))])
    known = len(STEPS)
    said = rf"newer ToneAtlas \(layout {known + 1}; this one knows {known}\): update ToneAtlas"
    with pytest.raises(NewerStore, match=said):
        migrate(store.engine)


def test_a_database_of_the_first_layout_gets_the_notes(store):
    with store.engine.execution_options(toneatlas_writes=True).begin() as connection:
        schema.note.drop(connection)
        connection.execute(sa.delete(schema.migration).where(schema.migration.c.number > 1))
    migrate(store.engine)
    assert columns(store, "note") == {column.name for column in schema.note.c}


NUMBERED = 7  # the step that gave numbers columns


def test_numbers_of_older_voices_get_their_columns(store):
    told = {"shift": 0.25, "negative": 0.5}
    voice = replace(heard(call(0))[0].voice, numbers=told)
    with store.atomic() as write:
        voices.save(write, call(0), model=MODEL, told=[voices.Told(voice)])
        next(index for index in schema.voice.indexes if index.name == "voice_by_numbers").drop(write)
        for name in schema.NUMBERS:
            write.execute(sa.DDL(f"ALTER TABLE voice DROP COLUMN {name}"))
        write.execute(sa.delete(schema.migration).where(schema.migration.c.number >= NUMBERED))
    migrate(store.engine)
    with store.reading() as read:
        row = read.execute(sa.select(*(schema.voice.c[name] for name in schema.NUMBERS))).one()
    assert row._mapping == dict.fromkeys(schema.NUMBERS) | told
    assert "voice_by_numbers" in {index["name"] for index in sa.inspect(store.engine).get_indexes("voice")}


def test_the_verdict_of_an_older_short_mono_file_is_that_of_the_whole_file(store):
    scores = np.array([0.25, 0.5, 0.25, 0.0], np.float32)
    changes = {"dominant": "生气/angry", "confidence": 0.6, "scores": scores, "numbers": {"shift": 0.5}}
    kinds = {"short": {"channels": 1, "seconds": 30.0}, "long": {"channels": 1, "seconds": 30.1}, "stereo": {}}
    numbers = dict(zip(kinds, range(3), strict=True))
    with store.atomic() as write:
        for name, of in kinds.items():
            recording = call(numbers[name], **of)
            voices.save(write, recording, model=MODEL, told=heard(recording, **changes))
        write.execute(sa.delete(schema.migration).where(schema.migration.c.number > NUMBERED))
    migrate(store.engine)
    with store.reading() as read:
        told = {name: voices.load(read, call(numbers[name]).id, model=MODEL.key)[0] for name in kinds}
    assert (told["short"].dominant, told["short"].confidence) == ("开心/happy", 0.5)
    assert told["short"].numbers == {"shift": 0.5, "second_label": 0.0, "second_score": 0.25, "margin": 0.25}
    for name in ("long", "stereo"):
        assert (told[name].dominant, told[name].confidence) == ("生气/angry", 0.6)


OPEN = "import sys; from pathlib import Path; from data.home import Home; from data.store import Store; "
OPEN += "sys.stdin.readline(); Store.open(Home(Path(sys.argv[1]))).close()"


@pytest.mark.skipif(bool(POSTGRESQL), reason="about SQLite's file")
def test_many_processes_may_make_the_same_new_database_at_once(tmp_path):
    command = [sys.executable, "-c", OPEN, str(tmp_path / "new")]
    starting = [subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(6)]
    for process in starting:  # all have imported what they need before the first may go
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate()[1] for process in starting] == [""] * 6
