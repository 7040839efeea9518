"""One file in, its result out, with a worker beside it that hears with the fake model."""

import threading
from pathlib import Path

import pytest

from data import jobs, result, voices
from data.home import Home
from data.store import Store
from inference.fake import FakeModel
from inference.models import FAKE_VARIABLE
from jobs.worker import Means, Worker
from tests.serving import client_of

KEY = FakeModel.card.key
SAMPLE = Path(__file__).resolve().parent.parent / "sample_day"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = Store.open(Home(tmp_path_factory.mktemp("predict") / "var"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(store):
    with client_of(store) as opened:
        yield opened


@pytest.fixture(scope="module")
def worker(store):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FAKE_VARIABLE, "1")
        running = Worker(store, means=Means(model="fake", decoders=1))
        thread = threading.Thread(target=running.run, name="worker")
        thread.start()
        yield running
        running.stopping.set()
        thread.join(30)


@pytest.fixture(scope="module")
def calls():
    """Short calls of the sample day, each to be sent by one test for the first time."""
    return iter(path.read_bytes() for path in sorted(SAMPLE.glob("call*")))


def test_the_answer_is_the_stored_result_with_its_embedding(client, store, worker, calls):
    told = client.post("/api/predict?name=clip.wav&extract_embedding=true", content=next(calls)).json()
    assert (told["file"], told["role"], told["granularity"]) == ("clip.wav", "customer", "utterance")
    assert told["model"]["name"] == "fake"
    assert sum(told["scores"].values()) == pytest.approx(1, abs=1e-4)
    with store.reading() as read:
        voice, _ = voices.load(read, told["recording"], model=KEY)
        stored = result.load(read, told["recording"], model=KEY)
    assert told["embedding"] == voice.embedding.tolist()
    assert told["scores"] == stored["scores"]


def test_frames_come_when_asked_for(client, worker, calls):
    told = client.post("/api/predict?name=clip.wav&granularity=frame", content=next(calls)).json()
    assert told["granularity"] == "frame"
    assert len(told["frames"]["starts"]) == len(told["frames"]["scores"]) > 50  # a second at least
    assert "embedding" not in told


def test_the_same_file_again_is_answered_from_the_store(client, worker, calls):
    content = next(calls)
    first, second = (client.post("/api/predict?name=clip.wav", content=content).json() for _ in range(2))
    assert first["scores"] == second["scores"]
    [newest, *_] = client.get("/api/jobs?kind=read").json()["jobs"]
    assert newest["progress"]["duplicate"] == 1


def test_everybody_s_voice_is_read_only_when_it_is_asked_for(client, worker, calls):
    content = next(calls)
    customer = client.post("/api/predict?name=call.wav", content=content).json()
    assert (customer["roles"]["agent"]["scores"], customer["roles"]["agent"]["turns"] != []) == ({}, True)
    everybody = client.post("/api/predict?name=call.wav&voices=all", content=content).json()
    assert sum(everybody["roles"]["agent"]["scores"].values()) == pytest.approx(1, abs=1e-4)


def test_a_person_who_waits_goes_before_a_day_of_calls(client, store, worker, calls):
    client.post("/api/predict?name=clip.wav", content=next(calls))
    with store.reading() as read:
        assert jobs.recent(read, kinds=["read"], most=1)[0].priority == jobs.WAITED_FOR


def test_what_is_no_audio_is_refused_with_the_worker_s_sentence(client, worker):
    refused = client.post("/api/predict?name=notes.wav", content=b"these are notes, not sound " * 50)
    assert refused.status_code == 422
    assert "notes.wav" in refused.json()["error"]


def test_a_zip_belongs_to_the_uploads(client, store):
    refused = client.post("/api/predict?name=day.zip", content=b"PK\x03\x04" + bytes(100))
    assert (refused.status_code, "/api/uploads" in refused.json()["error"]) == (415, True)
    with store.reading() as read:
        assert not any(
            item.name == "day.zip" for job in jobs.recent(read, kinds=["read"]) for item in jobs.items(read, job.id)
        )


@pytest.mark.parametrize(
    "query",
    [
        "",
        "name=a.wav&granularity=word",
        "name=a.wav&extract_embedding=perhaps",
        "name=a.wav&model=none",
        "name=a.wav&voices=agent",
    ],
)
def test_a_bad_question_is_refused_before_the_file_is_read(client, query):
    refused = client.post(f"/api/predict?{query}", content=b"x")
    assert (refused.status_code, "error" in refused.json()) == (400, True)
