"""The features of every utterance and of its altered copies, worked out once and kept in a cache folder."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.records import Floats
from inference.compact import listen
from training import augment
from training.corpus import LABELS, Utterance, samples

CLEAN, TELEPHONE = 0, 1  # copies that figures are measured on; the others are for learning only
COPIES = 6
REVISION = 2  # of features and alterations: another number makes a cache of before be worked out anew


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Features of one copy of N utterances."""

    frames: list[NDArray[np.float16]]  # per utterance (T, 66): log-mel standardised, pitch, voicing
    functionals: Floats  # (N, F)


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """All that training and testing need of N utterances."""

    copies: list[Features]
    emotions: NDArray[np.int64]  # (N,) index into the emotions that occur
    speakers: NDArray[np.int64]  # (N,)
    corpora: NDArray[np.int64]  # (N,) index into corpus_names
    corpus_names: tuple[str, ...]
    emotion_names: tuple[str, ...]  # those that occur, in LABELS' order
    key: str  # of the utterances and the features' revision


def material(folder: Path, utterances: Sequence[Utterance], *, cache: Path) -> Material:
    """Features of all copies, from the cache where it holds them."""
    key = _key(folder, utterances)
    speakers = sorted({one.speaker for one in utterances})
    names = sorted({one.corpus for one in utterances})
    emotions = [one for one in LABELS if any(one == other.emotion for other in utterances)]
    return Material(
        copies=[_load(keep(folder, utterances, copy, cache=cache)) for copy in range(COPIES)],
        emotions=np.array([emotions.index(one.emotion) for one in utterances]),
        speakers=np.array([speakers.index(one.speaker) for one in utterances]),
        corpora=np.array([names.index(one.corpus) for one in utterances]),
        corpus_names=tuple(names),
        emotion_names=tuple(emotions),
        key=key,
    )


def alter(clean: Floats, copy: int, chance: np.random.Generator) -> Floats:
    """The utterance as copy number ``copy`` holds it: 0 as it is, 1 by telephone, 2–5 altered by chance."""
    if copy == CLEAN:
        return clean
    if copy == TELEPHONE:
        return augment.telephone(clean)
    heard = augment.trimmed(clean, chance) if copy in (2, 3) else clean
    if copy in (3, 5):
        heard = augment.speed(heard, chance)
    if copy in (2, 4) or chance.random() < 0.3:
        heard = augment.equaliser(heard, chance)
        if chance.random() < 0.4:
            heard = augment.room(heard, chance)
        if chance.random() < 0.7:
            heard = augment.noise(heard, chance)
    return augment.line(heard, chance) if copy in (4, 5) else heard


def keep(folder: Path, utterances: Sequence[Utterance], copy: int, *, cache: Path) -> Path:
    """The cache's file of the features of one copy, which is written where there is none."""
    cache.mkdir(parents=True, exist_ok=True)
    kept = cache / f"{_key(folder, utterances)}-{copy}.npz"
    if not kept.is_file():
        heard = [
            listen(alter(samples(folder, one), copy, np.random.default_rng([copy, number])))
            for number, one in enumerate(utterances)
        ]
        part = kept.with_suffix(".part.npz")
        np.savez(
            part,
            frames=np.concatenate([one.frames for one in heard]).astype(np.float16),
            lengths=[len(one.frames) for one in heard],
            functionals=np.stack([one.functionals for one in heard]),
        )
        part.replace(kept)
    return kept


def _load(kept: Path) -> Features:
    with np.load(kept, allow_pickle=False) as arrays:
        ends = np.cumsum(arrays["lengths"])
        return Features(np.split(arrays["frames"], ends[:-1]), arrays["functionals"])


def _key(folder: Path, utterances: Sequence[Utterance]) -> str:
    """Changes with the files, their order and the revision of what is done to them."""
    digest = hashlib.sha256(f"{REVISION}\n".encode())
    for one in utterances:
        digest.update(f"{one.file}|{(folder / one.file).stat().st_size}\n".encode())
    return digest.hexdigest()[:16]
