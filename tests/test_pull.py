import json
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import httpx
import pytest

from benchmarks.random_model import make
from inference import pull as pulling
from inference.errors import ModelBroken, ModelMissing
from inference.pull import pull

NAME = "emotion2vec_plus_seed"
SHA = "0123456789abcdef0123456789abcdef01234567"


class FakeHub(BaseHTTPRequestHandler):
    """Answers what Hugging Face's own client asks for: the list of files, their heads, their bytes."""

    folder = None
    asked: list[str] = []  # noqa: RUF012

    def do_HEAD(self):
        self.answer(body=False)

    def do_GET(self):
        self.answer(body=True)

    def answer(self, *, body):
        path = unquote(self.path.partition("?")[0])
        self.asked.append(path)
        file = re.fullmatch(rf"/emotion2vec/{NAME}/resolve/[^/]+/(.+)", path)
        if file:
            self.reply((self.folder / file[1]).read_bytes(), body, {"ETag": f'"{file[1]}"', "X-Repo-Commit": SHA})
        elif path.startswith(f"/api/models/emotion2vec/{NAME}/tree/"):
            sizes = {entry.name: entry.stat().st_size for entry in self.folder.iterdir()}
            tree = [{"type": "file", "path": name, "size": size, "oid": name} for name, size in sizes.items()]
            self.reply(json.dumps(tree).encode(), body, {})
        elif path.startswith(f"/api/models/emotion2vec/{NAME}"):
            answer = {"id": f"emotion2vec/{NAME}", "sha": SHA}
            self.reply(json.dumps(answer).encode(), body, {})
        else:
            self.send_error(404)

    def reply(self, content, body, headers):
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body:
            self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture
def hub(tmp_path, monkeypatch):
    FakeHub.folder, FakeHub.asked = make(tmp_path / "on_the_hub"), []
    (FakeHub.folder / "model.py").write_text("raise SystemExit('ran')")
    server = ThreadingHTTPServer(("127.0.0.1", 0), FakeHub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf_home"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield FakeHub
    server.shutdown()
    server.server_close()


@pytest.fixture
def no_network(monkeypatch):
    with socket.socket() as taken:  # bound but not listening: every connection is refused
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        monkeypatch.setenv("HF_ENDPOINT", address)
        monkeypatch.setenv("MODELSCOPE_DOMAIN", address)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield


def test_a_model_is_fetched_checked_and_in_place_without_the_hubs_code(hub, tmp_path):
    folder = pull(NAME, models=tmp_path / "models", hub="huggingface")
    assert folder == tmp_path / "models" / NAME
    assert sorted(file.name for file in folder.iterdir()) == [
        "config.yaml",
        "configuration.json",
        "model.pt",
        "tokens.txt",
    ]
    assert (folder / "model.pt").read_bytes() == (hub.folder / "model.pt").read_bytes()
    assert not any("model.py" in path for path in hub.asked)
    assert [entry.name for entry in folder.parent.iterdir()] == [NAME]


def test_a_model_that_is_there_is_not_fetched_again(hub, tmp_path):
    folder = make(tmp_path / "models" / NAME)
    assert pull(NAME, models=tmp_path / "models", hub="huggingface") == folder
    assert hub.asked == []


def test_what_comes_back_broken_leaves_nothing_behind(hub, tmp_path):
    (hub.folder / "config.yaml").write_text("trust_remote_code: true")
    with pytest.raises(ModelBroken, match="never does"):
        pull(NAME, models=tmp_path / "models", hub="huggingface")
    assert list((tmp_path / "models").iterdir()) == []


def test_a_file_the_hub_does_not_have_is_named(hub, tmp_path):
    (hub.folder / "model.pt").unlink()
    with pytest.raises(ModelBroken, match=r"no file model\.pt"):
        pull(NAME, models=tmp_path / "models", hub="huggingface")


def test_a_hub_without_the_model_says_its_status(hub, tmp_path):
    with pytest.raises(ModelMissing, match="Hugging Face refuses with status 404"):
        pull("emotion2vec_plus_large", models=tmp_path, hub="huggingface")


def test_without_a_network_the_answer_says_what_to_do(no_network, tmp_path):
    with pytest.raises(ModelMissing) as caught:
        pull(NAME, models=tmp_path)
    sentence = str(caught.value)
    assert "ModelScope does not answer (ConnectError) and Hugging Face does not answer (ConnectError)" in sentence
    assert f"iic/{NAME}" in sentence and str(tmp_path / NAME) in sentence
    assert list(tmp_path.iterdir()) == []


def test_a_probe_that_hangs_is_given_up(monkeypatch, tmp_path):
    release = threading.Event()
    monkeypatch.setattr(pulling, "PROBE_SECONDS", 0.05)
    monkeypatch.setattr(pulling.httpx, "get", lambda *_, **__: release.wait(10) and httpx.Response(200))
    with pytest.raises(ModelMissing, match="does not answer within"):
        pull(NAME, models=tmp_path, hub="modelscope")
    release.set()


def test_a_download_that_fails_halfway_is_one_sentence_and_leaves_nothing(monkeypatch, tmp_path):
    def fail(hub, into):
        into.mkdir()
        (into / "model.pt").write_bytes(b"half")
        raise ConnectionResetError

    monkeypatch.setattr(pulling, "_why_not", lambda hub: "")
    monkeypatch.setattr(pulling, "_fetch_modelscope", fail)
    with pytest.raises(ModelMissing, match=r"from ModelScope failed \(ConnectionResetError\)"):
        pull(NAME, models=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_modelscopes_client_is_asked_for_the_four_files_only(monkeypatch, tmp_path):
    import modelscope

    asked = {}

    def snapshot_download(repository, **options):
        asked.update(options, repository=repository)
        make(tmp_path / "models" / "x").rename(options["local_dir"])

    monkeypatch.setattr(pulling, "_why_not", lambda hub: "")
    monkeypatch.setattr(modelscope, "snapshot_download", snapshot_download, raising=False)
    pull(NAME, models=tmp_path / "models")
    assert asked["repository"] == f"iic/{NAME}"
    assert sorted(asked["allow_patterns"]) == ["config.yaml", "configuration.json", "model.pt", "tokens.txt"]


def test_compact_needs_no_pull_and_unknown_names_and_hubs_are_answered(tmp_path):
    with pytest.raises(ModelMissing, match="nothing to pull: compact comes with ToneAtlas"):
        pull("compact", models=tmp_path)
    with pytest.raises(ModelMissing, match="no model called"):
        pull("../evil", models=tmp_path)
    with pytest.raises(ModelMissing, match="choose auto, modelscope or huggingface"):
        pull(NAME, models=tmp_path, hub="elsewhere")
