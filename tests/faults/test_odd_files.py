"""Broken, odd and mislabelled files end as sound or as one sentence each, and none of them takes the decoder down."""

import random
import socket
import threading

import numpy as np
import pytest

from inference.errors import Crashed, InferenceError, NotAudio
from inference.sandbox import Decoders
from tests.sounds import FORMATS, encode, hiss, save, tone


@pytest.fixture(scope="module")
def decoders():
    with Decoders(processes=2) as running:
        yield running


def check(result, name):
    """Sound within bounds, or a sentence that begins with the file's name; never a crash."""
    if isinstance(result, InferenceError):
        assert not isinstance(result, Crashed), str(result)
        assert str(result).startswith(f"{name} ")
        assert "\n" not in str(result)
        return 0
    audio, info = result
    assert audio.samples.ndim == 2
    assert audio.samples.shape[1] > 0
    assert np.isfinite(audio.samples).all()
    assert np.abs(audio.samples).max() <= 1
    assert info.seconds == pytest.approx(audio.seconds)
    return 1


@pytest.mark.shared
def test_every_odd_file_ends_well(decoders, shared):
    files = [(path, f"file {number}") for number, path in enumerate(sorted((shared / "odd_files").iterdir()))]
    read = sum(check(result, name) for (_, name), result in zip(files, decoders.decode_many(files), strict=True))
    assert len(files) == 243
    assert (
        read == 158
    )  # compared one by one with FFmpeg's command line, which reads these and one more frame of another


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["calls", "day"])
def test_every_real_call_is_read(decoders, shared, folder):
    endings = {".wav", ".mp3", ".m4a", ".ogg", ".flac"}
    files = [(path, path.name) for path in sorted((shared / folder).iterdir()) if path.suffix in endings]
    read = sum(check(result, name) for (_, name), result in zip(files, decoders.decode_many(files), strict=True))
    assert read == len(files) > 5


@pytest.mark.parametrize("ending", FORMATS)
def test_mutated_files_end_well(decoders, tmp_path, ending):
    """Bytes flipped, cut out, doubled, and cut off, in every format, with a fixed seed."""
    rate = FORMATS[ending][2]
    channels = [tone(500, 0.4, rate=rate), hiss(0.4, rate=rate)][: 1 if ending in ("amr", "3gp") else 2]
    whole = encode(tmp_path, ending, *channels).read_bytes()
    random.seed(ending)
    files = []
    for number in range(12):
        mutated = bytearray(whole)
        for _ in range(random.choice([1, 3, 30])):
            place = random.randrange(1 + (len(mutated) if number % 2 else min(200, len(mutated))))
            if number % 4 == 0:
                del mutated[place : place + random.randrange(1, 50)]
            elif number % 4 == 1:
                mutated[place:place] = mutated[place : place + 20]
            else:
                mutated[place : place + 1] = bytes([random.randrange(256)])
        if number % 3 == 2:
            del mutated[random.randrange(1 + len(mutated)) :]
        path = tmp_path / f"{number}"
        path.write_bytes(mutated)
        files.append((path, f"file {number}"))
    for (_, name), result in zip(files, decoders.decode_many(files), strict=True):
        check(result, name)


@pytest.mark.parametrize(
    "text",
    [
        "ffconcat version 1.0\nfile 'other.wav'\n",
        "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:{port}/a.ts\n",
        "<?xml version='1.0'?><MPD><BaseURL>http://127.0.0.1:{port}/</BaseURL></MPD>",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio {port} RTP/AVP 0\n",
        "[playlist]\nFile1=http://127.0.0.1:{port}/a.mp3\n",
    ],
)
def test_files_that_only_name_others_open_none(decoders, tmp_path, text):
    save(tmp_path / "other.wav", tone(500, 1))
    with socket.create_server(("127.0.0.1", 0)) as server:
        calls = []
        threading.Thread(target=lambda: calls.append(_accept(server)), daemon=True).start()
        path = tmp_path / "call.wav"
        path.write_text(text.format(port=server.getsockname()[1]))
        with pytest.raises(NotAudio):
            decoders.decode(path, name="call.wav")
    assert not any(calls)


def test_an_mp4_whose_sound_lies_in_another_file_does_not_open_it(decoders, tmp_path):
    """A QuickTime data reference (dref) of kind ``url `` points elsewhere; FFmpeg must not follow it."""
    path = encode(tmp_path, "mp4", tone(500, 1, rate=44_100))
    elsewhere = b"file:///etc/hostname\x00"
    inside = b"\x00\x00\x00\x0curl \x00\x00\x00\x01"
    assert path.read_bytes().count(inside) == 1
    moved = path.read_bytes().replace(inside, inside[:8] + b"\x00\x00\x00\x00")  # not in this file, it now says
    (tmp_path / "moved.mp4").write_bytes(moved + elsewhere)
    [result] = decoders.decode_many([(tmp_path / "moved.mp4", "moved.mp4")])
    check(result, "moved.mp4")


def _accept(server):
    try:
        return server.accept()
    except OSError:
        return None
