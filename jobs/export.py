"""The folders and the table that ``analyze`` leaves, named as users of the Emotion2Vec+ web interface know them.

outputs/outputs_20260302_143530/{processed_audio.wav,result.json,embedding.npy}
outputs/emotion_summary.csv
"""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from data import result, voices
from data.jobs import Item
from data.records import Floats, english
from data.result import FRAME, UTTERANCE
from data.sheet import harmless
from data.store import Store, now
from inference.contract import EmotionModel
from inference.wav import write_wav
from jobs.playback import decode_again, frame_embeddings


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is exported of each recording."""

    granularity: str = UTTERANCE
    embedding: bool = True
    audio: bool = True


def export(store: Store, item: Item, *, model: EmotionModel, out: Path, wanted: Wanted) -> Path:
    """Write one recording's folder under ``out`` and return it."""
    with store.reading() as read:
        told = result.load(read, item.content, model=model.card.key, granularity=wanted.granularity)
    folder = _fresh_folder(out)
    (folder / "result.json").write_text(json.dumps(told, ensure_ascii=False, indent=2), encoding="utf-8")
    if wanted.embedding and told["role"]:
        embedding = _embedding(store, item.content, model=model, role=told["role"], granularity=wanted.granularity)
        if embedding is not None:
            np.save(folder / "embedding.npy", embedding, allow_pickle=False)
    if wanted.audio:
        write_wav(folder / "processed_audio.wav", decode_again(store, item.content, name=item.name))
    return folder


@dataclass(frozen=True, slots=True)
class Line:
    """One file of the summary: its item, its ``result.json`` or None, and the name of its folder."""

    item: Item
    told: dict[str, Any] | None = None
    folder: str = ""


def write_summary(path: Path, lines: Sequence[Line], *, labels: Sequence[str]) -> None:
    """``emotion_summary.csv``: a row per file, read or not, with the reason where it was not."""
    names = [english(label) for label in labels]
    head = ["file", "state", "emotion", "confidence", *names, "role", "seconds", "speech_seconds", "started_at"]
    head += ["agent", "queue", "flags", "remark", "model", "folder", "recording"]
    own = sorted({each["name"] for line in lines for each in (line.told or {}).get("own", ())})
    head += [cell for name in own for cell in (f"own {name}", f"own {name} sureness")]
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # with a mark, so that Excel reads 中文
        table = csv.writer(file)
        table.writerow([harmless(cell) for cell in head])
        for line in lines:
            table.writerow([harmless(cell) for cell in (*_row(line, names), *_own(line, own))])


def _row(line: Line, names: Iterable[str]) -> list[object]:
    item, told, folder = line.item, line.told, line.folder
    if told is None:
        return [item.name, item.state, "", "", *("" for _ in names), *[""] * 7, item.reason, "", folder, item.content]
    scores = told.get("scores", {})
    return [
        item.name,
        item.state,
        told.get("emotion", ""),
        told.get("confidence", ""),
        *(scores.get(name, "") for name in names),
        told["role"],
        told["seconds"],
        round(told.get("numbers", {}).get("speech_seconds", 0.0), 3),
        told["started_at"] or "",
        told["agent"],
        told["queue"],
        " ".join(told.get("flags", ())),
        item.reason or told.get("reason", ""),
        told["model"]["name"],
        folder,
        item.content,
    ]


def _own(line: Line, names: Sequence[str]) -> list[object]:
    """What own emotions and samples say of the file, each with how sure it is; empty where they say nothing."""
    told = {each["name"]: each for each in (line.told or {}).get("own", ())}
    return [told[name][cell] if name in told else "" for name in names for cell in ("value", "sureness")]


def _embedding(store: Store, recording: str, *, model: EmotionModel, role: str, granularity: str) -> Floats | None:
    if granularity == FRAME:
        return frame_embeddings(store, recording, model=model, role=role)
    with store.reading() as read:
        heard = {voice.role: voice for voice in voices.load(read, recording, model=model.card.key)}
    return heard[role].embedding


def _fresh_folder(out: Path) -> Path:
    """``outputs_YYYYMMDD_HHMMSS``, with ``_1``, ``_2`` … for further ones of the same second."""
    base = f"outputs_{now():%Y%m%d_%H%M%S}"
    number = 0
    while True:
        folder = out / (base if not number else f"{base}_{number}")
        try:
            folder.mkdir(parents=True)
            return folder
        except FileExistsError:
            number += 1
