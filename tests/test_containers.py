"""A file is what its first bytes say, whatever it is called; what is no recording is told what it looks like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference import containers
from inference.containers import Container, first_bytes, recognise
from inference.errors import NotAudio
from inference.limits import HEAD_BYTES
from inference.mpeg import counted_bytes, id3_bytes, stream_of
from tests import sounds

EXPECTED = {
    "mp3": containers.MP3,
    "m4a": containers.MP4,
    "mp4": containers.MP4,
    "3gp": containers.MP4,
    "aac": containers.ADTS,
    "ogg": containers.OGG,
    "webm": containers.WEBM,
    "mkv": containers.WEBM,
    "wma": containers.ASF,
    "amr": containers.AMR,
    "mp2": containers.MP3,
    "flac": containers.FLAC,
    "aiff": containers.AIFF,
    "caf": containers.CAF,
    "au": containers.AU,
    "w64": containers.WAVE64,
    "ulaw.wav": containers.WAV,
    "alaw.wav": containers.WAV,
    "adpcm.wav": containers.WAV,
    "mp3.wav": containers.WAV,
    "wv": containers.WAVPACK,
    "avi": containers.AVI,
    "ts": containers.TRANSPORT,
}
# Hand-made beginnings of kinds that no encoder here writes.
BEGINNINGS = {
    b"RF64\xff\xff\xff\xffWAVEds64": containers.WAV,
    b"RIFX\x00\x00\x10\x00WAVEfmt ": containers.WAV,
    b"#!AMR-WB\n\x04\x00": containers.AMR,
    b"#!iLBC30\n": containers.ILBC,
    b"FORM\x00\x00\x10\x00AIFCFVER": containers.AIFF,
    b"\x00\x00\x00\x08wide\x00\x00\x10\x00mdat": containers.MP4,
    b"FLV\x01\x05": containers.FLV,
    b"\x00\x00\x01\xba\x44\x00": containers.MPEG,
    b"NIST_1A\n   1024\n": containers.SPHERE,
    b"Creative Voice File\x1a": containers.VOC,
    b"RIFF\x00\x10\x00\x00QLCMfmt ": containers.QCP,
    b"\x03dss\x00\x00": containers.DSS,
}
MISTAKES = {
    b"": "is empty",
    bytes(1_000): "nothing but zeros",
    b"PK\x03\x04\x14\x00": "zip archive",
    b"%PDF-1.7\n": "PDF",
    b"\x89PNG\r\n\x1a\n": "picture",
    b"\xff\xd8\xff\xe0\x00\x10JFIF": "picture",
    b"MZ\x90\x00\x03": "program",
    b"\x1f\x8b\x08\x00": "packed archive",
    b"SQLite format 3\x00": "database",
    b"ffconcat version 1.0\nfile 'other.wav'\n": "list of other files",
    b"  #EXTM3U\n#EXT-X-VERSION:3\nhttp://example.org/a.ts\n": "list of other files",
    b"<!DOCTYPE html><html>": "web page",
    b"call,agent\n1,dee\n": "looks like text",
    "Größe und Füße\n".encode(): "looks like text",
    "Größe".encode("latin-1"): "looks like text",
    "notes of the day".encode("utf-16"): "looks like text",
    bytes(range(1, 200)): "no audio format",
}


@pytest.mark.parametrize("ending", sounds.FORMATS)
def test_what_encoders_write_is_recognised(tmp_path, ending):
    path = sounds.encode(tmp_path, ending, sounds.tone(440, 0.5, rate=sounds.FORMATS[ending][2]))
    assert recognise(first_bytes(path)) is EXPECTED[ending]


@pytest.mark.parametrize("head", BEGINNINGS, ids=lambda head: repr(head[:12]))
def test_beginnings_made_by_hand_are_recognised(head):
    assert recognise(head) is BEGINNINGS[head]


@pytest.mark.parametrize("head", MISTAKES, ids=lambda head: repr(head[:12]))
def test_what_is_no_recording_is_told_what_it_looks_like(head):
    with pytest.raises(NotAudio, match=MISTAKES[head]):
        recognise(head)


@given(st.binary(max_size=2_000))
def test_any_bytes_are_a_container_or_a_sentence(head):
    try:
        assert isinstance(recognise(head), Container)
    except NotAudio as error:
        assert str(error)


def test_every_demuxer_is_one_that_ffmpeg_has():
    import av

    known = {name for names in av.formats_available for name in names.split(",")}
    found = [value for value in vars(containers).values() if isinstance(value, Container)]
    assert len(found) > 20
    assert {container.demuxer for container in found} <= known
    assert not {"concat", "hls", "dash", "image2", "lavfi", "sdp"} & {container.demuxer for container in found}


def test_a_tag_of_any_size_is_looked_past(tmp_path):
    sound = sounds.save(tmp_path / "a.wav", sounds.tone(440, 0.1)).read_bytes()
    size = 3 * HEAD_BYTES
    tag = b"ID3\x04\x00\x00" + bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127]) + bytes(size)
    path = tmp_path / "tagged.mp3"
    path.write_bytes(tag + sound)
    assert id3_bytes(tag) == len(tag)
    assert recognise(first_bytes(path)) is containers.WAV
    assert recognise(tag[:100]) is containers.MP3  # nothing but a tag is seen, and nothing but MP3s starts so


def test_mpeg_frames_count_only_in_a_chain():
    frame = b"\xff\xfb\x90\x00" + bytes(413)  # MPEG 1, layer III, 128 kbit/s at 44.1 kHz: 144 * 128000 / 44100 = 417
    assert stream_of(b"junk" + frame * 3) == "mpeg"
    assert stream_of(frame) == "mpeg"  # a file of one frame
    assert stream_of(b"junk" + frame * 2 + bytes(600)) == ""
    wide = b"\xff\xfe" + "hello there".encode("utf-16-le")
    assert stream_of(wide) == "mpeg"  # so text is asked for first
    with pytest.raises(NotAudio, match="text"):
        recognise(wide)


def test_the_bytes_an_encoder_has_counted_are_found(tmp_path):
    path = sounds.encode(tmp_path, "mp3", sounds.tone(440, 2, rate=8_000))
    head = first_bytes(path)
    assert counted_bytes(head) == path.stat().st_size - id3_bytes(path.read_bytes())
    assert counted_bytes(head.replace(b"Info", b"Junk").replace(b"Xing", b"Junk")) == 0
