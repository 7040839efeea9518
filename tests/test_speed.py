"""The pace of each model: of the newest upload that it read itself, and only where that says something."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from data import jobs, schema, speed, uploads, voices
from data.store import now
from tests.calls import MODEL, OTHER, call, heard
from tests.stores import opened


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path) as store:
        yield store


def read_with(store, model, number: int, *, sound: float, took: float) -> int:
    """An upload of one call that this model has read in so many seconds."""
    recording = call(number)
    with store.atomic() as write:
        job = jobs.add(write, uploads.READ, options={})
        item = jobs.add_item(write, job, name=recording.name, content=recording.id)
        jobs.claim(write, "one")
        voices.save(write, recording, model=model, told=heard(recording))
        jobs.finish(write, item, seconds=sound)
        times = {"started_at": now() - timedelta(seconds=took), "finished_at": now()}
        write.execute(sa.update(schema.job).where(schema.job.c.id == job).values(times))
        mine = schema.voice.c.recording == recording.id
        write.execute(sa.update(schema.voice).where(mine).values(read_at=now() - timedelta(seconds=took / 2)))
    return job


def test_the_newest_upload_of_each_model_counts(store):
    read_with(store, MODEL, 1, sound=600, took=100)
    newer = read_with(store, MODEL, 2, sound=1_200, took=100)
    other = read_with(store, OTHER, 3, sound=600, took=200)
    with store.reading() as read:
        found = speed.by_model(read)
    assert {key: (one.job, round(one.times_real_time, 1)) for key, one in found.items()} == {
        MODEL.key: (newer, 12.0),
        OTHER.key: (other, 3.0),
    }


def test_a_minute_or_less_says_nothing(store):
    read_with(store, MODEL, 1, sound=59, took=1)
    with store.reading() as read:
        assert speed.by_model(read) == {}


def test_an_upload_of_duplicates_is_nobodys(store):
    read_with(store, MODEL, 1, sound=600, took=100)
    with store.atomic() as write:
        mine = schema.voice.c.model == MODEL.key
        write.execute(sa.update(schema.voice).where(mine).values(read_at=now() - timedelta(days=1)))
    with store.reading() as read:
        assert speed.by_model(read) == {}
