"""Listing, results, files and erasing by HTTP."""

import io
import json
import threading
from datetime import datetime

import numpy as np
import pytest

from data import cache, jobs, recordings, result, settings, voices, workers
from data.home import Home
from data.records import english
from data.store import Store
from tests.day import HOSTILE, MODEL, fill
from tests.serving import client_of


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """One store for all tests; those that change a call have one of their own in it."""
    opened = Store.open(Home(tmp_path_factory.mktemp("recordings") / "var"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(store):
    with client_of(store) as opened:
        yield opened


@pytest.fixture(scope="module")
def calls(store):
    return fill(store, calls=8, audio=True, seconds=20.0)


def test_an_empty_store_lists_nothing(tmp_path):
    client = client_of(Store.open(Home(tmp_path / "var")))
    assert client.get("/api/recordings").json() == {"model": "", "total": 0, "offset": 0, "recordings": []}


def test_a_page_is_sorted_filtered_and_counted_in_the_store(client, calls):
    told = client.get("/api/recordings?limit=3&offset=2").json()
    assert (told["model"], told["total"], told["offset"]) == (MODEL.key, 8, 2)
    assert [row["recording"] for row in told["recordings"]] == calls[2:5]  # by call time
    assert {row["emotion"] for row in told["recordings"]} <= set(result.NINE)
    ada = client.get("/api/recordings?agent=ada&descending=true").json()
    assert [row["recording"] for row in ada["recordings"]] == [calls[5], calls[0]]
    two = client.get("/api/recordings?agent=ada&agent=chen").json()
    assert {row["agent"] for row in two["recordings"]} == {"ada", "chen"}
    everyone = client.get("/api/recordings?role=all").json()
    assert everyone["total"] == 16
    later = datetime(2026, 3, 2, 9) + 4 * (datetime(2026, 3, 2, 18) - datetime(2026, 3, 2, 9)) / 8
    assert client.get(f"/api/recordings?since={later.isoformat()}").json()["total"] == 4
    assert client.get("/api/recordings?order=longest_negative_run").status_code == 200


@pytest.mark.parametrize(
    ("query", "total"),
    [("shortest=20", 8), ("shortest=20.001", 0), ("longest=20", 8), ("longest=19.9", 0), ("shortest=5&longest=30", 8)],
)
def test_calls_are_filtered_by_their_length_in_seconds(client, calls, query, total):
    assert client.get(f"/api/recordings?{query}").json()["total"] == total  # every made call lasts 20 s


def test_an_emotion_is_asked_for_by_its_english_name_or_its_label(client, calls):
    rows = client.get("/api/recordings").json()["recordings"]
    for name in {row["emotion"] for row in rows}:
        expected = [row["recording"] for row in rows if row["emotion"] == name]
        label = next(label for label in (*MODEL.labels, name) if english(label) == name)
        for asked in (name, label):
            told = client.get("/api/recordings", params={"emotion": asked}).json()["recordings"]
            assert [row["recording"] for row in told] == expected
    assert client.get("/api/recordings?emotion=unknown").status_code == 200


def test_the_list_and_the_result_tell_the_same_flags(client, store, calls):
    with store.atomic() as write:
        settings.save(write, "weak_below", "100")
    for row in client.get("/api/recordings").json()["recordings"]:
        told = client.get(f"/api/recordings/{row['recording']}").json()
        assert (row["flags"], "low_confidence" in row["flags"]) == (told["flags"], told["emotion"] != "unknown")
    with store.atomic() as write:
        settings.save(write, "weak_below", "30")


@pytest.mark.parametrize(
    "query",
    [
        "limit=-1", "limit=501", "limit=x", "limit=", "offset=1e3", "offset=99999999999999999999", "offset=²",
        "since=yesterday", "until=2026-03-02T09:00:00%2B01:00", "order=%22", "order=name;drop", "order=$.x",
        "order=foo", "emotion=joy", "emotion=angry&emotion=joy",
        "descending=maybe", "job=-1", "shortest=x", "shortest=-1", "longest=nan", "longest=inf", "longest=",
    ],
)  # fmt: skip
def test_a_bad_question_is_answered_with_a_sentence(client, calls, query):
    refused = client.get(f"/api/recordings?{query}")
    assert (refused.status_code, len(refused.json()["error"]) > 15) == (400, True)


@pytest.mark.parametrize(
    "search", ["'", "%", "_", "\\", "\x00", "' OR 1=1 --", "\ud800".encode("utf-8", "surrogatepass")]
)
def test_a_search_is_only_ever_text(client, calls, search):
    assert client.get("/api/recordings", params={"search": search}).status_code == 200


def test_the_result_is_result_json(client, calls):
    told = client.get(f"/api/recordings/{calls[0]}").json()
    assert (told["recording"], told["granularity"], told["role"]) == (calls[0], "utterance", "customer")
    assert told["emotion"] == max(told["scores"], key=told["scores"].get)
    assert sum(told["scores"].values()) == pytest.approx(1, abs=1e-4)
    assert set(told["roles"]) == {"customer", "agent"}
    assert "frames" not in told
    framed = client.get(f"/api/recordings/{calls[0]}?granularity=frame&model={MODEL.key}").json()
    assert len(framed["frames"]["starts"]) == len(framed["frames"]["scores"]) > 100


@pytest.mark.parametrize("path", ["", "/audio", "/processed_audio.wav", "/embedding.npy"])
@pytest.mark.parametrize("recording", ["0" * 64, "nothing", "..", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "%00"])
def test_what_is_not_there_is_404_and_json(client, calls, recording, path):
    found = client.get(f"/api/recordings/{recording}{path}")
    assert (found.status_code, "error" in found.json()) == (404, True)


def test_another_model_or_granularity_is_not_made_up(client, calls):
    assert client.get(f"/api/recordings/{calls[0]}?model=compact@1").status_code == 404
    assert client.get(f"/api/recordings/{calls[0]}?granularity=word").status_code == 400


def test_the_audio_is_the_file_that_was_sent(client, store, calls):
    content = store.audio.find(calls[0]).read_bytes()
    whole = client.get(f"/api/recordings/{calls[0]}/audio")
    assert (whole.content, whole.headers["content-type"], whole.headers["accept-ranges"]) == (
        content,
        "audio/wav",
        "bytes",
    )
    assert whole.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-99", 206, 0, 99),
        ("bytes=1000-", 206, 1000, None),
        ("bytes=-10", 206, -10, None),
        ("lines=1-2", 400, 0, 0),
        ("bytes=99999999-", 416, 0, 0),
    ],
)
def test_parts_of_the_audio_are_served_so_that_players_can_seek(client, store, calls, asked, status, first, last):
    content = store.audio.find(calls[0]).read_bytes()
    part = client.get(f"/api/recordings/{calls[0]}/audio", headers={"Range": asked})
    assert part.status_code == status
    if status == 206:
        start = first % len(content)
        end = len(content) - 1 if last is None else last
        assert part.content == content[start : end + 1]
        assert part.headers["content-range"] == f"bytes {start}-{end}/{len(content)}"


def test_a_hostile_name_cannot_break_out_of_the_header(client, store, calls):
    with store.reading() as read:
        assert recordings.find(read, calls[5]).name == HOSTILE
    told = client.get(f"/api/recordings/{calls[5]}/audio").headers["content-disposition"]
    plain, full = told.removeprefix('attachment; filename="').split("\"; filename*=UTF-8''")
    assert not set(plain) & set('"\\<>\r\n;=()') and not set(full) & set("\"\\<> \r\n;=()'")
    assert "%3Cimg%20src%3Dx" in full


@pytest.mark.parametrize("mime", ["", "text/html", "image/svg+xml"])
def test_audio_is_never_served_as_a_page(client, store, calls, mime):
    with store.atomic() as write:
        call = recordings.find(write, calls[1])
        recordings.describe(
            write, type(call)(**{name: getattr(call, name) for name in call.__slots__} | {"mime": mime})
        )
    assert client.get(f"/api/recordings/{calls[1]}/audio").headers["content-type"] == "application/octet-stream"


def test_the_embedding_is_the_voice_s_own(client, store, calls):
    with store.reading() as read:
        [voice] = [one for one in voices.load(read, calls[0], model=MODEL.key) if one.embedding is not None]
    for query in ("", "?role=customer", f"?model={MODEL.key}"):
        served = client.get(f"/api/recordings/{calls[0]}/embedding.npy{query}")
        np.testing.assert_array_equal(np.load(io.BytesIO(served.content), allow_pickle=False), voice.embedding)
    assert client.get(f"/api/recordings/{calls[0]}/embedding.npy?role=agent").status_code == 404


def test_a_copy_that_is_not_there_yet_is_asked_of_a_worker_and_waited_for(client, store, calls):
    path = cache.processed_path(store.home, calls[2])
    path.unlink()
    with store.atomic() as write:
        workers.tell(write, "tester", state=workers.READY)

    def work():
        while True:
            with store.atomic() as write:
                claimed = jobs.claim(write, "tester")
            if claimed:
                break
            threading.Event().wait(0.02)
        job, [item] = claimed
        assert (job.kind, dict(job.options), job.priority) == ("processed", {"recording": calls[2]}, jobs.WAITED_FOR)
        path.write_bytes(b"RIFF made")
        with store.atomic() as write:
            jobs.finish(write, item.id)

    thread = threading.Thread(target=work)
    thread.start()
    served = client.get(f"/api/recordings/{calls[2]}/processed_audio.wav")
    thread.join()
    assert (served.status_code, served.content, served.headers["content-type"]) == (200, b"RIFF made", "audio/wav")


def test_frames_of_an_embedding_are_asked_for_by_model_and_role(client, store, calls, monkeypatch):
    monkeypatch.setattr("dashboard.api.waiting.ALONE_SECONDS", 0.1)
    with store.atomic() as write:
        workers.tell(write, "tester", state=workers.STOPPED)
    refused = client.get(f"/api/recordings/{calls[3]}/embedding.npy?granularity=frame")
    assert (refused.status_code, "no worker is running" in refused.json()["error"]) == (503, True)
    assert refused.headers["retry-after"] == "30"
    with store.reading() as read:
        [job] = jobs.recent(read, kinds=["features"])
    assert dict(job.options) == {"recording": calls[3], "model": MODEL.key, "role": "customer"}
    path = cache.features_path(store.home, calls[3], model=MODEL.key, role="customer")
    np.save(path, np.ones((7, 3), np.float32))
    served = client.get(f"/api/recordings/{calls[3]}/embedding.npy?granularity=frame")
    assert np.load(io.BytesIO(served.content), allow_pickle=False).shape == (7, 3)


def test_a_job_that_fails_says_why_and_one_that_lasts_says_so(client, store, calls, monkeypatch):
    cache.processed_path(store.home, calls[4]).unlink()
    with store.atomic() as write:
        workers.tell(write, "tester", state=workers.READY)
    address = f"/api/recordings/{calls[4]}/processed_audio.wav"
    with monkeypatch.context() as hasty:
        hasty.setattr("dashboard.api.waiting.finished.__kwdefaults__", {"patience": 0.1})
        lasting = client.get(address)
    assert (lasting.status_code, "ask again" in lasting.json()["error"]) == (503, True)
    over = threading.Event()
    thread = threading.Thread(target=fail_all, args=[store, over])
    thread.start()
    refused = client.get(address)
    over.set()
    thread.join()
    assert (refused.status_code, refused.json()) == (422, {"error": "the file is broken"})


def fail_all(store, over):
    """A worker under whose hands every job fails."""
    while not over.wait(0.02):
        with store.atomic() as write:
            _, items = jobs.claim(write, "tester") or (None, [])
            for item in items:
                jobs.finish(write, item.id, state=jobs.FAILED, reason="the file is broken")


def test_erasing_leaves_nothing(client, store, calls):
    features = cache.features_path(store.home, calls[7], model=MODEL.key, role="customer")
    features.write_bytes(b"x")
    assert client.delete(f"/api/recordings/{calls[7]}").json() == {"erased": calls[7]}
    for path in ("", "/audio", "/processed_audio.wav", "/embedding.npy"):
        assert client.get(f"/api/recordings/{calls[7]}{path}").status_code == 404
    assert client.get("/api/recordings").json()["total"] == 7
    assert not store.audio.place(calls[7]).exists()
    assert not features.exists() and not cache.processed_path(store.home, calls[7]).exists()
    assert client.delete(f"/api/recordings/{calls[7]}").status_code == 404


def test_answers_about_calls_are_kept_by_no_cache(client, calls):
    for path in ("", f"/{calls[0]}"):
        assert client.get(f"/api/recordings{path}").headers["cache-control"] == "no-store"
    assert client.get(f"/api/recordings/{calls[0]}/audio").headers["cache-control"] == "private, no-cache"
    json.loads(client.get(f"/api/recordings/{calls[0]}").content)
