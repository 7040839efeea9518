"""A recording's decoded copy on the server's side: its loudness, and clips cut from it."""

import io
import wave
from pathlib import Path

import numpy as np
import streamlit as st

from analysis.loudness import levels
from dashboard import state
from data import cache
from data.records import Floats

CHUNK = 1 << 20  # samples read at a time; a multiple of nothing needs care: pieces of 10 ms are cut off whole chunks


def path_of(recording: str) -> Path | None:
    """Where the decoded copy is; None until a worker has made it."""
    path = cache.processed_path(state.store().home, recording)
    return path if path.is_file() else None


def loudness(path: Path) -> Floats:
    """(B, C) loudness of each 10 ms; worked out once per file."""
    return _loudness(str(path), path.stat().st_mtime_ns)


@st.cache_data(show_spinner=False, max_entries=64)
def _loudness(path: str, _changed: int) -> Floats:
    with wave.open(path) as file:
        rate, channels = file.getframerate(), file.getnchannels()
        whole = CHUNK // (rate // 100) * (rate // 100)
        heard = []
        while content := file.readframes(whole):
            heard.append(levels(np.frombuffer(content, "<i2").reshape(-1, channels), rate=rate))
    return np.concatenate(heard) if heard else np.zeros((0, channels), np.float32)


def clip(path: Path, start: float, end: float) -> bytes:
    """The stretch between two seconds as a wav file of its own."""
    buffer = io.BytesIO()
    with wave.open(str(path)) as file, wave.open(buffer, "wb") as cut:
        rate = file.getframerate()
        cut.setparams(file.getparams())
        file.setpos(min(file.getnframes(), round(start * rate)))
        cut.writeframes(file.readframes(max(0, round((end - start) * rate))))
    return buffer.getvalue()
