"""The worker on real files and a fake model: every file ends as one row, and nothing stops the others."""

import io
import threading
import zipfile
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from data import jobs, listing, maps, schema, voices, workers
from data.cache import features_path, processed_path
from data.errors import DiskFull
from data.home import Home
from data.records import Selection
from data.store import Store
from inference.fake import FakeModel
from jobs import read as reading
from jobs import worker as working
from jobs.intake import take_in
from jobs.worker import Means, Worker

SAMPLE = Path(__file__).resolve().parent.parent / "sample_day"
KEY = FakeModel.card.key
pytestmark = pytest.mark.usefixtures("fake")
PATIENCE = 120.0  # seconds


@pytest.fixture
def calls():
    return sorted(SAMPLE.glob("call*"))[:3]


def work(store: Store) -> Worker:
    running = Worker(store, means=Means(model="fake", decoders=1))
    running.drain()
    return running


def rows(store: Store, job: int) -> dict[str, tuple[str, str]]:
    with store.reading() as read:
        return {item.name: (item.state, item.reason) for item in jobs.items(read, job)}


def test_every_call_of_a_folder_is_read(store, calls):
    job = take_in(store, calls, options={}, table=SAMPLE / "metadata.csv")
    work(store)
    with store.reading() as read:
        over = jobs.find(read, job)
        page = listing.page(read, Selection(KEY))
    assert over.state == "done" and over.progress["done"] == 3
    assert over.progress["seconds"] == pytest.approx(sum(recording.seconds for recording, _ in page))
    for recording, voice in page:
        assert voice.role == "customer" and voice.scores.sum() == pytest.approx(1, abs=1e-5)
        assert recording.roles == ("agent", "customer") and recording.agent and recording.queue


def test_who_waits_for_a_job_waits_also_for_what_another_worker_has_in_hand(store, calls, monkeypatch):
    job = take_in(store, calls[:2], options={})
    with store.atomic() as write:
        [item] = jobs.claim(write, "a server's worker")[1]
    running = Worker(store, means=Means(model="fake", decoders=1))
    left = []

    def wait(_seconds: float) -> None:
        left.append(sorted(state for state, _ in rows(store, job).values()))
        with store.atomic() as write:
            jobs.finish(write, item.id)

    monkeypatch.setattr(running.stopping, "wait", wait)
    running.drain(job=job)
    assert left == [["done", "running"]]
    assert {state for state, _ in rows(store, job).values()} == {"done"}


def test_a_model_is_loaded_once_by_whatever_name(store, monkeypatch):
    running = Worker(store, means=Means(model="fake"))
    assert running.model("auto") is running.model("fake")


def test_the_agent_is_read_only_when_asked_for(store, calls):
    take_in(store, calls[:1], options={})
    work(store)
    again = take_in(store, calls[:1], options={"voices": "all"})
    work(store)
    with store.reading() as read:
        [content] = {item.content for item in jobs.items(read, again)}
        heard = {voice.role: voice for voice in voices.load(read, content, model=KEY)}
    assert rows(store, again)[calls[0].name][0] == "done"  # more was asked for than is known: it is read again
    assert heard["agent"].scores is not None


def test_the_same_call_twice_is_one_recording(store, calls, tmp_path):
    copy = tmp_path / "copy_of_it.wav"
    copy.write_bytes(calls[0].read_bytes())
    job = take_in(store, [calls[0], copy], options={})
    work(store)
    state, reason = rows(store, job)["copy_of_it.wav"]
    assert state == "duplicate" and calls[0].name in reason
    with store.reading() as read:
        assert listing.count(read, Selection(KEY)) == 1


def test_broken_files_end_as_sentences_and_the_others_are_read(store, calls, tmp_path):
    bad = {"empty.wav": b"", "text.wav": b"hello, this is a text\n" * 9, "noise.mp3": bytes(range(256)) * 20}
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    job = take_in(store, [*(tmp_path / name for name in bad), calls[0]], options={})
    work(store)
    outcome = rows(store, job)
    assert outcome.pop(calls[0].name)[0] == "done"
    assert all(state == "failed" and len(reason) > 20 for state, reason in outcome.values()), outcome


def test_a_silent_file_is_unknown_with_its_reason(store, tmp_path):
    from inference.audio import Audio
    from inference.wav import write_wav

    write_wav(tmp_path / "silent.wav", Audio(np.zeros((1, 48_000), np.float32), 16_000))
    job = take_in(store, [tmp_path / "silent.wav"], options={})
    work(store)
    assert rows(store, job)["silent.wav"][0] == "done"
    with store.reading() as read:
        [item] = jobs.items(read, job)
        [voice] = voices.load(read, item.content, model=KEY)
    assert voice.dominant == "unknown" and "no speech" in voice.reason


def test_a_zip_is_read_with_its_table_and_a_zip_in_it_is_refused(store, calls, tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("x.wav", b"x")
    path = tmp_path / "day.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(calls[0], f"folder/{calls[0].name}")
        archive.writestr("folder/meta.csv", f"file,agent\n{calls[0].name},zoe\n")
        archive.writestr("inner.zip", inner.getvalue())
    job = take_in(store, [path], options={})
    work(store)
    outcome = rows(store, job)
    assert outcome["day.zip"][0] == "done" and outcome[calls[0].name][0] == "done"
    assert outcome["inner.zip"][0] == "failed" and "zip inside a zip" in outcome["inner.zip"][1]
    with store.reading() as read:
        [(recording, _)] = listing.page(read, Selection(KEY))
    assert recording.agent == "zoe"


def test_a_zip_that_is_tried_again_adds_no_row_twice(store, tmp_path, monkeypatch):
    path = tmp_path / "day.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (("one/a.wav", b"a"), ("two/a.wav", b"a"), ("b.wav", b"b"), ("c.zip", b"PK\x03\x04")):
            archive.writestr(name, content)
    job = take_in(store, [path], options={})
    added, room = jobs.add_item, [2]

    def until_full(*given, **named):
        if not room[0]:
            raise DiskFull("no room is left")
        room[0] -= 1
        return added(*given, **named)

    monkeypatch.setattr(jobs, "add_item", until_full)
    work(store)
    assert rows(store, job)["day.zip"] == ("failed", "no room is left")
    room[0] = 100
    with store.atomic() as write:
        jobs.retry(write, job)
    work(store)
    assert rows(store, job)["day.zip"] == ("done", "a zip of 4 files, each in a row of its own")
    with store.reading() as read:
        names = sorted(item.name for item in jobs.items(read, job))
    assert names == ["a.wav", "a.wav", "b.wav", "c.zip", "day.zip"]


def test_a_map_is_drawn_and_found_again(store, calls):
    take_in(store, calls, options={})
    work(store)
    request = maps.Request(Selection(KEY), unit="windows", method="pca")
    with store.atomic() as write:
        assert maps.find(write, request) is None
        jobs.ask(write, maps.KIND, options=request.options())
    work(store)
    with store.reading() as read:
        found = maps.find(read, request)
        points = listing.points(read, Selection(KEY), unit="windows")
    assert found.arrays["coordinates"].shape == (len(points), 2)
    assert maps.places(found).recordings == points.recordings


def test_an_empty_selection_gives_a_sentence_instead_of_a_map(store):
    with store.atomic() as write:
        job = jobs.ask(write, maps.KIND, options=maps.Request(Selection(KEY)).options())
    work(store)
    with store.reading() as read:
        failed = jobs.find(read, job)
    assert failed.state == "failed" and "nothing to draw" in failed.reason


def test_playback_and_frame_embeddings_land_in_the_cache(store, calls):
    import soundfile

    take_in(store, calls[:1], options={})
    work(store)
    with store.atomic() as write:
        [(recording, _)] = listing.page(write, Selection(KEY))
        line = voices.timeline(write, recording.id, model=KEY, role="customer")
        jobs.ask(write, "processed", options={"recording": recording.id})
        jobs.ask(write, "features", options={"recording": recording.id, "model": KEY, "role": "customer"})
    work(store)
    samples, rate = soundfile.read(processed_path(store.home, recording.id))
    assert rate == 16_000 and samples.shape[1] == 2
    assert samples.shape[0] == pytest.approx(recording.seconds * rate, abs=1)
    features = np.load(features_path(store.home, recording.id, model=KEY, role="customer"), allow_pickle=False)
    assert features.shape == (len(line.frames), FakeModel.card.size)


def test_a_job_of_an_unknown_kind_fails_with_a_sentence(store):
    with store.atomic() as write:
        job = jobs.ask(write, "dance", options={})
    work(store)
    with store.reading() as read:
        assert "does not know jobs of the kind 'dance'" in jobs.find(read, job).reason


def test_what_was_cancelled_is_not_stored(store, calls, monkeypatch):
    job = take_in(store, calls, options={})
    kept = reading.keep

    def cancel_then_keep(*arguments, **named):
        with store.atomic() as write:
            jobs.cancel(write, job)
        kept(*arguments, **named)

    monkeypatch.setattr(reading, "keep", cancel_then_keep)
    work(store)
    with store.reading() as read:
        assert listing.count(read, Selection(KEY)) == 0
        assert jobs.find(read, job).state == "cancelled"


def test_an_unexpected_error_fails_its_file_and_no_other(store, calls, monkeypatch):
    job = take_in(store, calls, options={})
    kept, seen = reading.keep, []

    def stumble(store, one, *arguments, **named):
        seen.append(one.due.item.name)
        if len(seen) == 2:
            raise ZeroDivisionError("a bug")
        kept(store, one, *arguments, **named)

    monkeypatch.setattr(reading, "keep", stumble)
    work(store)
    outcome = rows(store, job)
    assert outcome[seen[1]][0] == "failed" and "ZeroDivisionError" in outcome[seen[1]][1]
    assert [state for state, _ in outcome.values()].count("done") == 2


def test_an_unexpected_error_in_an_archive_fails_it_and_no_other_file(store, calls, monkeypatch):
    job = take_in(store, calls, options={})
    looked = working.unzip

    def stumble(store, item):
        if item.name == calls[1].name:
            raise ZeroDivisionError("a bug")
        return looked(store, item)

    monkeypatch.setattr(working, "unzip", stumble)
    work(store)
    outcome = rows(store, job)
    state, reason = outcome.pop(calls[1].name)
    assert state == "failed" and "ZeroDivisionError" in reason
    assert [state for state, _ in outcome.values()] == ["done", "done"]


def test_a_person_who_waits_comes_before_the_rest_of_a_day(store, calls, monkeypatch):
    take_in(store, calls, options={})
    kept, order = reading.keep, []

    def keep_and_ask(store, one, *arguments, **named):
        kept(store, one, *arguments, **named)
        order.append(one.due.item.name)
        if len(order) == 1:
            with store.atomic() as write:
                jobs.ask(write, maps.KIND, options=maps.Request(Selection(KEY), method="pca").options())

    drawn = working.project.draw
    monkeypatch.setattr(reading, "keep", keep_and_ask)
    monkeypatch.setattr(working.project, "draw", lambda *given: (order.append("map"), drawn(*given)))
    work(store)
    assert order.index("map") == 1 and len(order) == 4


def test_a_stopped_worker_gives_its_work_back_untried(store, calls, monkeypatch):
    job = take_in(store, calls, options={})
    running = Worker(store, means=Means(model="fake", decoders=1))
    kept = reading.keep

    def keep_and_stop(*arguments, **named):
        kept(*arguments, **named)
        running.stopping.set()

    monkeypatch.setattr(reading, "keep", keep_and_stop)
    running.drain()
    with store.reading() as read:
        left = jobs.items(read, job, states=("waiting",))
    assert len(left) == 2 and all(item.attempts == 0 for item in left)


def test_a_worker_says_that_it_is_ready_and_then_that_it_stopped(store, monkeypatch):
    running = Worker(store, means=Means(model="fake", decoders=1))
    seen = []

    def look_and_stop(_decoders) -> bool:
        with store.reading() as read:
            seen.extend((one.state, one.model, one.device) for one in workers.alive(read))
        running.stopping.set()
        return True

    monkeypatch.setattr(running, "_turn", look_and_stop)
    running.run()
    assert seen == [("ready", KEY, "cpu")]  # where it reads, not the "auto" it was asked for
    with store.reading() as read:
        assert workers.alive(read) == []
        assert read.execute(schema.worker.select()).one().state == "stopped"


def test_a_store_that_cannot_be_written_is_waited_for_and_the_model_stays_loaded(store, calls, monkeypatch):
    job = take_in(store, calls[:1], options={})
    running = Worker(store, means=Means(model="fake", decoders=1))
    away = sa.exc.OperationalError("BEGIN", {}, Exception("the server is starting up"))
    troubles = {"claim_more": [away], "bury": [DiskFull("no room is left"), away]}
    turned, load, loaded = running._turn, working.models.load, []
    monkeypatch.setattr(working.models, "load", lambda name, **means: loaded.append(name) or load(name, **means))

    def stumbling(name):
        does = getattr(jobs, name)

        def stumble(*given, **named):
            if troubles[name]:
                raise troubles[name].pop()
            return does(*given, **named)

        monkeypatch.setattr(jobs, name, stumble)

    def turn_until_nothing_waits(decoders):
        busy = turned(decoders)
        if not busy:
            running.stopping.set()
        return busy

    stumbling("claim_more")  # when one file is in hand
    stumbling("bury")
    monkeypatch.setattr(working, "AWAY_SECONDS", 0.0)
    monkeypatch.setattr(running, "_turn", turn_until_nothing_waits)
    running.run()
    assert not any(troubles.values()) and loaded == ["fake"]
    assert [state for state, _ in rows(store, job).values()] == ["done"]


def test_a_file_is_not_failed_because_the_database_was_away(store, calls, monkeypatch):
    job = take_in(store, calls[:1], options={})
    running, looked = Worker(store, means=Means(model="fake", decoders=1)), working.known
    troubles = [sa.exc.OperationalError("BEGIN", {}, Exception("the server is starting up"))]
    turned = running._turn

    def away_once(*given, **named):
        if troubles:
            raise troubles.pop()
        return looked(*given, **named)

    def turn_until_nothing_waits(decoders):
        busy = turned(decoders)
        if not busy:
            running.stopping.set()
        return busy

    monkeypatch.setattr(working, "known", away_once)
    monkeypatch.setattr(working, "AWAY_SECONDS", 0.0)
    monkeypatch.setattr(running, "_turn", turn_until_nothing_waits)
    running.run()
    assert not troubles and [state for state, _ in rows(store, job).values()] == ["done"]


def test_a_database_that_is_away_for_a_moment_does_not_silence_a_worker(store, monkeypatch):
    beaten, beats = threading.Event(), []

    def beat(_write, name):
        beats.append(name)
        if len(beats) == 1:
            raise sa.exc.OperationalError("BEGIN", {}, Exception("the server is starting up"))
        beaten.set()

    monkeypatch.setattr(working, "BEAT_SECONDS", 0.01)
    monkeypatch.setattr(working.jobs, "beat", beat)
    running = Worker(store, name="w")
    with running._alive():
        assert beaten.wait(PATIENCE)
    assert set(beats) == {"w"}


@pytest.fixture
def reads(monkeypatch):
    """How many voices the model was given in each go."""
    heard, counts = FakeModel.read, []

    def counted(self, voices, **options):
        counts.append(len(voices))
        return heard(self, voices, **options)

    monkeypatch.setattr(FakeModel, "read", counted)
    return counts


def everything(store: Store) -> list[object]:
    with store.reading() as read:
        tables = (schema.voice, schema.embedding, schema.reading, schema.timeline)
        rows = [row._mapping for table in tables for row in read.execute(table.select().order_by(*table.primary_key))]
    return [{name: value for name, value in row.items() if name != "read_at"} for row in rows]


def test_company_changes_nothing_that_is_stored(store, calls, tmp_path, monkeypatch, reads):
    take_in(store, calls, options={})
    work(store)
    other = Store.open(Home(tmp_path / "other"))
    take_in(other, calls, options={})
    monkeypatch.setattr(FakeModel, "batch_seconds", 10_000.0)
    monkeypatch.setattr(working, "AT_ONCE", 1)  # more of the job is claimed while the batch is gathered
    work(other)
    assert reads == [1, 1, 1, 3]
    assert len(everything(store)) >= 12 and everything(other) == everything(store)
    other.close()


def test_a_call_that_the_model_cannot_read_takes_no_other_with_it(store, calls, monkeypatch):
    job = take_in(store, calls, options={})
    heard = reading.listen_all

    def stumble(several, model):
        if any(call.recording.name == calls[1].name for call in several):
            raise ZeroDivisionError("a bug")
        return heard(several, model)

    monkeypatch.setattr(FakeModel, "batch_seconds", 10_000.0)
    monkeypatch.setattr(reading, "listen_all", stumble)
    work(store)
    outcome = rows(store, job)
    assert outcome.pop(calls[1].name)[0] == "failed"
    assert [state for state, _ in outcome.values()] == ["done", "done"]


def test_what_is_cancelled_while_it_is_read_in_company_is_not_stored(store, calls, monkeypatch):
    job = take_in(store, calls, options={})
    kept, seen = reading.keep, []

    def keep_then_cancel(*arguments, **named):
        kept(*arguments, **named)
        seen.append(arguments)
        with store.atomic() as write:
            jobs.cancel(write, job)

    monkeypatch.setattr(FakeModel, "batch_seconds", 10_000.0)
    monkeypatch.setattr(reading, "keep", keep_then_cancel)
    work(store)
    assert len(seen) == 3
    assert sorted(state for state, _ in rows(store, job).values()) == ["cancelled", "cancelled", "done"]
    with store.reading() as read:
        assert listing.count(read, Selection(KEY)) == 1


def test_what_ended_a_worker_before_is_read_alone(store, calls, monkeypatch, reads):
    take_in(store, calls, options={})
    with store.atomic() as write:
        jobs.claim(write, "an earlier one")
        jobs.bury(write, "an earlier one")
    monkeypatch.setattr(FakeModel, "batch_seconds", 10_000.0)
    work(store)
    assert reads == [2, 1]
