"""Names and times that strangers wrote: what may be shown and stored, and what they tell about a call."""

import sqlite3
import unicodedata
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from data.names import LONGEST, clean_name, clean_text, read_name
from data.times import read_date, read_time

ANY_TEXT = some.text(some.characters(codec=None), max_size=300)  # half characters (surrogates) included


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("call.wav", "call.wav"),
        ("day/dee/call.wav", "call.wav"),
        (r"C:\Users\dee\call.wav", "call.wav"),
        ("../../etc/passwd", "passwd"),
        ("folder/", "folder"),
        ("", "unnamed"),
        ("..", "unnamed"),
        ("\u202e\u2066", "unnamed"),
        ("\u202egpj.exe", "gpj.exe"),  # shown right to left it would read exe.jpg
        ("a\x00b\nc\x7f\x85.wav", "ab c.wav"),
        ("soft\u00adhyphen\u200bzero\ufeffwidth\U000e0041tag", "softhyphenzerowidthtag"),
        ("half \ud83d a face", "half \ufffd a face"),
        ("u\u0308ber.wav", "über.wav"),  # as macOS writes it
        ("  spaces .wav ", "spaces .wav"),
        ("客服_录音.wav", "客服_录音.wav"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),  # whoever shows it escapes it
        ("😀.wav", "😀.wav"),
    ],
)
def test_a_name_is_a_label(raw, clean):
    assert clean_name(raw) == clean


def test_a_long_name_keeps_its_beginning_and_its_end():
    name = clean_name("a" * 500 + "_DT_2026-03-02T14-35-30.wav")
    assert len(name) == LONGEST
    assert name.startswith("a" * 180 + "…")
    assert name.endswith("03-02T14-35-30.wav")


def test_a_name_of_megabytes_is_cut_at_once():
    assert clean_name("\u200b" * 2_000_000 + "call.wav") == "call.wav"


@given(ANY_TEXT)
def test_any_name_can_be_stored_and_shown(raw):
    name = clean_name(raw)
    assert 0 < len(name) <= LONGEST
    assert name.encode() == sqlite3.connect(":memory:").execute("SELECT CAST(? AS BLOB)", (name,)).fetchone()[0]
    assert not {unicodedata.category(character) for character in name} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert "/" not in name
    assert "\\" not in name
    assert clean_name(name) == name


def test_text_is_one_line_of_at_most_so_many_characters():
    assert clean_text(" too\r\nlong\tby\x00 far ", longest=8) == "too  lon"
    assert clean_text("x" * 5_000) == "x" * 2_000


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "call012_AGENT_dee_DT_2026-03-02T14-35-30.wav",
            {"agent": "dee", "started_at": "2026-03-02T14:35:30"},
        ),
        (
            "GUID_9f-3_CUSTOMER_77_QUEUE_loans_AGENT_Zoë_DT_2026-03-02T14-35-30.mp3",
            {
                "guid": "9f-3",
                "customer": "77",
                "queue": "loans",
                "agent": "Zoë",
                "started_at": "2026-03-02T14:35:30",
            },
        ),
        ("AGENT_QUEUE_loans.wav", {"queue": "loans"}),
        ("AGENT__DT_2026.wav", {}),
        ("AGENT_DT_2026-03-02T14-35-30.wav", {"started_at": "2026-03-02T14:35:30"}),
        ("agent_dee.wav", {}),
        ("plain.wav", {}),
        ("", {}),
    ],
)
def test_what_a_name_tells(name, told):
    assert read_name(name) == told


AFTERNOON = datetime(2026, 3, 2, 14, 35, 30)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026-03-02T14:35:30", AFTERNOON),
        ("2026-03-02T14:35:30.999", AFTERNOON),
        ("2026-03-02T14:35:30Z", AFTERNOON),  # the wall's time, whatever the zone
        ("2026-03-02T14:35:30+08:00", AFTERNOON),
        ("2026-03-02 14:35", AFTERNOON.replace(second=0)),
        ("2026/3/2 14:35:30", AFTERNOON),
        ("2026/3/2 2:35:30 PM", AFTERNOON),
        ("2026-03-02 02:35:30pm", AFTERNOON),
        ("2026-03-02 12:05 am", datetime(2026, 3, 2, 0, 5)),
        ("2026-03-02 12:05 PM", datetime(2026, 3, 2, 12, 5)),
        ("2.3.2026 14:35:30", AFTERNOON),
        ("02.03.2026, 14:35:30", AFTERNOON),
        ("2026年3月2日 14:35:30", AFTERNOON),
        ("20260302_143530", AFTERNOON),
        ("20260302143530", AFTERNOON),
        ("rec-20260302-1435", AFTERNOON.replace(second=0)),
        ("2026-03-02_14-35-30_America", AFTERNOON),
        ("2026-02-30 10:00 or 2026-03-02 14:35:30", AFTERNOON),
        ("202603021435", None),  # as likely a telephone number
        ("3/2/2026 14:35", None),  # March in one country, February in the next
        ("2026-03-02 25:00", None),
        ("2026-02-30 10:00", None),
        ("1234-05-06 07:08", None),
        ("00491721234567", None),
        ("2026-03-02", None),
        ("٢٠٢٦-٠٣-٠٢ ١٤:٣٥", None),
        ("", None),
    ],
)
def test_times_as_people_and_machines_write_them(text, when):
    assert read_time(text) == when


def test_a_date_alone_is_midnight():
    assert read_date("on 2026-03-02.") == read_date("2.3.2026") == datetime(2026, 3, 2)
    assert read_date("3/2/2026") is None
    assert read_date("202603021435") is None


@given(some.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2099, 12, 31)))
def test_every_time_is_read_back_in_every_way_it_is_written(when):
    when = when.replace(microsecond=0)
    for written in ("%Y-%m-%dT%H:%M:%S", "%Y%m%d%H%M%S", "%Y%m%d_%H%M%S", "%d.%m.%Y %H:%M:%S", "%Y/%m/%d %I:%M:%S %p"):
        assert read_time(f"call_{when:{written}}") == when


@given(ANY_TEXT)
def test_no_text_upsets_the_readers(text):
    assert all(isinstance(value, str) for value in read_name(text).values())
    assert isinstance(read_time(text), datetime | None)
    assert isinstance(read_date(text), datetime | None)
