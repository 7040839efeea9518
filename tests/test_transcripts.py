"""Transcripts find their recording whichever comes first, are found by words, and go with it."""

import io
import zipfile
from pathlib import Path

import pytest

from data import erasure, jobs, listing, transcripts, uploads, voices
from data.records import Selection
from data.store import Store
from jobs.intake import look, take_in
from jobs.worker import Means, Worker
from tests.calls import MODEL, call, heard

SAMPLE = Path(__file__).resolve().parent.parent / "sample_day"
pytestmark = pytest.mark.usefixtures("fake")
SAID = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Customer>my %s is gone\n"


def keep(store: Store, number: int, **changes) -> str:
    recording = call(number, **changes)
    with store.atomic() as write:
        voices.save(write, recording, model=MODEL, told=heard(recording))
    return recording.id


def upload(store: Store, name: str, content: str, *, read: bool) -> int:
    """An upload with one file, which is read or not yet."""
    with store.atomic() as write:
        job = jobs.add(write, "read", options={})
        jobs.add_item(write, job, name=name, content=content)
        if read:
            jobs.finish(write, jobs.claim(write, "w")[1][0].id)
    return job


def words(store: Store, recording: str) -> list[str]:
    with store.reading() as read:
        return [line.text for line in transcripts.load(read, recording)]


@pytest.mark.parametrize("first", ["transcript", "recording"])
def test_it_finds_the_recording_of_its_name_whichever_comes_first(store, first):
    recording = keep(store, 1)
    job = upload(store, "day/Call001.WAV", recording, read=first == "recording")
    with store.atomic() as write:
        assert uploads.add_transcript(write, job, SAID % b"card", name="call001.vtt") == 1
        if first == "transcript":
            transcripts.bind(write, job, name="day/Call001.WAV", recording=recording)
    assert words(store, recording) == ["my card is gone"]


def test_one_that_is_sent_again_takes_the_place_of_the_first(store):
    recording = keep(store, 1)
    job = upload(store, "a.wav", recording, read=True)
    for word in (b"card", b"money"):
        with store.atomic() as write:
            uploads.add_transcript(write, job, SAID % word, name="a.vtt")
    assert words(store, recording) == ["my money is gone"]


def test_it_is_of_no_other_name_and_no_other_upload(store):
    recording = keep(store, 1)
    job = upload(store, "a.wav", recording, read=True)
    other = upload(store, "a.wav", recording, read=False)
    with store.atomic() as write:
        uploads.add_transcript(write, job, SAID % b"card", name="aa.vtt")
        uploads.add_transcript(write, other, SAID % b"card", name="a.vtt")
    assert words(store, recording) == []


def test_the_search_finds_what_was_said(store):
    one, two = keep(store, 1), keep(store, 2)
    job = upload(store, "a.wav", one, read=True)
    with store.atomic() as write:
        uploads.add_transcript(write, job, SAID % b"100%_Card", name="a.srt")
    with store.reading() as read:
        for search, expected in (("%_card", [one]), ("call002", [two]), ("nothing of this", [])):
            page = listing.page(read, Selection(MODEL.key, search=search))
            assert [recording.id for recording, _ in page] == expected


def test_it_is_erased_with_its_recording_and_with_its_upload(store):
    recording = keep(store, 1)
    store.audio.put([b"x"], limit=10)
    job = upload(store, "a.wav", recording, read=True)
    with store.atomic() as write:
        uploads.add_transcript(write, job, SAID % b"card", name="a.vtt")
        uploads.add_transcript(write, job, SAID % b"coat", name="never came.vtt")
        jobs.erase(write, job)
    assert words(store, recording) == ["my card is gone"]  # the upload is forgotten, the call is not
    assert rows(store) == 1
    erasure.erase(store, recording)
    assert rows(store) == 0


def rows(store: Store) -> int:
    from data import schema

    with store.reading() as read:
        return len(read.execute(schema.transcript.select()).all())


def test_a_folder_and_a_zip_bring_them_along(store, tmp_path):
    call_file = sorted(SAMPLE.glob("call*"))[0]
    folder = tmp_path / "day"
    folder.mkdir()
    (folder / call_file.name).write_bytes(call_file.read_bytes())
    (folder / f"{call_file.stem}.srt").write_bytes(SAID % b"card")
    (folder / "stray.vtt").write_bytes(SAID % b"coat")
    found = look(folder)
    assert [path.name for path in found.transcripts] == [f"{call_file.stem}.srt"]
    assert (len(found.recordings), found.beside) == (1, 2)
    job = take_in(store, found.recordings, options={}, transcripts=found.transcripts)
    Worker(store, means=Means(model="fake", decoders=1)).drain()
    with store.reading() as read:
        [item] = jobs.items(read, job)
    assert words(store, item.content) == ["my card is gone"]

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(call_file, f"x/{call_file.name}")
        archive.writestr(f"x/{call_file.stem}.vtt", SAID % b"purse")
        archive.writestr("x/settings.json", b"{}")
    (tmp_path / "day.zip").write_bytes(packed.getvalue())
    again = take_in(store, [tmp_path / "day.zip"], options={})
    Worker(store, means=Means(model="fake", decoders=1)).drain()
    assert words(store, item.content) == ["my purse is gone"]  # the call is a duplicate, what comes with it is new
    with store.reading() as read:
        outcome = {one.name: one for one in jobs.items(read, again)}
    assert set(outcome) == {"day.zip", call_file.name}
    assert "settings.json was left out: the transcript holds no line" in outcome["day.zip"].reason
