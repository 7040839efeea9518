"""Metadata tables as spreadsheets and telephone systems write them: read as meant, or refused with a reason."""

import csv
import io
import unicodedata
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from data import sheet
from data.errors import BadTable, DataError, TooBig
from data.metadata import KNOWN, Rows, details_of, guess_columns, is_same, read_header, read_table

TABLE = "file,started_at,agent,queue,language\ncall1.wav,2026-03-02 14:35,dee,loans,de\n"
ROW = {"started_at": "2026-03-02 14:35", "agent": "dee", "queue": "loans", "language": "de"}


def agent_in(content: bytes) -> str:
    [row] = read_table(content).values()
    return row["agent"]


def test_a_table_is_read_by_file_name():
    assert read_table(TABLE.encode()) == {"call1.wav": ROW}


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode("utf-8-sig"),
        TABLE.encode("utf-16"),
        TABLE.encode("utf-16-le").join([b"\xff\xfe", b""]),
        TABLE.encode("utf-16-be").join([b"\xfe\xff", b""]),
        TABLE.replace(",", ";").encode(),
        TABLE.replace(",", "\t").encode(),
        TABLE.replace(",", "|").encode(),
        b"sep=;\r\n" + TABLE.replace(",", ";").encode(),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace("\n", "\r").encode(),
        TABLE.replace("call1.wav", '"call1.wav"').encode(),
        TABLE.replace("call1.wav", r"C:\calls\call1.wav").encode(),
        TABLE.replace("call1.wav", "monday/call1.wav").encode(),
        ("\n,,,,\n" + TABLE + "\n,,,,\n").encode(),
        TABLE.replace("\n", ",,\n").encode(),
        TABLE.replace("file", " File ").replace("agent", "Agent_Name").encode(),
    ],
)
def test_it_may_be_written_in_many_ways(content):
    [(file, row)] = read_table(content).items()
    assert (file, row) == ("call1.wav", ROW)


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Müller", "utf-8"),
        ("Müller", "cp1252"),
        ("José Ñandú", "cp1252"),
        ("Zoë Dvořák", "utf-8"),
        ("王小明", "gb18030"),
        ("欧阳镕", "gb18030"),
        ("王小明", "utf-16"),
        ('李喆, "小李"', "utf-8"),
    ],
)
def test_the_encoding_is_found_out(name, encoding):
    quoted = '"' + name.replace('"', '""') + '"'
    assert agent_in(f"file,agent\na.wav,{quoted}\n".encode(encoding)) == name


def test_cells_may_hold_delimiters_quotes_and_lines():
    assert agent_in(b'file,agent\na.wav,"a ""b"", c\nd"\n') == 'a "b", c d'


def test_formulas_are_kept_as_text():
    assert agent_in(b"file,agent\na.wav,=1+1\n") == "=1+1"


def test_invisible_signs_are_left_out():
    assert agent_in("file,agent\na.wav,\u202eeed\u200b\n".encode()) == "eed"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "needs a first row of 1 to 100 column names; it has 0"),
        (b"\n\n,,\n", "it has 0"),
        (b"agent,queue\ndee,loans\n", "no column of the metadata table holds file names; it has agent, queue"),
        (b"file,agent,agent\na.wav,dee,eli\n", "two columns 'agent': rename one"),
        (b"file,agent\n,dee\n", "row 2 of the metadata table names no file"),
        (b"file,agent\na.wav,dee\na.wav,eli\n", "row 3 of the metadata table names a.wav again, with other contents"),
        (b"file,agent\na.wav,dee,loans\n", "row 2 of the metadata table has 3 cells; the first row names 2"),
        (b"file,started_at\na.wav,3/2/2026 2:35\n", "gives the time as '3/2/2026 2:35': write it like 2026-03-02"),
        (b'file,agent\na.wav,"dee\n', "is broken"),
        (b'file,agent\na.wav,"dee"x\n', "is broken"),
        (b"file,agent\na.wav,\x00dee\n", "no text: save it as CSV"),
        (b"PK\x03\x04\x14\x00\x00\x00", "no text: save it as CSV"),
        (b"\xef\xbb\xbffile\n\xff\xff\n", "unknown encoding"),
        (b"file\n\x81\x8d\x90.wav\n", "unknown encoding"),
        (b"\xff\xfef\x00i", "unknown encoding|no column"),
        (b"file," + b"x," * 5_000, "row 1 of the metadata table has 5,002 cells; the limit is 100"),
        (b",".join(b"c%d" % number for number in range(101)), "1 to 100 column names; it has 101"),
        (b"file\n" + b"x" * 200_000, "is broken: field larger than field limit"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_a_reason(content, reason):
    with pytest.raises(BadTable, match=reason):
        read_table(content)


def test_a_million_columns_are_refused():
    with pytest.raises(BadTable, match="1,000,000 cells"):
        read_table(b",".join([b"x"] * 1_000_000))


def test_more_than_a_days_rows_or_bytes_are_refused(monkeypatch):
    with pytest.raises(TooBig, match="larger than 20 MB: split it by day"):
        read_table(b"file\n" + b"x" * (20 << 20))
    monkeypatch.setattr(sheet, "MOST_ROWS", 3)
    assert len(read_table(b"file\na\nb\n")) == 2
    with pytest.raises(TooBig, match="more than 3 rows"):
        read_table(b"file\na\nb\nc\n")


def test_the_same_row_twice_is_no_harm():
    assert len(read_table(b"file,agent\na.wav,dee\na.wav,dee\n")) == 1


def test_short_rows_are_filled_and_columns_without_a_name_left_out():
    assert read_table(b"file,,agent\na.wav,x\n") == {"a.wav": {"agent": ""}}


def test_columns_can_be_chosen():
    content = b"id,who,agent,file\nr1.wav,dee,team 7,call.wav\n"
    assert read_table(content, columns={"file": "id", "agent": "who"}) == {
        "r1.wav": {"agent": "dee", "agent (table)": "team 7", "file (table)": "call.wav"}
    }
    assert read_table(content, columns={"agent": ""}) == {
        "call.wav": {"id": "r1.wav", "who": "dee", "agent (table)": "team 7"}
    }
    with pytest.raises(BadTable, match="has no column 'voice'; it has id, who, agent, file"):
        read_table(content, columns={"agent": "voice"})
    with pytest.raises(BadTable, match="cannot be two things"):
        read_table(content, columns={"agent": "who", "queue": "who"})
    with pytest.raises(BadTable, match="name one 'file'"):
        read_table(content, columns={"file": ""})


@pytest.mark.parametrize("columns", [b"file,date,time", b"file,Date,Time"])
def test_date_and_time_may_stand_apart(columns):
    [row] = read_table(columns + b"\na.wav,2.3.2026,14:35\n").values()
    assert details_of("a.wav", row).started_at == datetime(2026, 3, 2, 14, 35)


def test_columns_are_guessed_by_their_names():
    assert guess_columns(["文件名", "开始时间", "坐席", "技能组", "备注"]) == {
        "file": "文件名", "started_at": "开始时间", "agent": "坐席", "queue": "技能组",
    }  # fmt: skip
    assert guess_columns(["path", "File"]) == {"file": "File"}  # the better name counts
    assert guess_columns(["a", "b"]) == {}
    assert read_header(b"a;b\n1;2\n") == ["a", "b"]


def test_what_a_table_lacks_the_name_tells():
    name = "call1_AGENT_eli_QUEUE_sales_DT_2026-03-02T09-00-00.wav"
    assert details_of(name, None) == details_of(name, {})
    told = details_of(name, {"agent": "dee", "queue": "", "started_at": "2026-03-02 14:35", "language": "de"})
    assert (told.started_at, told.agent, told.queue) == (datetime(2026, 3, 2, 14, 35), "dee", "sales")
    assert told.more == {"language": "de"}


def test_a_date_alone_gives_way_to_the_time_in_the_name():
    row = {"started_at": "2026-03-02"}
    assert details_of("a_DT_2026-03-02T09-00-00.wav", row).started_at == datetime(2026, 3, 2, 9)
    assert details_of("a.wav", row).started_at == datetime(2026, 3, 2)


def test_details_are_clean_and_of_a_length_that_every_database_indexes():
    told = details_of("a.wav", {"agent": "长" * 5_000, "queue": "\ud800\x00q", "note": "n" * 5_000})
    assert (told.agent, told.queue, told.more) == ("长" * 200, "\ufffdq", {"note": "n" * 2_000})


def test_a_row_is_found_whatever_the_letters_and_the_ending():
    table = {"Call1.WAV": {"agent": "dee"}, "call2": {"agent": "eli"}, "b.wav": {"agent": "1"}, "B.WAV": {"agent": "2"}}
    rows = Rows(table)
    assert rows.of("day/Call1.WAV") == rows.of("call1.wav") == {"agent": "dee"}
    assert rows.of("CALL2.mp3") == {"agent": "eli"}
    assert rows.of("B.WAV") == {"agent": "2"}
    assert rows.of("b.Wav") is None  # it could be either
    assert rows.of("call3.wav") is None


NAME = some.text("aA.ß", min_size=1, max_size=4).filter(lambda name: name.strip("."))


@given(some.sets(NAME), NAME)
def test_the_row_of_a_file_is_the_only_one_that_is_the_same(files, name):
    same = [file for file in files if is_same(file, name)]
    expected = name if name in files else same[0] if len(same) == 1 else None
    assert Rows({file: {"agent": file} for file in files}).of(name) == (expected and {"agent": expected})


def test_a_table_is_walked_once_however_many_files_ask():
    walks = []

    class Table(dict):
        def __iter__(self):
            walks.append(len(self))
            return super().__iter__()

    rows = Rows(Table({f"call{number}": {"agent": str(number)} for number in range(1_000)}))
    assert [rows.of(f"CALL{number}.wav") for number in range(3)] == [{"agent": str(number)} for number in range(3)]
    assert walks == [1_000]


@given(
    some.binary(max_size=400)
    | some.text(max_size=400).map(lambda text: f"file,agent\n{text}".encode("utf-8", "replace"))
)
def test_any_bytes_are_a_table_or_a_reason(content):
    try:
        rows = read_table(content)
    except DataError as error:
        assert str(error)
    else:
        assert all(file and "\x00" not in file for file in rows)


CELL = some.text(
    some.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Zs")), min_size=1, max_size=30
)


@given(
    some.dictionaries(
        CELL.filter(lambda cell: "/" not in cell and "\\" not in cell and cell.strip(".")), CELL, min_size=1
    )
)
def test_what_a_spreadsheet_writes_is_read_back(rows):
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(["file", "agent"])
    writer.writerows(rows.items())
    composed = {unicodedata.normalize("NFC", file): unicodedata.normalize("NFC", agent) for file, agent in rows.items()}
    if len(composed) == len(rows):
        table = read_table(file.getvalue().encode("utf-8-sig"))
        assert {file: row["agent"] for file, row in table.items()} == composed


def test_every_known_column_is_in_lower_case_and_of_one_kind_only():
    names = [name for names in KNOWN.values() for name in names]
    assert names == [name.lower() for name in names]
    assert len(set(names)) == len(names)
