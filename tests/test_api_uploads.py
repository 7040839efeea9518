"""Uploads by HTTP: every file arrives whole or not at all, and says so."""

import hashlib
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import numpy as np
import pytest

from data import jobs, recordings
from data.folders import FOLDERS_VARIABLE
from tests.day import fill
from tests.serving import ALLOWED, served

SOUND = b"RIFF" + bytes(range(256)) * 9000  # 2.3 MB: more than one block
PATIENCE = 120.0  # seconds


@pytest.fixture
def job(client):
    return client.post("/api/uploads", json={}).json()["job"]


def items_of(client, job):
    return client.get(f"/api/jobs/{job}?items=all").json()["items"]


def test_a_file_arrives_byte_for_byte_and_waits_to_be_read(client, store, job):
    sent = client.put(f"/api/uploads/{job}/files?name=a/b/call%201.wav", content=SOUND)
    sha256 = hashlib.sha256(SOUND).hexdigest()
    assert sent.status_code == 201
    assert sent.json() == {"item": 1, "sha256": sha256, "size": len(SOUND), "stored_before": False}
    assert store.audio.find(sha256).read_bytes() == SOUND
    [item] = items_of(client, job)
    assert (item["name"], item["state"], item["size"]) == ("call 1.wav", "waiting", len(SOUND))
    assert not list(store.home.incoming.iterdir())


def test_the_options_are_those_of_the_settings_unless_something_is_said(client, store):
    plain = client.post("/api/uploads").json()["job"]
    said = {"voices": "all", "model": "compact", "roles": ["customer", "agent"], "synthetic": True}
    chosen = client.post("/api/uploads", json=said | {"metadata": {"x/a.wav": {"agent": "ada"}}}).json()["job"]
    with store.reading() as read:
        first, second = jobs.find(read, plain), jobs.find(read, chosen)
    assert dict(first.options) == {
        "voices": "customer", "model": "auto", "roles": ["agent", "customer"], "metadata": {}, "synthetic": False,
    }  # fmt: skip
    assert dict(second.options) == said | {"metadata": {"a.wav": {"agent": "ada"}}}
    assert (first.kind, first.priority) == ("read", jobs.USUAL)


@pytest.mark.parametrize(
    "options",
    [
        {"voices": "agent"},
        {"voices": ["all"]},
        {"model": "no-such-model"},
        {"model": "emotion2vec_plus_large"},  # known, but not here
        {"model": "../../etc"},
        {"model": 7},
        {"roles": ["agent", "agent"]},
        {"roles": "agent,customer"},
        {"roles": ["agent", "customer", "mixed"]},
        {"roles": [["agent"], "customer"]},
        {"synthetic": "yes"},
        {"metadata": []},
        {"metadata": {"a.wav": "ada"}},
        {"metadata": {"a.wav": {"agent": 7}}},
        {"metadata": {"a.wav": {str(column): "" for column in range(101)}}},
        {"colour": "blue"},
    ],
)
def test_options_that_cannot_be_are_refused_with_a_sentence(client, options):
    refused = client.post("/api/uploads", json=options)
    assert refused.status_code == 400
    assert len(refused.json()["error"]) > 20
    assert client.get("/api/jobs").json()["jobs"] == []


@pytest.mark.parametrize("content", [b"{", b"[]", b'"x"', b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_json_object_is_refused(client, content):
    assert client.post("/api/uploads", content=content).status_code == 400


def test_a_file_needs_a_name_and_an_upload_that_exists(client, store, job):
    assert client.put(f"/api/uploads/{job}/files", content=b"x").status_code == 400
    assert client.put("/api/uploads/99/files?name=a.wav", content=b"x").status_code == 404
    assert client.put(f"/api/uploads/{10**30}/files?name=a.wav", content=b"x").status_code == 404
    assert client.put("/api/uploads/-1/files?name=a.wav", content=b"x").status_code == 404
    with store.atomic() as write:
        other = jobs.ask(write, "processed", options={"recording": "x"})
    assert client.put(f"/api/uploads/{other}/files?name=a.wav", content=b"x").status_code == 404


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("C%3A%5Cx%5Ccall.wav", "call.wav"),
        ("a%00b%E2%80%AE.wav", "ab.wav"),
        ("%FF.wav", "�.wav"),
    ],
)
def test_a_hostile_name_is_a_label_only(client, store, job, sent, kept):
    assert client.put(f"/api/uploads/{job}/files?name={sent}", content=b"x").status_code == 201
    assert items_of(client, job)[0]["name"] == kept
    assert {path.name for path in store.home.root.iterdir()} <= {
        "audio", "incoming", "toneatlas.db", "toneatlas.db-wal", "toneatlas.db-shm", "models", "cache",
    }  # fmt: skip


def test_a_file_over_the_limit_is_refused_before_and_while_it_arrives(client, store, job, monkeypatch):
    monkeypatch.setattr("dashboard.api.arrival.arrive.__kwdefaults__", {"limit": 1 << 20})
    told = client.put(f"/api/uploads/{job}/files?name=a.wav", content=SOUND)
    untold = client.put(f"/api/uploads/{job}/files?name=a.wav", content=iter([SOUND[:900_000], SOUND[900_000:]]))
    for refused in (told, untold):
        assert (refused.status_code, "1 MB" in refused.json()["error"]) == (413, True)
    assert items_of(client, job) == []
    assert not list(store.home.incoming.iterdir())


def test_an_upload_takes_only_so_many_files(client, job, monkeypatch):
    monkeypatch.setattr("dashboard.api.uploads.UPLOAD_FILES", 2)
    codes = [client.put(f"/api/uploads/{job}/files?name={n}.wav", content=b"x").status_code for n in range(3)]
    assert codes == [201, 201, 413]
    assert client.post(f"/api/uploads/{job}/expected", json={"files": 3}).status_code == 413


def test_a_full_disk_is_said_and_leaves_nothing_behind(client, store, job, monkeypatch):
    monkeypatch.setattr("data.audio.SPARE", 1 << 62)
    refused = client.put(f"/api/uploads/{job}/files?name=a.wav", content=SOUND)
    assert (refused.status_code, "free some space" in refused.json()["error"]) == (507, True)
    assert not list(store.home.incoming.iterdir())


def test_a_file_sent_again_after_a_broken_connection_is_one_file(client, job):
    first, again, copy = (
        client.put(f"/api/uploads/{job}/files?name={name}.wav", content=SOUND).json()["item"] for name in "aab"
    )
    assert first == again != copy
    assert len(items_of(client, job)) == 2


def test_a_cancelled_upload_takes_no_more_files(client, job):
    client.put(f"/api/uploads/{job}/files?name=a.wav", content=b"x")
    client.post(f"/api/jobs/{job}/cancel")
    assert client.put(f"/api/uploads/{job}/files?name=b.wav", content=b"y").status_code == 409
    assert [item["state"] for item in items_of(client, job)] == ["cancelled"]


def test_a_call_that_is_here_is_recognised_without_being_sent(client, store, job):
    fill(store, calls=2, audio=True)
    with store.reading() as read:
        known = recordings.find(read, fill(store, calls=2, audio=True)[0])
    sizes = client.post("/api/sizes", json={"sizes": [known.size, known.size + 1, 0]})
    assert sizes.json() == {"sizes": [known.size]}
    added = client.post(f"/api/uploads/{job}/known?name=again.wav&sha256={known.id}")
    assert (added.status_code, added.json()["stored_before"]) == (201, True)
    assert [item["sha256"] for item in items_of(client, job)] == [known.id]
    sent = client.put(f"/api/uploads/{job}/files?name=b.wav", content=store.audio.find(known.id).read_bytes())
    assert sent.json()["stored_before"] is True


@pytest.mark.parametrize("sha256", ["", "0" * 64, "../../etc/passwd", "0" * 63 + "\n"])
def test_a_call_that_is_not_here_has_to_be_sent(client, job, sha256):
    assert client.post(f"/api/uploads/{job}/known", params={"name": "a.wav", "sha256": sha256}).status_code == 404
    assert items_of(client, job) == []


@pytest.mark.parametrize("sizes", [None, 7, ["1"], [True], [-1], [1 << 62], [1.5], list(range(1001))])
def test_sizes_are_whole_numbers(client, sizes):
    assert client.post("/api/sizes", json={"sizes": sizes}).status_code == 400


def test_a_table_may_come_before_the_files_or_after_them(client, store, job):
    table = b"Datei,agent,started_at\ncall000.wav,ada,2026-03-02 09:00:00\nother.wav,eli,\n"
    told = client.post(f"/api/uploads/{job}/table?file=Datei", content=table)
    assert told.json() == {"rows": 2}
    assert client.get(f"/api/jobs/{job}").json()["options"]["metadata_rows"] == 2
    with store.reading() as read:
        assert jobs.find(read, job).options["metadata"]["call000.wav"]["agent"] == "ada"


@pytest.mark.parametrize("table", [b"", b"PK\x03\x04\x00\x00", b"a,b\n1,2\n", b"file,agent\nx,1\nx,2\n"])
def test_a_table_that_is_none_is_refused_with_a_sentence(client, job, table):
    refused = client.post(f"/api/uploads/{job}/table", content=table)
    assert (refused.status_code, "table" in refused.json()["error"]) == (400, True)


def test_a_table_over_the_limit_is_refused(client, job):
    assert client.post(f"/api/uploads/{job}/table", content=bytes(21 << 20)).status_code == 413


def test_what_a_browser_means_to_send_is_kept(client, job):
    client.post(f"/api/uploads/{job}/expected", json={"files": 5})
    client.put(f"/api/uploads/{job}/files?name=a.wav", content=b"x")
    progress = client.get(f"/api/jobs/{job}").json()["progress"]
    assert (progress["expected"], progress["files"]) == (5, 1)


def test_an_upload_that_breaks_off_leaves_nothing_behind(store):
    with served(store) as port:
        address = f"http://127.0.0.1:{port}/api"
        job = httpx.post(f"{address}/uploads", headers=ALLOWED).json()["job"]
        head = f"PUT /api/uploads/{job}/files?name=a.wav HTTP/1.1\r\nHost: 127.0.0.1\r\nX-ToneAtlas: 1\r\n"
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(f"{head}Content-Length: {len(SOUND)}\r\n\r\n".encode() + SOUND[:1_500_000])
            wait_for(lambda: list(store.home.incoming.iterdir()))
        wait_for(lambda: not list(store.home.incoming.iterdir()))
        assert httpx.get(f"{address}/jobs/{job}").json()["progress"]["files"] == 0
    assert not any(path.is_file() for path in store.home.audio.rglob("*"))


def test_a_sender_that_falls_silent_is_let_go(store, monkeypatch):
    monkeypatch.setattr("dashboard.api.arrival.SILENT_SECONDS", 0.2)
    with served(store) as port:
        job = httpx.post(f"http://127.0.0.1:{port}/api/uploads", headers=ALLOWED).json()["job"]
        head = f"PUT /api/uploads/{job}/files?name=a.wav HTTP/1.1\r\nHost: 127.0.0.1\r\nX-ToneAtlas: 1\r\n"
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.settimeout(20)
            connection.sendall(f"{head}Content-Length: 100\r\n\r\nRIFF".encode())
            assert b" 408 " in connection.recv(200)
    assert not list(store.home.incoming.iterdir())


def test_many_files_at_once_all_arrive_and_are_counted(store):
    chance = np.random.default_rng(3)
    files = [chance.bytes(20_000 + number) for number in range(60)]
    with served(store) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}/api", headers=ALLOWED) as client:
        job = client.post("/uploads").json()["job"]

        def send(number):
            return client.put(f"/uploads/{job}/files?name={number}.wav", content=files[number // 2], timeout=60).json()

        with ThreadPoolExecutor(12) as lanes:
            told = list(lanes.map(send, range(120)))  # every file twice
        items = client.get(f"/jobs/{job}?items=all").json()["items"]
    expected = sorted(hashlib.sha256(files[number // 2]).hexdigest() for number in range(120))
    assert sorted(item["sha256"] for item in items) == expected
    assert len({answer["item"] for answer in told}) == 120
    assert sum(path.is_file() for path in store.home.audio.rglob("*")) == 60


def wait_for(condition):
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        threading.Event().wait(0.02)


@pytest.mark.parametrize("told", [True, False], ids=["said beforehand", "found on the way"])
def test_an_upload_over_its_limit_of_bytes_is_refused_and_nothing_stays(client, store, job, monkeypatch, told):
    monkeypatch.setattr("dashboard.api.uploads.UPLOAD_BYTES", len(SOUND) + 10)
    assert client.put(f"/api/uploads/{job}/files?name=a.wav", content=SOUND).status_code == 201
    more = b"x" * 11
    refused = client.put(f"/api/uploads/{job}/files?name=b.wav", content=more if told else iter([more]))
    assert refused.status_code == 413
    assert refused.json()["error"] == "one upload takes 256 GB: begin another for this file and the rest"
    assert [item["name"] for item in items_of(client, job)] == ["a.wav"]
    assert len(list(store.audio.files())) == 1 and list(store.audio.incoming.iterdir()) == []
    assert client.put(f"/api/uploads/{job}/files?name=c.wav", content=b"x" * 10).status_code == 201


def test_a_transcript_comes_with_an_upload_and_is_shown_with_its_recording(client, store, job):
    [recording] = fill(store, calls=1)
    with store.atomic() as write:
        jobs.add_item(write, job, name="call.wav", content=recording)
        jobs.finish(write, jobs.claim(write, "w")[1][0].id)
    said = b"1\n00:00:01,000 --> 00:00:02,000\nagent: hello\n"
    sent = client.post(f"/api/uploads/{job}/transcript?name=Call.srt", content=said)
    assert (sent.status_code, sent.json()) == (200, {"lines": 1})
    lines = [{"start": 1.0, "end": 2.0, "speaker": "agent", "text": "hello"}]
    assert client.get(f"/api/recordings/{recording}/transcript").json() == {"lines": lines}
    refused = client.post(f"/api/uploads/{job}/transcript?name=call.vtt", content=b"no lines")
    assert refused.status_code == 400 and "holds no line with a time" in refused.json()["error"]
    assert client.post("/api/uploads/99/transcript?name=call.vtt", content=said).status_code == 404
    assert client.get(f"/api/recordings/{'0' * 64}/transcript").status_code == 404


def test_a_folder_of_the_server_is_listed_and_added_only_where_it_is_allowed(client, store, tmp_path, monkeypatch):
    monkeypatch.delenv(FOLDERS_VARIABLE, raising=False)
    assert client.get("/api/folders").json() == {"folders": []}
    job = client.post("/api/uploads", json={}).json()["job"]
    assert client.post(f"/api/uploads/{job}/folder?folder=calls").status_code == 400
    (tmp_path / "calls" / "march").mkdir(parents=True)
    (tmp_path / "calls" / "out").symlink_to(tmp_path)
    monkeypatch.setenv(FOLDERS_VARIABLE, str(tmp_path / "calls"))
    assert client.get("/api/folders").json() == {"folders": ["calls"]}
    assert client.get("/api/folders?folder=calls").json() == {"folders": ["calls/march"]}
    for bad in ("", "/etc", "..", "calls/..", "calls/out", "calls/april", "calls/%2e%2e/var", "calls%00"):
        refused = client.post(f"/api/uploads/{job}/folder?folder={bad}")
        assert (refused.status_code, len(refused.json()["error"]) > 15) == (400, True), bad
    assert client.post(f"/api/uploads/{job}/folder?folder=calls/march").status_code == 201
    assert client.post(f"/api/uploads/{job + 1}/folder?folder=calls").status_code == 404
    with store.reading() as read:
        [item] = jobs.items(read, job)
    assert (item.source, item.state) == ("calls/march", "waiting")
    client.post(f"/api/jobs/{job}/cancel")
    assert client.post(f"/api/uploads/{job}/folder?folder=calls").status_code == 409
