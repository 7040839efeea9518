"""One test per limit: what lies within it is read, and one step beyond ends in a sentence that names it."""

import shutil
import subprocess
import sys

import numpy as np
import pytest

from inference import cell, decode, limits, sandbox
from inference.errors import Crashed, TooLarge, TooLong
from tests.sounds import save, tone


@pytest.fixture
def second(tmp_path):
    """A recording of one second."""
    return save(tmp_path / "a.wav", tone(500, 1))


def test_the_limits_import_nothing_heavy():
    code = "import sys, inference.limits; assert not {'numpy', 'av', 'torch'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_bytes(second, monkeypatch):
    size = second.stat().st_size
    monkeypatch.setattr(decode, "MAX_FILE_BYTES", size)
    decode.decode(second, name="a.wav")
    monkeypatch.setattr(decode, "MAX_FILE_BYTES", size - 1)
    with pytest.raises(TooLarge, match=r"^a\.wav has .* GB; the limit is"):
        decode.decode(second, name="a.wav")


def test_hours(second, monkeypatch):
    monkeypatch.setattr(decode, "HOURS", 1 / 3600)
    decode.decode(second, name="a.wav")
    monkeypatch.setattr(decode, "HOURS", 0.999 / 3600)
    with pytest.raises(TooLong, match=r"^a\.wav is longer than 0\.0002775 h, the limit; send it in parts$"):
        decode.decode(second, name="a.wav")


def test_a_bomb_is_stopped_while_it_unpacks(tmp_path, monkeypatch):
    """Half a megabyte of FLAC that is hours of silence: what is decoded before the limit is all that is decoded."""
    path = save(tmp_path / "a.flac", np.zeros(16_000 * 600, np.float32))
    assert path.stat().st_size < 100_000
    monkeypatch.setattr(decode, "HOURS", 60 / 3600)
    decoding, seconds = decode.Decoding(path, name="a.flac"), 0.0
    with pytest.raises(TooLong):
        for block in decoding.blocks():
            seconds += block.shape[1] / 16_000
    assert seconds <= 60


@pytest.mark.parametrize("channels", [limits.CHANNELS, limits.CHANNELS + 1])
def test_channels(tmp_path, channels):
    path = save(tmp_path / "a.wav", *(tone(100 * (number + 1), 0.1) for number in range(channels)))
    if channels == limits.CHANNELS:
        audio, _ = decode.decode(path, name="a.wav")
        assert len(audio.samples) == channels
    else:
        with pytest.raises(TooLarge, match=r"^a\.wav has 9 channels; the limit is 8$"):
            decode.decode(path, name="a.wav")


@pytest.mark.parametrize("rate", [limits.LOWEST_RATE, limits.HIGHEST_RATE])
def test_rates_within(tmp_path, rate):
    audio, _ = decode.decode(save(tmp_path / "a.wav", tone(500, 1, rate=rate), rate=rate), name="a.wav")
    assert audio.seconds == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize("rate", [1, limits.LOWEST_RATE - 1, limits.HIGHEST_RATE + 1])
def test_rates_beyond(tmp_path, rate):
    with pytest.raises(TooLarge, match=rf"^a\.wav is sampled at {rate} Hz; 4000 to 384000 Hz can be read$"):
        decode.decode(save(tmp_path / "a.wav", tone(500, 1), rate=rate), name="a.wav")


def test_seconds_on_the_clock(second, monkeypatch):
    monkeypatch.setattr(sandbox, "DECODER_WALL_SECONDS", 0.05)
    monkeypatch.setattr(sandbox.socket, "send_fds", lambda *_: None)  # a decoder that never has an answer
    with sandbox.Decoders(processes=1) as decoders, pytest.raises(Crashed, match=r"^a\.wav took longer than 0\.05 s"):
        decoders.decode(second, name="a.wav")


def test_seconds_of_computing():
    """The kernel ends a process that computes for longer than it was allowed."""
    code = "import inference.cell as c; c._allow_seconds(0)\nwhile True: pass"
    ended = subprocess.run([sys.executable, "-c", code], check=False)
    assert ended.returncode == -24  # SIGXCPU


def test_memory():
    code = "import inference.cell as c; c._restrict(); bytearray(c.DECODER_BYTES)"
    ended = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert "MemoryError" in ended.stderr


def test_a_decode_at_the_limits_fits_into_the_room_for_its_samples():
    assert 4 * 16_000 * 3600 * limits.HOURS <= cell.ROW_BYTES


def test_a_decoder_that_does_not_start(monkeypatch, second):
    monkeypatch.setattr(sandbox.sys, "executable", shutil.which("false"))
    with sandbox.Decoders(processes=1) as decoders, pytest.raises(Crashed, match="could not be started"):
        decoders.decode(second, name="a.wav")
