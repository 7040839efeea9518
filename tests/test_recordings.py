"""Recordings: described, found, described anew by later uploads, and gone when erased."""

import numpy as np
import pytest
import sqlalchemy as sa

from data import held, jobs, recordings, schema, uploads, voices
from data.errors import BadTable, Missing
from data.recordings import OWNED
from tests.calls import MODEL, OTHER, call, heard


def test_a_recording_comes_back_as_it_was(write):
    odd = call(
        1, name="a 'b' \"c\" 录音 😀.wav", metadata={"k\n": "' OR 1=1; --", "🎧": ""}, started_at=None, synthetic=True
    )
    recordings.describe(write, odd)
    assert recordings.find(write, odd.id) == odd


def test_one_that_is_not_there_is_missing(write):
    with pytest.raises(Missing, match="not in the store"):
        recordings.find(write, call(1).id)


def test_a_later_upload_replaces_what_it_tells_and_leaves_what_it_does_not(write):
    recordings.describe(write, call(1))
    before = write.scalar(sa.select(schema.recording.c.added_at))
    bare = call(1, name="again.wav", started_at=None, agent="", queue="sales", metadata={"city": "Ulm"})
    recordings.describe(write, bare)
    assert recordings.find(write, call(1).id) == call(
        1, name="again.wav", queue="sales", metadata={"language": "de", "city": "Ulm"}
    )
    assert write.scalar(sa.select(schema.recording.c.added_at)) == before


def test_synthetic_voices_are_called_so_for_good(write):
    recordings.describe(write, call(1, synthetic=True))
    recordings.describe(write, call(1, synthetic=False))
    assert recordings.find(write, call(1).id).synthetic


def test_sizes_tell_which_files_may_be_known(write):
    for number in (1, 2, 3):
        recordings.describe(write, call(number))
    assert recordings.sizes(write, [1_003, 1_001, 5, 1_001]) == [1_001, 1_003]
    assert recordings.sizes(write, []) == []


def test_whether_all_are_there(write):
    for number in range(3):
        recordings.describe(write, call(number))
    ids = [call(number).id for number in range(3)]
    assert recordings.all_there(write, ids)
    assert recordings.all_there(write, [])
    assert not recordings.all_there(write, [*ids, call(3).id])
    assert not recordings.all_there(write, [f"{number:064d}" for number in range(3_000)])


def test_erasing_removes_every_row_of_one_recording_and_none_of_another(write):
    for number in (1, 2):
        for model in (MODEL, OTHER):
            voices.save(write, call(number), model=model, told=heard(call(number)))
            held.save(write, call(number).id, model=model.key, role="customer", levels=np.zeros(3, np.uint8))
    recordings.erase(write, call(1).id)
    for table in OWNED:
        assert set(write.scalars(sa.select(table.c.recording))) == {call(2).id}
        assert set(write.scalars(sa.select(table.c.model))) == {MODEL.key, OTHER.key}
    assert write.scalars(sa.select(schema.recording.c.id)).all() == [call(2).id]


def test_a_table_may_come_before_or_after_its_recordings(write):
    job = jobs.add(write, "read", options={"voices": "customer"})
    jobs.add_item(write, job, name="day/Call001.wav", content=call(1).id)
    jobs.finish(write, jobs.claim(write, "w")[1][0].id)
    recordings.describe(write, call(1, agent=""))
    assert uploads.add_table(write, job, b"file,agent,city\ncall001.WAV,eli,Ulm\ncall002.wav,eli,Bonn\n") == 2
    found = recordings.find(write, call(1).id)
    assert (found.agent, found.queue, found.metadata) == ("eli", "loans", {"language": "de", "city": "Ulm"})
    uploads.add_table(write, job, b"file,agent,city,script\ncall002.wav,fern,,routine\n")
    assert jobs.find(write, job).options == {
        "voices": "customer",
        "metadata": {
            "call001.WAV": {"agent": "eli", "city": "Ulm"},
            "call002.wav": {"agent": "fern", "city": "Bonn", "script": "routine"},  # the first table's city is kept
        },
    }
    with pytest.raises(BadTable):
        uploads.add_table(write, job, b"nothing\n")
    with pytest.raises(Missing, match="there is no job 99"):
        uploads.add_table(write, 99, b"file\na\n")
