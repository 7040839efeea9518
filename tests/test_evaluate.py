"""`evaluate` on a made folder with a model whose answers are known: what counts, what is reported, what is escaped."""

import csv
import json

import numpy as np
import pytest
import soundfile

from data.records import Model
from inference.contract import Heard, frames_in
from jobs import evaluate as engine
from jobs import labelled
from jobs.errors import NothingToDo
from jobs.labelled import Labelled
from jobs.report import as_text

RATE = 16_000


class LoudModel:
    """Hears a window as angry where it is loud and as sad where it is quiet; ``other`` never wins."""

    card = Model("loud", "1", "0" * 64, ("生气/angry", "难过/sad", "其他/other"), 2)

    def read(self, voices, *, features=False):
        return [[self._hear(window) for window in windows] for windows in voices]

    def _hear(self, window):
        frames = frames_in(len(window))
        loud = np.array([np.abs(window[320 * t : 320 * t + 400]).max() > 0.3 for t in range(frames)])
        logits = np.where(loud[:, None], [[2.0, 0.0, -9.0]], [[0.0, 2.0, -9.0]]).astype(np.float32)
        return Heard(logits, np.ones(frames, np.float32), np.zeros(2, np.float32))


def speech(level, seconds):
    """Noise: the detector of speech is told what it hears by the fixture below."""
    return (level * np.random.default_rng(0).uniform(-1, 1, int(seconds * RATE))).astype(np.float32)


@pytest.fixture
def everything_is_speech(monkeypatch):
    """All but digital silence is speech, so that no real voice is needed."""

    def heard(channels, *, device):
        return [
            np.array([[0, len(channel) / RATE]] if np.abs(channel).max() > 0 else np.zeros((0, 2)), np.float32)
            for channel in channels
        ]

    monkeypatch.setattr("jobs.listen.speech", heard)


@pytest.fixture
def folder(tmp_path, everything_is_speech):
    soundfile.write(tmp_path / "loud.wav", speech(0.9, 2), RATE)
    soundfile.write(tmp_path / "quiet.wav", speech(0.05, 2), RATE)
    soundfile.write(tmp_path / "silent.wav", np.zeros(RATE, np.float32), RATE)
    both = np.concatenate([speech(0.9, 2), speech(0.05, 2)])
    soundfile.write(tmp_path / "call.wav", np.stack([speech(0.05, 4), both], axis=1), RATE)
    (tmp_path / "text.wav").write_text("no sound at all")
    return tmp_path


def table(path, rows):
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, ["file", "emotion", "speaker", "role", "start", "end"])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_files_turns_and_roles_are_counted_and_the_rest_is_reported(folder, tmp_path):
    rows = [
        {"file": "loud.wav", "emotion": "Anger"},
        {"file": "quiet.wav", "emotion": "angry"},
        {"file": "call.wav", "emotion": "angry", "role": "customer", "start": "0.5", "end": "1.5"},
        {"file": "call.wav", "emotion": "sad", "role": "customer", "start": "2.5", "end": "3.5"},
        {"file": "call.wav", "emotion": "sad", "role": "agent"},
        {"file": "quiet.wav", "emotion": "<b>bored</b>"},
        {"file": "silent.wav", "emotion": "sad"},
        {"file": "text.wav", "emotion": "sad"},
        {"file": "gone.wav", "emotion": "sad"},
        {"file": "../labels.csv", "emotion": "sad"},
        {"file": "call.wav", "emotion": "sad", "role": "customer", "start": "8", "end": "9"},
        {"file": "call.wav", "emotion": "sad", "role": "supervisor"},
        {"file": "a" * 5_000, "emotion": "sad"},
        {"file": "a\x00.wav", "emotion": "sad"},
    ]
    report = engine.evaluate(
        folder, labels=table(tmp_path / "labels.csv", rows), model=LoudModel(), out=tmp_path / "out"
    )
    assert report.rows == 14 and report.agreement.free.confusion.tolist() == [[2, 1, 0], [0, 2, 0], [0, 0, 0]]
    assert report.agreement.free.recall.value == pytest.approx((2 / 3 + 1) / 2)
    assert dict(report.unknown) == {"<b>bored</b>": 1}
    assert sum(report.unread.values()) == 8 and report.unread["no file can have the name that the table gives"] == 2
    assert {"the file is not in the folder", "nobody was heard in the turn", "the file has no supervisor"} <= set(
        report.unread
    )
    assert any("outside the folder" in reason for reason in report.unread)


def test_the_three_files_say_the_same_and_the_page_is_safe(folder, tmp_path):
    rows = [{"file": "loud.wav", "emotion": "angry"}, {"file": "quiet.wav", "emotion": "<script>alert(1)</script>"}]
    out = tmp_path / "out"
    report = engine.evaluate(folder, labels=table(tmp_path / "labels.csv", rows), model=LoudModel(), out=out)
    told = json.loads((out / "report.json").read_text())
    assert told["free_choice"]["accuracy"][0] == 1 and told["counted"] == 1
    assert told["labels_the_model_does_not_have"] == {"<script>alert(1)</script>": 1}
    assert (out / "report.txt").read_text() == as_text(report) + "\n"
    page = (out / "report.html").read_text()
    assert "<script" not in page and "&lt;script&gt;" in page and "default-src 'none'" in page
    assert page.count("<svg") == 2 and "http://" not in page.replace("http://www.w3.org/2000/svg", "")


def test_a_choice_among_the_tables_labels_leaves_out_the_others():
    rows = [Labelled("a", "angry"), Labelled("b", "sad")]
    logits = {"a": np.array([1, 0, 3], np.float32), "b": np.array([0, 1, 3], np.float32)}
    told = engine.compared(rows, np.stack([logits[row.file] for row in rows]), labels=("angry", "sad", "other"))
    assert told.free.accuracy.value == 0 and told.among.accuracy.value == 1


def test_nothing_to_count_is_an_error_that_says_why(folder, tmp_path):
    rows = [{"file": "loud.wav", "emotion": "bored"}, {"file": "gone.wav", "emotion": "sad"}]
    with pytest.raises(NothingToDo, match=r"none of the 2 labelled rows.*'bored'.*not in the folder"):
        engine.evaluate(folder, labels=table(tmp_path / "l.csv", rows), model=LoudModel(), out=tmp_path / "out")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,emotion\na,sad\n", "has no column file"),
        ("file,emotion\n", "has no rows"),
        ("file,emotion\n,sad\n", "line 2 of labels.csv names no file"),
        ("file,emotion,start,end\na,sad,x,2\n", "'x' is no number of seconds"),
        ("file,emotion,start,end\na,sad,1,\n", "a turn needs a start and a later end"),
        ("file,emotion,start,end\na,sad,2,1\n", "a turn needs a start and a later end"),
        ("file,emotion,start,end\na,sad,nan,1\n", "a turn needs a start and a later end"),
        ("file,emotion\na\n", "names no file or no emotion"),
    ],
)
def test_an_unfit_table_is_said_in_a_sentence(tmp_path, text, said):
    path = tmp_path / "labels.csv"
    path.write_text(text)
    with pytest.raises(NothingToDo, match=said):
        labelled.load(path)


def test_a_table_that_is_no_text_is_said_in_a_sentence(tmp_path):
    path = tmp_path / "labels.csv"
    path.write_bytes(b"file,emotion\n\xff\xfe,sad\n")
    with pytest.raises(NothingToDo, match="cannot be read as a UTF-8 CSV"):
        labelled.load(path)
    with pytest.raises(NothingToDo, match=r"there is no table gone.csv"):
        labelled.load(tmp_path / "gone.csv")


def test_whose_evidence_a_row_is():
    assert Labelled("a", "sad", speaker="x").voice == Labelled("b", "sad", speaker="x").voice
    assert Labelled("a", "sad", role="agent").voice != Labelled("a", "sad", role="customer").voice
