"""Transcripts in every form they come in, worked out by hand, and whatever else somebody sends."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import subtitles
from data.errors import BadTranscript, DataError, TooBig
from data.names import LONGEST_TEXT
from data.subtitles import Line, read_lines

VTT = """WEBVTT - a call

NOTE made by hand

intro
00:01.500 --> 00:03.000 align:start
<v Agent>Good <b>morning</b>

1:00:04.000 --> 1:00:06.250
<v.loud Anna Müller>I am &lt;angry&gt; &amp; tired
and I say so
"""
SRT = "1\r\n00:00:01,5 --> 00:00:03,000\r\nAgent: Good morning\r\n\r\n"
SRT += "2\r\n00:00:04,000 --> 00:00:06,250\r\nSpeaker 2: hello\r\n"


def test_webvtt_with_voices_settings_and_escapes() -> None:
    assert read_lines(VTT.encode()) == [
        Line(1.5, 3.0, "agent", "Good morning"),
        Line(3604.0, 3606.25, "Anna Müller", "I am <angry> & tired and I say so"),
    ]


def test_subrip_with_speakers_before_the_words() -> None:
    expected = [Line(1.5, 3.0, "agent", "Good morning"), Line(4.0, 6.25, "Speaker 2", "hello")]
    assert read_lines(SRT.encode()) == expected
    assert read_lines(("\ufeff" + SRT).encode("utf-16")) == expected


@pytest.mark.parametrize(
    "told",
    [
        [{"start": 1, "end": 2.5, "role": "客户", "text": " 您好 "}],
        {"language": "zh", "segments": [{"start": 1, "end": 2.5, "speaker": "Customer", "text": "您好", "id": 0}]},
        {"text": "您好", "sentence_info": [{"start": 1000, "end": 2500, "text": "您好", "spk": "caller"}]},
    ],
)
def test_json_as_it_is_written_by_hand_by_whisper_and_by_funasr(told: object) -> None:
    assert read_lines(json.dumps(told).encode()) == [Line(1.0, 2.5, "customer", "您好")]


def test_chinese_text_in_its_older_encoding() -> None:
    said = "1\n00:00:01,000 --> 00:00:02,000\n客户：我要投诉你们的服务\n"
    assert read_lines(said.encode("gb18030")) == [Line(1.0, 2.0, "customer", "我要投诉你们的服务")]


def test_lines_come_in_order_of_time_and_never_end_before_they_start() -> None:
    told = [{"start": 5, "end": 4, "text": "later"}, {"start": 1, "end": 2, "text": "first"}]
    assert read_lines(json.dumps(told).encode()) == [Line(1.0, 2.0, "", "first"), Line(5.0, 5.0, "", "later")]


def test_rows_without_times_or_words_are_passed_over() -> None:
    rows = [{"start": 1, "end": 2, "text": "kept"}, {"start": "1", "end": 2, "text": "no"}, {"text": "no"}, 7, None]
    rows += [{"start": -1, "end": 2, "text": "no"}, {"start": True, "end": 2, "text": "no"}]
    rows += [{"start": 1e9, "end": 1e9, "text": "no"}, {"start": 3, "end": 4, "text": ["no"]}]
    rows += [{"start": 10**400, "end": 10**400, "text": "no"}, {"start": 0, "end": 10**400, "text": "no"}]
    assert [line.text for line in read_lines(json.dumps(rows).encode())] == ["kept"]
    assert [
        line.text for line in read_lines(b'[{"start": 1, "end": NaN, "text": "a"}, {"start":1,"end":2,"text":"b"}]')
    ] == ["b"]


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"{", b"[[[", b"[" * 100_000, b"\x00\xff\xfe\xfa", b"{}", b"WEBVTT\n"]
)
def test_what_is_no_transcript_says_so(content: bytes) -> None:
    with pytest.raises(BadTranscript, match="transcript"):
        read_lines(content)


def test_limits_of_bytes_and_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subtitles, "MOST_LINES", 2)
    monkeypatch.setattr(subtitles, "MOST_BYTES", 200)
    row = {"start": 1, "end": 2, "text": "a"}
    assert len(read_lines(json.dumps([row] * 2).encode())) == 2
    with pytest.raises(TooBig, match="more than 2 lines"):
        read_lines(json.dumps([row] * 3).encode())
    with pytest.raises(TooBig, match="larger"):
        read_lines(b" " * 201)


def test_hostile_words_are_words() -> None:
    said = "<img src=x onerror=alert(1)> [a](http://evil.example) \u202e\x07"
    [line] = read_lines(json.dumps([{"start": 0, "end": 1, "speaker": "<script>", "text": said}]).encode())
    assert line == Line(0.0, 1.0, "<script>", "<img src=x onerror=alert(1)> [a](http://evil.example)")


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode(errors="replace"))))
def test_any_bytes_are_lines_or_a_sentence(content: bytes) -> None:
    for prefix in (b"", b"WEBVTT\n\n00:01.000 --> 00:02.000\n", b'[{"start":1,"end":2,"text":"'):
        try:
            lines = read_lines(prefix + content)
        except DataError as error:
            assert len(str(error)) > 20
            continue
        assert lines
        assert all(0 <= line.start <= line.end and 0 < len(line.text) <= LONGEST_TEXT for line in lines)
        assert [line.start for line in lines] == sorted(line.start for line in lines)
