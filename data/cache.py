"""Where the worker leaves files that pages ask for: decoded audio for playback, embeddings per frame."""

import hashlib
from pathlib import Path

from data.home import Home

PROCESSED, FEATURES = "processed", "features"  # kinds of the job ``export``


def processed_path(home: Home, recording: str) -> Path:
    """``processed_audio.wav`` of a recording: 16 kHz, 16 bit, one channel per role."""
    return home.cache / f"{_safe(recording)}.wav"


def features_path(home: Home, recording: str, *, model: str, role: str) -> Path:
    """``embedding.npy`` per frame, (T, D), of one voice as one model hears it."""
    return home.cache / f"{_safe(recording, model, role)}.npy"


def forget(home: Home, recording: str) -> None:
    """Remove the playback copy of a recording; embeddings per frame go when the cache is emptied."""
    processed_path(home, recording).unlink(missing_ok=True)


def _safe(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()
