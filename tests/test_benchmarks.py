"""The measurements' own arithmetic; what they measure is not tested here."""

import json
import socket

import numpy as np
import pytest
import torch
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from benchmarks import run
from benchmarks.crowd import crowd
from benchmarks.engine import MIX, operations, real_clips
from benchmarks.figures import figure
from benchmarks.machine import Peak, best, describe, product_rate
from benchmarks.random_model import balance_head, make
from benchmarks.voices import Points, report
from data import listing, voices
from data.home import Home
from data.records import Selection
from data.store import Store
from inference.checkpoint import load_weights
from inference.engine.padded import PaddedNetwork
from inference.folder import open_folder
from tests.day import MODEL


def test_operations_are_those_pytorch_counts(tmp_path):
    folder, seconds = open_folder(make(tmp_path / "m")), 5.0
    processor = torch.device("cpu")
    network = PaddedNetwork(load_weights(folder), folder.layout, device=processor, dtype=torch.float32)
    samples = torch.zeros(1, round(seconds * 16_000))
    plain = sdpa_kernel(SDPBackend.MATH)  # the counter does not know the processor's fused attention
    with FlopCounterMode(display=False) as counter, torch.inference_mode(), plain:
        network(samples, torch.tensor([samples.shape[1]]))
    assert operations(folder.layout, seconds) == pytest.approx(counter.get_total_flops() / 1e9, rel=0.02)


def test_a_crowd_is_sixty_calls_and_copies_with_a_name_and_a_time_of_their_own(tmp_path):
    store = Store.open(Home(tmp_path))
    ids = crowd(store, calls=130)
    with store.reading() as read:
        page = listing.page(read, Selection(MODEL.key), limit=200)
        found = {recording.id: (recording, voice) for recording, voice in page}
        (copy, heard), (source, same) = found[ids[67]], found[ids[7]]
        assert voices.timeline(read, copy.id, model=MODEL.key, role="customer").frames.size
    store.close()
    assert set(ids) == set(found) and len({recording.name for recording, _ in page}) == 130
    assert heard.numbers == same.numbers and (heard.embedding == same.embedding).all()
    assert copy.name.startswith("call000067_") and copy.started_at != source.started_at


def test_ratios_say_how_many_times_as_good():
    assert figure("a", 2.0, "s", 6.0)["ratio"] == 3.0
    assert figure("a", 6.0, "× real time", 2.0, more_is_better=True)["ratio"] == 3.0
    assert figure("a", 6.0, "s")["ratio"] is None


def test_a_peak_is_what_was_taken_for_a_moment():
    with Peak() as peak:
        block = np.ones(64 * 2**20, np.uint8)
        torch.ones(1)
        del block
        best(lambda: None, times=1)
    assert 55 < peak.mebibytes < 200


def test_the_shortest_run_counts():
    ticks = iter([0.0, 5.0, 10.0, 12.0, 20.0, 23.0])
    assert best(lambda: None, times=3, clock=lambda: next(ticks)) == 2.0


def test_every_precision_has_a_rate():
    ticks = iter(range(1000))
    for name in ("float32", "bfloat16", "int8"):
        assert product_rate(name, clock=lambda: float(next(ticks))) == pytest.approx(2 * 512 * 1024 * 4096 / 1e9)


def test_the_machine_is_described_without_its_name():
    assert socket.gethostname() not in describe() and "/" not in describe()
    assert "cores" in describe()


def test_clips_have_the_lengths_asked_for():
    assert [len(clip) for clip in real_clips(MIX)] == [round(seconds * 16_000) for seconds in MIX]


def test_a_balanced_head_leaves_no_label_over_forty_percent(tmp_path):
    folder = make(tmp_path / "m")
    embeddings = np.random.default_rng(0).normal(size=(100, 64)).astype(np.float32) + 5
    balance_head(folder, embeddings)
    state = load_weights(open_folder(folder))
    logits = embeddings @ state["proj.weight"].numpy().T + state["proj.bias"].numpy()
    assert np.bincount(logits.argmax(axis=1)).max() <= 40
    assert logits.std() == pytest.approx(1, rel=0.01)
    with pytest.raises(ValueError, match="too much alike"):
        balance_head(folder, np.ones((10, 64), np.float32))


def test_results_are_kept_part_by_part_and_drawn_as_a_table(tmp_path, monkeypatch, capsys):
    taken = {"machine": "a machine", "load": 3.0, "date": "2026-11-21", "figures": [figure("  speed", 3.0, "ms", 6.0)]}
    monkeypatch.setattr(run, "JSON", tmp_path / "results.json")
    monkeypatch.setattr(run, "TABLE", tmp_path / "results.md")
    monkeypatch.setattr(run, "measure_apart", lambda part: taken)
    (tmp_path / "results.json").write_text(json.dumps({"older": taken}))
    monkeypatch.setattr("sys.argv", ["run", "engine"])
    run.main()
    assert list(json.loads((tmp_path / "results.json").read_text())) == ["older", "engine"]
    text = (tmp_path / "results.md").read_text()
    assert "| speed | 3 ms | 6 | 2 × |" in text and "kept the machine busy" in text and "a machine" in text
    assert text in capsys.readouterr().out


def test_every_part_that_measures_is_found():
    assert {"engine", "decode", "analysis"} <= set(run.parts()) and "run" not in run.parts()


def test_taking_the_voice_out_is_told_with_both_figures():
    rng = np.random.default_rng(0)
    emotion, speaker = rng.integers(3, size=180), np.repeat(np.arange(6), 30)
    vectors = np.eye(3)[emotion] @ rng.normal(size=(3, 16)) + np.eye(6)[speaker] @ (2 * rng.normal(size=(6, 16)))
    kinds = {"emotion": emotion.astype(str).tolist(), "speaker": speaker.astype(str).tolist()}
    vectors = vectors + rng.normal(size=vectors.shape)
    lines = report(Points(vectors, kinds, "speaker", "a model"))
    assert "less what a speaker has in common" in lines[2]
    told = [[float(word.strip(",")) for word in line.split() if word[0].isdigit()] for line in lines[-2:]]
    (emotion_before, emotion_after), (speaker_before, speaker_after) = told
    assert speaker_before > 0.9 and speaker_after < 0.2
    assert emotion_after > emotion_before + 0.2
