"""The server's side of playback: loudness in chunks, clips cut to the sample."""

import io
import wave
from pathlib import Path

import numpy as np
import pytest

from analysis.loudness import levels
from dashboard import sound

RATE = 16_000


@pytest.fixture
def ramp(tmp_path: Path) -> Path:
    """Two seconds of two channels that count their samples."""
    path = tmp_path / "ramp.wav"
    samples = np.stack([np.arange(2 * RATE) % 30_000, -(np.arange(2 * RATE) % 30_000)], axis=1).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, RATE, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    return path


def test_a_clip_is_cut_to_the_sample(ramp: Path) -> None:
    with wave.open(io.BytesIO(sound.clip(ramp, 0.5, 0.75))) as file:
        assert (file.getnchannels(), file.getframerate(), file.getnframes()) == (2, RATE, 4_000)
        samples = np.frombuffer(file.readframes(4_000), "<i2").reshape(-1, 2)
    assert samples[0].tolist() == [8_000, -8_000]
    assert samples[-1, 0] == 11_999


def test_a_clip_beyond_the_end_is_empty(ramp: Path) -> None:
    with wave.open(io.BytesIO(sound.clip(ramp, 5.0, 6.0))) as file:
        assert file.getnframes() == 0


def test_loudness_does_not_depend_on_the_chunks(ramp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with wave.open(str(ramp)) as file:
        whole = levels(np.frombuffer(file.readframes(2 * RATE), "<i2").reshape(-1, 2), rate=RATE)
    monkeypatch.setattr(sound, "CHUNK", 5_000)
    sound._loudness.clear()
    np.testing.assert_array_equal(sound.loudness(ramp), whole)
