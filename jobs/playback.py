"""The jobs ``processed`` and ``features``: files a page asks for that only the worker can make, left in the cache."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np

from data import recordings, voices
from data.cache import features_path, processed_path
from data.records import Floats, Job
from data.store import Store
from inference.audio import Audio
from inference.contract import EmotionModel
from inference.sandbox import decode_safely
from inference.wav import write_wav
from jobs.errors import Unknown
from jobs.listen import cut


def write_processed(store: Store, job: Job) -> None:
    """``processed_audio.wav``: what the models hear, 16 kHz and 16 bit, one channel per role."""
    recording = str(job.options["recording"])
    with store.reading() as read:
        found = recordings.find(read, recording)
    audio = decode_again(store, recording, name=found.name)
    _put(processed_path(store.home, recording), lambda path: write_wav(path, audio))


def write_features(store: Store, job: Job, model: EmotionModel) -> None:
    """``embedding.npy`` per frame, (T, D) float32: the frames of all windows of one voice, in order of time."""
    recording, key, role = (str(job.options[name]) for name in ("recording", "model", "role"))
    if model.card.key != key:
        raise Unknown(
            f"embeddings per frame need the model that read this recording, {key}; loaded is {model.card.key}"
        )
    features = frame_embeddings(store, recording, model=model, role=role)
    _put(features_path(store.home, recording, model=key, role=role), lambda path: _save(path, features))


def frame_embeddings(store: Store, recording: str, *, model: EmotionModel, role: str) -> Floats:
    """(T, D) features of every frame the model heard of this voice; (0, D) if it was not read."""
    with store.reading() as read:
        found = recordings.find(read, recording)
        heard = voices.readings(read, recording, model=model.card.key, role=role)
    if not heard:
        return np.zeros((0, model.card.size), np.float32)
    audio = decode_again(store, recording, name=found.name)
    [windows] = model.read([cut(found, audio, read=(role,)).samples(role)], features=True)
    return np.concatenate([window.features for window in windows if window.features is not None])


def decode_again(store: Store, recording: str, *, name: str) -> Audio:
    """The sound of a stored recording."""
    audio, _ = decode_safely(store.audio.find(recording), name=name)
    return audio


def _save(path: Path, array: Floats) -> None:
    with path.open("wb") as file:
        np.save(file, array, allow_pickle=False)


def _put(place: Path, write: Callable[[Path], None]) -> None:
    """Write beside the place and rename, so that nobody ever reads half a file."""
    draft = place.with_suffix(f".{os.getpid()}.part")
    try:
        write(draft)
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
