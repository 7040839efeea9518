"""The features of every utterance and of its altered copies, worked out once and kept in a cache folder."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.records import Floats
from inference import functionals, mel, pitch
from training import augment
from training.corpus import LABELS, Utterance, samples

CLEAN, TELEPHONE = 0, 1  # copies that figures are measured on; the others are for learning only
COPIES = 6


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Features of one copy of N utterances."""

    frames: list[NDArray[np.float16]]  # per utterance (T, 66): log-mel standardised, pitch, voicing
    functionals: Floats  # (N, F)


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """All that training and testing need of N utterances."""

    copies: list[Features]
    emotions: NDArray[np.int64]  # (N,) index into LABELS
    speakers: NDArray[np.int64]  # (N,)
    corpora: NDArray[np.int64]  # (N,) index into corpus_names
    corpus_names: list[str]


def alter(clean: Floats, copy: int, chance: np.random.Generator) -> Floats:
    """The utterance as copy number ``copy`` holds it."""
    if copy == CLEAN:
        return clean
    if copy == TELEPHONE:
        return augment.telephone(clean)
    heard = clean
    if copy in (3, 5):
        heard = augment.speed(heard, chance)
    if copy in (2, 4) or chance.random() < 0.3:
        heard = augment.equaliser(heard, chance)
        if chance.random() < 0.4:
            heard = augment.room(heard, chance)
        if chance.random() < 0.7:
            heard = augment.noise(heard, chance)
    return augment.line(heard, chance) if copy in (4, 5) else heard


def frames_of(window: Floats) -> Floats:
    """Input of the network (T, 66) for one window: 64 standardised bands, pitch in octaves above 55 Hz, voicing."""
    return from_spectrum(mel.power(window), pitch.track(window))


def from_spectrum(spectrum: Floats, followed: pitch.Pitch) -> Floats:
    bands = mel.standardised(mel.log_mel(spectrum[::2]))
    return np.column_stack([bands, followed.semitones / 12 - 1.5, followed.voicing]).astype(np.float32)


def material(folder: Path, utterances: Sequence[Utterance], *, cache: Path) -> Material:
    """Features of all copies, from the cache where it holds them."""
    cache.mkdir(parents=True, exist_ok=True)
    speakers = sorted({one.speaker for one in utterances})
    names = sorted({one.corpus for one in utterances})
    emotions = list(LABELS)
    return Material(
        copies=[_copy(folder, utterances, copy, cache) for copy in range(COPIES)],
        emotions=np.array([emotions.index(one.emotion) for one in utterances]),
        speakers=np.array([speakers.index(one.speaker) for one in utterances]),
        corpora=np.array([names.index(one.corpus) for one in utterances]),
        corpus_names=names,
    )


def _copy(folder: Path, utterances: Sequence[Utterance], copy: int, cache: Path) -> Features:
    kept = cache / f"{_key(folder, utterances)}-{copy}.npz"
    if not kept.is_file():
        heard = []
        for number, one in enumerate(utterances):
            window = alter(samples(folder, one), copy, np.random.default_rng([copy, number]))
            spectrum, followed = mel.power(window), pitch.track(window)
            whole = functionals.functionals(spectrum, mel.log_mel(spectrum), followed)
            heard.append((from_spectrum(spectrum, followed).astype(np.float16), whole))
        frames, wholes = zip(*heard, strict=True)
        part = kept.with_suffix(".part.npz")
        np.savez(part, frames=np.concatenate(frames), lengths=[len(one) for one in frames], functionals=wholes)
        part.replace(kept)
    with np.load(kept, allow_pickle=False) as arrays:
        ends = np.cumsum(arrays["lengths"])
        return Features(np.split(arrays["frames"], ends[:-1]), arrays["functionals"])


def _key(folder: Path, utterances: Sequence[Utterance]) -> str:
    """Changes with the files and with the code that hears them."""
    digest = hashlib.sha256()
    for module in ("inference/mel.py", "inference/pitch.py", "inference/descriptors.py", "inference/functionals.py"):
        digest.update((Path(__file__).parent.parent / module).read_bytes())
    digest.update(Path(augment.__file__).read_bytes() + Path(__file__).read_bytes())
    for one in utterances:
        digest.update(f"{one.file}|{(folder / one.file).stat().st_size}\n".encode())
    return digest.hexdigest()[:16]
