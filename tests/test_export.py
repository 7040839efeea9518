"""The outputs folder and the summary: names, contents, and cells that no spreadsheet runs."""

import csv

from data.jobs import Item
from data.sheet import harmless
from jobs.export import Line, _fresh_folder, write_summary


def test_folders_of_one_second_are_numbered(tmp_path):
    names = [_fresh_folder(tmp_path).name for _ in range(3)]
    stem = names[0].rsplit("_", 1)[0]
    assert len(set(names)) == 3
    assert names[0].startswith("outputs_20") and len(names[0]) == len("outputs_20260302_143530")
    assert all(name.startswith(stem) for name in names)


def test_cells_that_look_like_formulas_are_made_text():
    assert harmless("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert harmless("@x") == "'@x"
    assert harmless("-cmd|calc") == "'-cmd|calc"
    assert harmless("\t1") == "'\t1"
    assert [harmless(number) for number in ("-0.52", "+49301234")] == ["-0.52", "+49301234"]
    assert harmless("call.wav") == "call.wav"
    assert harmless(-0.5) == -0.5


def test_the_summary_has_a_row_per_file_read_or_not(tmp_path):
    told = {
        "emotion": "sad", "confidence": 0.7, "scores": {"angry": 0.3, "sad": 0.7}, "role": "customer", "seconds": 3.5,
        "numbers": {"speech_seconds": 2.25}, "started_at": None, "agent": "dee", "queue": "=loans", "flags": ["noisy"],
        "reason": "", "model": {"name": "fake"},
    }  # fmt: skip
    lines = [
        Line(Item(1, 1, "=a.wav", "c" * 64, state="done", seconds=3.5), told, "outputs_1"),
        Line(Item(2, 1, "b.wav", state="failed", reason="b.wav is empty")),
    ]
    path = tmp_path / "emotion_summary.csv"
    write_summary(path, lines, labels=("生气/angry", "难过/sad"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        first, second = list(csv.DictReader(file))
    assert (first["file"], first["emotion"], first["angry"], first["sad"]) == ("'=a.wav", "sad", "0.3", "0.7")
    assert (first["queue"], first["speech_seconds"], first["folder"]) == ("'=loans", "2.25", "outputs_1")
    assert (second["file"], second["state"], second["remark"]) == ("b.wav", "failed", "b.wav is empty")
