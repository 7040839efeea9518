"""The command line as people use it: real processes, real files, the fake model."""

import csv
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from inference.catalogue import FILES
from inference.models import FAKE_VARIABLE

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample_day"


def toneatlas(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TONEATLAS_HOME": str(home), FAKE_VARIABLE: "1"}
    command = [sys.executable, "-m", "toneatlas", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def analyzed(tmp_path_factory):
    """Three calls and a text that pretends, read by one run of ``analyze``."""
    place = tmp_path_factory.mktemp("cli")
    folder = place / "calls"
    folder.mkdir()
    for call in sorted(SAMPLE.glob("call*"))[:3]:
        (folder / call.name).write_bytes(call.read_bytes())
    (folder / "metadata.csv").write_bytes((SAMPLE / "metadata.csv").read_bytes())
    (folder / "broken.wav").write_text("this is no sound\n" * 5)
    done = toneatlas("analyze", str(folder), "--out", str(place / "outputs"), "--model", "fake", home=place / "var")
    return place, done


def test_analyze_says_what_happened_and_that_not_all_went_well(analyzed):
    _, done = analyzed
    assert done.returncode == 1
    assert "3 of 4 files read, 1 failed" in done.stdout
    assert "broken.wav" in done.stdout and "Traceback" not in done.stderr


def test_analyze_leaves_a_folder_per_recording(analyzed):
    place, _ = analyzed
    folders = sorted((place / "outputs").glob("outputs_*"))
    assert len(folders) == 3
    for folder in folders:
        told = json.loads((folder / "result.json").read_text(encoding="utf-8"))
        assert told["granularity"] == "utterance" and told["emotion"] in told["scores"]
        assert told["confidence"] == max(told["scores"].values())
        assert sum(told["scores"].values()) == pytest.approx(1, abs=1e-4)
        assert set(told["roles"]) == {"agent", "customer"} and told["role"] == "customer"
        assert told["roles"]["customer"]["scores"] == told["scores"]
        assert told["roles"]["agent"]["scores"] == {}
        assert told["model"]["name"] == "fake"
        assert np.load(folder / "embedding.npy", allow_pickle=False).shape == (4,)
        samples, rate = soundfile.read(folder / "processed_audio.wav")
        assert rate == 16_000 and samples.shape[1] == 2
        assert samples.shape[0] == pytest.approx(told["seconds"] * rate, abs=rate / 1000)


def test_analyze_writes_one_summary(analyzed):
    place, _ = analyzed
    with (place / "outputs" / "emotion_summary.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    assert len(rows) == 4
    assert rows["broken.wav"]["state"] == "failed" and rows["broken.wav"]["remark"]
    read = [row for row in rows.values() if row["state"] == "done"]
    assert all((place / "outputs" / row["folder"] / "result.json").is_file() and row["agent"] for row in read)


def test_a_second_run_reads_nothing_again_and_gives_frames(analyzed):
    place, _ = analyzed
    call = sorted(SAMPLE.glob("call*"))[0]
    out = place / "frames"
    done = toneatlas(
        "analyze", str(call), "--out", str(out), "--model", "fake", "--granularity", "frame", "--no-audio",
        home=place / "var",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    [folder] = out.glob("outputs_*")
    told = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    frames = told["roles"]["customer"]["frames"]
    assert told["granularity"] == "frame" and frames["step"] == 0.02
    assert np.load(folder / "embedding.npy", allow_pickle=False).shape == (len(frames["starts"]), 4)
    assert np.allclose(np.sum(frames["scores"], axis=1), 1, atol=1e-3)
    assert not (folder / "processed_audio.wav").exists()


def test_models_lists_what_is_there_and_how_to_get_the_rest(tmp_path):
    done = toneatlas("models", home=tmp_path)
    assert done.returncode == 0
    assert "auto stands for compact" in done.stdout
    assert "models pull emotion2vec_plus_large" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("analyze", "no/such/folder"), "there is no folder"),
        (("analyze", str(SAMPLE), "--model", "nonsense"), "no model called"),
        (("models", "pull", "../evil"), "no model called"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(tmp_path, arguments, sentence):
    done = toneatlas(*arguments, home=tmp_path / "var")
    assert done.returncode == 1
    assert sentence in done.stderr and "Traceback" not in done.stderr


def test_roles_that_nobody_knows_are_refused(tmp_path):
    done = toneatlas("analyze", str(SAMPLE), "--roles", "left", home=tmp_path / "var")
    assert done.returncode == 2 and "agent,customer" in done.stderr


def test_a_port_that_is_taken_is_said_before_anything_is_begun(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = toneatlas("serve", "--sample", "--port", str(taken.getsockname()[1]), home=tmp_path / "var")
    assert done.returncode == 1 and "cannot be used" in done.stderr and "--port" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.rglob("*.db"))  # no store, no worker, no sample day


@pytest.mark.parametrize("order", [("--home", "HERE", "models"), ("models", "--home", "HERE")])
def test_the_home_may_be_named_before_or_after_the_command(order, tmp_path):
    here = tmp_path / "here"
    place = here / "models" / "our_calls"
    place.mkdir(parents=True)
    for name in FILES:
        (place / name).write_bytes(b"x")
    done = toneatlas(*(str(here) if word == "HERE" else word for word in order), home=tmp_path / "elsewhere")
    assert done.returncode == 0 and "our_calls" in done.stdout, done.stderr
