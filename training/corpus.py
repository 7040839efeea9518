"""A folder of labelled utterances: ``labels.csv`` with file, emotion and speaker, and the files that it names."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr

from data.records import Floats
from inference.contract import FIELD, RATE

REQUIRED = ("file", "emotion", "speaker")
LABELS = {  # the names a labels.csv may use, and FunASR's bilingual form of each, in FunASR's order
    "angry": "生气/angry",
    "disgusted": "厌恶/disgusted",
    "fearful": "恐惧/fearful",
    "happy": "开心/happy",
    "neutral": "中立/neutral",
    "sad": "难过/sad",
    "surprised": "吃惊/surprised",
}
FEWEST_SPEAKERS = 4  # two to learn from and two to test on, for any figure to mean something


class CorpusError(Exception):
    """The folder cannot be trained on; the message says what is missing and what to do."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One labelled file."""

    file: str  # relative to the corpus folder
    emotion: str  # a key of LABELS
    speaker: str
    corpus: str
    language: str


def load(folder: Path, *, corpora: Sequence[str] = ()) -> list[Utterance]:
    """Read ``labels.csv`` of a folder; of some corpora only if they are named. Raises ``CorpusError``."""
    rows = _rows(folder / "labels.csv")
    unknown = Counter(row["emotion"] for row in rows if row["emotion"] not in LABELS)
    if unknown:
        listed = ", ".join(f"{name or '(empty)'} ({count})" for name, count in unknown.most_common(10))
        raise CorpusError(f"labels.csv has emotions this model cannot learn: {listed}; known are {', '.join(LABELS)}")
    utterances = [
        Utterance(row["file"], row["emotion"], row["speaker"], row.get("corpus") or "all", row.get("language") or "")
        for row in rows
    ]
    utterances = [one for one in utterances if not corpora or one.corpus in corpora]
    speakers = {one.speaker for one in utterances}
    if len(speakers) < FEWEST_SPEAKERS:
        raise CorpusError(
            f"{len(speakers)} speakers are too few: at least {FEWEST_SPEAKERS} are needed, so that the model can be "
            "tested on voices it has not learnt; the column `speaker` says who speaks"
        )
    emotions = {one.emotion for one in utterances}
    if len(emotions) < 2:
        raise CorpusError(f"one emotion alone ({', '.join(emotions)}) cannot be told from another: two are needed")
    _check_files(folder, utterances)
    return utterances


def samples(folder: Path, utterance: Utterance) -> Floats:
    """One utterance as mono float32 (n,) at 16 kHz; channels are averaged."""
    heard, rate = soundfile.read(folder / utterance.file, dtype="float32", always_2d=True)
    mono = heard.mean(axis=1, dtype=np.float32)
    if rate != RATE:
        mono = soxr.resample(mono, rate, RATE)
    if len(mono) < FIELD:
        raise CorpusError(f"{utterance.file} is {len(mono) / RATE * 1000:.0f} ms long; at least 25 ms are needed")
    return mono


def _rows(table: Path) -> list[dict[str, str]]:
    if not table.is_file():
        raise CorpusError(f"{table.name} is missing in {table.parent}: one row a file, with {', '.join(REQUIRED)}")
    with table.open(newline="", encoding="utf-8-sig") as lines:
        reader = csv.DictReader(lines)
        missing = [name for name in REQUIRED if name not in (reader.fieldnames or ())]
        if missing:
            raise CorpusError(f"{table.name} has no column {', '.join(missing)}; needed are {', '.join(REQUIRED)}")
        rows = [{key: (value or "").strip() for key, value in row.items() if key} for row in reader]
    if not rows:
        raise CorpusError(f"{table.name} has no rows")
    unnamed = next((number for number, row in enumerate(rows, 2) if not row["file"] or not row["speaker"]), None)
    if unnamed:
        raise CorpusError(f"line {unnamed} of {table.name} names no file or no speaker")
    return rows


def _check_files(folder: Path, utterances: Sequence[Utterance]) -> None:
    """Refuse names that lead out of the folder and say which files are not there."""
    root = folder.resolve()
    missing = []
    for one in utterances:
        path = (root / one.file).resolve()
        if not path.is_relative_to(root):
            raise CorpusError(f"{one.file} lies outside the folder; only files inside it are read")
        if not path.is_file():
            missing.append(one.file)
    if missing:
        raise CorpusError(f"{len(missing)} files of labels.csv are not there, the first is {missing[0]}")
