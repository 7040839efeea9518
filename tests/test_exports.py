"""What is taken away of many recordings: every voice once, numbers as stored, no cell that a spreadsheet would run."""

import csv
import io
import json
import zipfile

import numpy as np
import pytest

from dashboard import exports
from dashboard.exports import Wanted
from data import listing, recordings
from data.records import Selection
from data.store import Store
from tests.day import MODEL, fill


@pytest.fixture
def calls(pages: Store) -> list[str]:
    return fill(pages, calls=7)


WANTED = Wanted(MODEL, Selection(MODEL.key))


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_table_has_every_voice_with_its_scores_and_numbers(
    calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "PIECE", 3)  # several pieces, the last one short
    table = rows(exports.as_table(WANTED))
    assert [row["recording"] for row in table] == calls
    with exports.state.store().reading() as read:
        voice = listing.page(read, WANTED.selection)[2][1]
    assert voice.speech_scores is not None
    assert float(table[2]["score angry"]) == pytest.approx(float(voice.speech_scores[0]), abs=1e-6)
    assert table[2]["turns"] == str(int(voice.numbers["turns"]))  # a count, not 5.000000
    assert float(table[2]["shift"]) == pytest.approx(voice.numbers["shift"], abs=1e-6)


def test_no_cell_is_a_formula(calls: list[str]) -> None:
    cells = [cell for row in rows(exports.as_table(WANTED)) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "\t"))]


def test_only_the_ticked_ones(calls: list[str]) -> None:
    ticked = (f"{calls[1]}/customer", f"{calls[4]}/customer")
    some = Wanted(MODEL, WANTED.selection, ticked)
    assert [row["recording"] for row in rows(exports.as_table(some))] == [calls[1], calls[4]]
    with zipfile.ZipFile(io.BytesIO(exports.as_results(some))) as archive:
        assert archive.namelist() == [f"{calls[1]}/result.json", f"{calls[4]}/result.json", "recordings.csv"]
        named = rows(archive.read("recordings.csv"))
        told = json.loads(archive.read(archive.namelist()[0]))
    with exports.state.store().reading() as read:
        names = [recordings.find(read, recording).name for recording in (calls[1], calls[4])]
    assert [(row["folder"], row["file"]) for row in named] == [(calls[1], names[0]), (calls[4], names[1])]
    assert told["recording"] == calls[1] and told["role"] == "customer"
    with np.load(io.BytesIO(exports.as_embeddings(some)), allow_pickle=False) as arrays:
        assert sorted(arrays["recordings"]) == sorted([calls[1], calls[4]])
        assert arrays["embeddings"].shape == (2, MODEL.size)
        assert arrays["labels"].tolist() == list(MODEL.labels)
