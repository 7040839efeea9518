"""Where the worker leaves files that pages ask for: decoded audio for playback, embeddings per frame.

All copies of a recording begin with the same letters, so that they are found again when it is erased.
"""

import hashlib
import re
from pathlib import Path

from data.home import Home

LETTERS = 40  # of a sha256: enough that no two recordings share them, and paths stay short on Windows
_COPY = re.compile(rf"[0-9a-f]{{{LETTERS}}}[-.]")
PROCESSED, FEATURES = "processed", "features"  # kinds of the job that makes such a copy


def processed_path(home: Home, recording: str) -> Path:
    """``processed_audio.wav`` of a recording: 16 kHz, 16 bit, one channel per role."""
    return home.cache / f"{_letters(recording)}.wav"


def features_path(home: Home, recording: str, *, model: str, role: str) -> Path:
    """``embedding.npy`` per frame, (T, D), of one voice as one model hears it."""
    return home.cache / f"{_letters(recording)}-{_letters(model, role)}.npy"


def clip_path(home: Home, content: str) -> Path:
    """A clip that waits to be read and belongs to no recording; ``content`` is the sha256 of its bytes."""
    return home.cache / f"{_letters(content)}.clip"


def forget(home: Home, recording: str) -> None:
    """Remove every copy of a recording, and what is left of one that was being written."""
    for path in home.cache.glob(f"{_letters(recording)}*"):
        path.unlink(missing_ok=True)


def strangers(home: Home, recordings: set[str]) -> list[Path]:
    """Copies of recordings other than these."""
    known = {_letters(recording) for recording in recordings}
    return [path for path in home.cache.iterdir() if _COPY.match(path.name) and path.name[:LETTERS] not in known]


def _letters(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode(errors="surrogatepass")).hexdigest()[:LETTERS]
