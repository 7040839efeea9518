"""WAVs written here are what other readers read."""

import numpy as np
import pytest
import soundfile

from inference import wav
from inference.audio import Audio
from inference.riff import missing_share
from inference.wav import write_wav
from tests.sounds import hiss, save, tone


@pytest.mark.parametrize("block", [7, 1_000, 1 << 18])
def test_what_is_written_is_read_back(tmp_path, monkeypatch, block):
    monkeypatch.setattr(wav, "_BLOCK", block)
    samples = np.stack([tone(500, 0.2), hiss(0.2)])
    samples[:, 0] = 1, -1
    write_wav(tmp_path / "a.wav", Audio(samples, 16_000))
    read, rate = soundfile.read(tmp_path / "a.wav", dtype="int16")
    assert rate == 16_000
    np.testing.assert_array_equal(read.T, np.rint(samples * 32_767))
    assert soundfile.info(tmp_path / "a.wav").subtype == "PCM_16"
    assert missing_share(tmp_path / "a.wav") == 0


def test_what_is_too_loud_is_full_scale(tmp_path):
    write_wav(tmp_path / "a.wav", Audio(np.array([[2.0, -2.0]], np.float32), 16_000))
    assert soundfile.read(tmp_path / "a.wav", dtype="int16")[0].tolist() == [32_767, -32_767]


def test_what_no_wav_can_hold_is_refused(tmp_path):
    endless = np.lib.stride_tricks.as_strided(np.zeros(1, np.float32), (2, 1 << 31), (0, 0))
    with pytest.raises(ValueError, match="a WAV holds at most"):
        write_wav(tmp_path / "a.wav", Audio(endless, 16_000))


def test_the_share_that_is_missing(tmp_path):
    path = save(tmp_path / "a.wav", tone(500, 1))
    whole = path.read_bytes()
    path.write_bytes(whole[: 44 + 8_000])  # of 32,000 bytes of sound
    assert missing_share(path) == 0.75
    path.write_bytes(whole[:40] + bytes(4) + whole[44:])
    assert missing_share(path) == 0  # a recorder that never filled in the length
    path.write_bytes(whole[:20])
    assert missing_share(path) == 0
    path.write_bytes(b"fLaC")
    assert missing_share(path) == 0
