"""Zips of strangers: what is in them is taken, what would hurt is refused, and no entry stops the others."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from data import archive
from data.archive import NESTED, is_zip, unpack
from data.audio import Shelf
from data.errors import BadArchive, BadTable, DataError, TooBig

LIMIT = 1 << 30


@pytest.fixture
def shelf(tmp_path):
    for name in ("audio", "incoming"):
        (tmp_path / name).mkdir()
    return Shelf(tmp_path / "audio", tmp_path / "incoming")


@pytest.fixture
def tables() -> list[bytes]:
    return []


@pytest.fixture
def take(tmp_path, shelf, tables):
    """Unpack a zip given as bytes: name, content ("" where none) and problem of every file, in order."""

    def run(content: bytes, *, limit: int = LIMIT) -> list[tuple[str, bytes, str]]:
        path = tmp_path / "upload"
        path.write_bytes(content)
        found = unpack(path, shelf, limit=limit, table=tables.append)
        return [(name, shelf.find(sha).read_bytes() if sha else b"", problem) for name, sha, _, problem in found]

    return run


def zipped(*files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, content in files:
            file.writestr(name, content)
    return buffer.getvalue()


def patched(content: bytes, old: bytes, new: bytes, *, count: int = -1) -> bytes:
    assert old in content
    return content.replace(old, new, count)


def test_every_file_is_taken_with_its_last_name(take):
    content = zipped(("a.wav", b"one"), ("day/b.wav", b"two"), (r"c:\day\c.wav", b"three"), ("../../d.wav", b"four"))
    assert take(content) == [
        ("a.wav", b"one", ""), ("b.wav", b"two", ""), ("c.wav", b"three", ""), ("d.wav", b"four", ""),
    ]  # fmt: skip


def test_nothing_is_written_beside_the_shelf(take, tmp_path, shelf):
    take(zipped(("../../../evil.wav", b"x"), ("/etc/evil.wav", b"y"), (r"..\evil.wav", b"z")))
    files = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {tmp_path / "upload", *shelf.files()}


def test_folders_hidden_files_and_what_systems_add_are_passed_over(take):
    extras = ["day/", ".DS_Store", "__MACOSX/._a.wav", "day/._a.wav", "Thumbs.db", "day/desktop.ini"]
    assert take(zipped(*((name, b"") for name in extras), ("a.wav", b"one"))) == [("a.wav", b"one", "")]


def test_an_entry_without_a_name_is_taken(take):
    content = zipped(("a", b"one"), ("b.wav", b"two"))
    for sign, length, at in ((b"PK\x03\x04", 26, 30), (b"PK\x01\x02", 28, 46)):
        start = content.index(sign)
        named = content[start : start + at + 1]
        nameless = named[:length] + b"\x00\x00\x01\x00" + named[length + 4 :]  # its letter becomes an extra field
        content = content.replace(named, nameless, 1)
    assert take(content) == [("unnamed", b"one", ""), ("b.wav", b"two", "")]


def test_tables_come_before_the_recordings_they_describe(take, tables, tmp_path, shelf):
    path = tmp_path / "upload"
    path.write_bytes(zipped(("a.wav", b"one"), ("metadata.CSV", b"file\na.wav\n"), ("more.tsv", b"file\n")))
    found = unpack(path, shelf, limit=LIMIT, table=tables.append)
    assert next(found)[0] == "a.wav"
    assert tables == [b"file\na.wav\n", b"file\n"]
    assert list(found) == []


def test_a_table_that_is_refused_is_a_row_like_any_other(tmp_path, shelf):
    def refuse(_):
        raise BadTable("the metadata table is no table")

    path = tmp_path / "upload"
    path.write_bytes(zipped(("metadata.csv", b"x"), ("a.wav", b"one")))
    names = [(name, problem) for name, _, _, problem in unpack(path, shelf, limit=LIMIT, table=refuse)]
    assert names == [("metadata.csv", "the metadata table is no table"), ("a.wav", "")]


def test_one_broken_entry_does_not_stop_the_others(take):
    content = zipped(("a.wav", b"one" * 100), ("b.wav", b"two"), ("c.wav", b"three"))
    start = archive.LOCAL_HEADER + len("a.wav")
    broken = content[:start] + b"\xff\xff\xff\xff\xff" + content[start + 5 :]  # no deflate stream begins like this
    [first, *others] = take(broken)
    assert first[2].startswith("this entry of the zip is broken (")
    assert first[2].endswith("send the file by itself")
    assert others == [("b.wav", b"two", ""), ("c.wav", b"three", "")]


def test_content_that_was_changed_is_noticed(take):
    [row] = take(patched(zipped(("a.wav", b"sound"), method=zipfile.ZIP_STORED), b"sound", b"s0und"))
    assert "Bad CRC-32" in row[2]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_unpack_into_memory_are_refused(take, method):
    good = zipped(("a.wav", b"x" * 50_000_000), method=method)
    assert take(good) == [
        ("a.wav", b"", "this entry is compressed in a way that is not read here: make the zip in the usual way")
    ]


def test_a_password_is_said_to_be_one(take):
    content = bytearray(zipped(("a.wav", b"one")))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + place] |= 1
    with pytest.raises(BadArchive, match="locked with a password: send it without one"):
        take(bytes(content))


@pytest.mark.parametrize("content", [zipped(("x.wav", b"")), zipped()])
def test_a_zip_inside_a_zip_is_not_opened(take, content):
    assert take(zipped(("inner.zip", content), ("a.wav", b"one"))) == [
        ("inner.zip", b"", NESTED), ("a.wav", b"one", ""),
    ]  # fmt: skip


def test_an_entry_that_unpacks_to_far_more_than_sound_is_a_bomb(take, shelf):
    [row] = take(zipped(("a.wav", b"\x00" * (archive.SMALL + (1 << 20)))))
    assert row[2].endswith("it looks like a zip bomb")
    assert list(shelf.files()) == list(shelf.incoming.iterdir()) == []


def test_silence_of_a_few_megabytes_is_no_bomb(take):
    [row] = take(zipped(("silent.wav", b"\x00" * (5 << 20))))
    assert row[2] == ""


def test_many_small_bombs_are_one_large_one(take, monkeypatch):
    monkeypatch.setattr(archive, "SMALL_ALTOGETHER", 1 << 20)
    with pytest.raises(BadArchive, match="the zip is refused: it unpacks to far more"):
        take(zipped(*((f"{number}.wav", bytes([number]) * (1 << 20)) for number in range(9))))


def test_the_limits_of_a_file_and_of_everything(take, monkeypatch):
    content = zipped(("a.wav", b"x" * 3_000_000), ("b.wav", b"y"))
    assert [problem for *_, problem in take(content, limit=2 << 20)] == [
        "the file is larger than 2 MB, the limit for one file", "",
    ]  # fmt: skip
    monkeypatch.setattr(archive, "MOST_BYTES", 2_000_000)
    with pytest.raises(TooBig, match="the zip unpacks to more than"):
        take(content)


def test_a_size_that_lies_is_not_believed(take):
    content = zipped(("a.wav", b"x" * 1_000))
    told, lied = struct.pack("<L", 1_000), struct.pack("<L", 0xFFFF_FFF0)
    assert take(patched(content, told, lied)) == [("a.wav", b"x" * 1_000, "")]
    [row] = take(patched(content, told, struct.pack("<L", 10)))
    assert "broken" in row[2]


def test_the_size_of_a_refused_entry_fits_every_database(tmp_path, shelf):
    info = zipfile.ZipInfo("a.wav")
    info.compress_type = zipfile.ZIP_BZIP2
    content = zipped((info, b"x"))
    at = content.index(b"PK\x01\x02")
    extra = struct.pack("<HHQ", 1, 8, (1 << 64) - 1)  # zip64: as many bytes as can be said
    entry = bytearray(content[at : content.index(b"PK\x05\x06")])
    entry[24:28], entry[30:32] = b"\xff" * 4, struct.pack("<H", len(extra))
    end = bytearray(content[content.index(b"PK\x05\x06") :])
    end[12:16] = struct.pack("<L", len(entry) + len(extra))
    path = tmp_path / "upload"
    path.write_bytes(content[:at] + entry + extra + end)
    [(name, _, size, problem)] = unpack(path, shelf, limit=LIMIT, table=print)
    assert (name, bool(problem)) == ("a.wav", True)
    assert size < 1 << 63


def test_overlapping_entries_are_refused_before_anything_is_unpacked(take, shelf):
    content = zipped(("a.wav", b"one" * 1_000), ("b.wav", b"two" * 1_000), method=zipfile.ZIP_STORED)
    at = content.rindex(b"PK\x01\x02")
    overlapping = bytearray(content)
    overlapping[at + 42 : at + 46] = struct.pack("<L", 10)  # the second begins inside the first
    with pytest.raises(BadArchive, match="overlap"):
        take(bytes(overlapping))
    assert list(shelf.files()) == []


def test_too_many_entries_are_refused(take, monkeypatch):
    content = zipped(*((f"{number}.wav", b"") for number in range(20)))
    monkeypatch.setattr(archive, "MOST_ENTRIES", 19)
    with pytest.raises(TooBig, match="the zip holds 20 files; the limit is 19: split it"):
        take(content)


def test_a_million_entries_are_refused_without_being_listed(take):
    directory = struct.pack(
        "<4s4B4HL2L5H2L", b"PK\x01\x02", *(20, 3, 20, 0), *(0, 0, 0, 0), *(0,) * 3, *(1, 0, 0, 0, 0), 0, 0
    )
    content = b"PK\x03\x04" + (directory + b"a") * 1_000_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(content) - 4, 4, 0)
    with pytest.raises(TooBig, match="lists too many files"):
        take(content + end)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip at all", zipped(("a.wav", b"one"))[:-10]])
def test_what_is_no_whole_zip_is_refused(take, content):
    with pytest.raises(BadArchive, match="the zip is broken"):
        take(content)


def test_an_empty_zip_holds_nothing(take):
    assert take(zipped()) == []


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("录音.wav".encode("gb2312"), "录音.wav"),  # as Chinese Windows writes it, without saying so
        ("Gespräch.wav".encode(), "Gespräch.wav"),  # as macOS does
        ("Gespräch.wav".encode("cp437"), "Gespräch.wav"),  # as the format says
        (b"a\x1b[31mb.wav", "a[31mb.wav"),
    ],
)
def test_names_in_the_encodings_that_zips_do_not_mention(take, raw, name):
    content = zipped(("x" * len(raw), b"one"))
    assert take(patched(content, b"x" * len(raw), raw)) == [(name, b"one", "")]


def test_a_zip_is_known_by_its_first_bytes(tmp_path):
    path = tmp_path / "call.wav"
    for content, known in ((zipped(("a", b"")), True), (zipped(), True), (b"RIFF", False), (b"", False)):
        path.write_bytes(content)
        assert is_zip(path) == known


GOOD = zipped(("a.wav", b"one" * 50), ("b/b.wav", b"two"), ("t.csv", b"file\n"))


@given(some.lists(some.tuples(some.integers(0, len(GOOD) - 1), some.integers(0, 255)), min_size=1, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
def test_a_zip_with_any_bytes_changed_ends_in_rows_or_in_a_reason(take, shelf, changes):
    content = bytearray(GOOD)
    for place, value in changes:
        content[place] = value
    try:
        rows = take(bytes(content))
    except DataError as error:
        assert str(error)
    else:
        assert all(problem or not Path(name).is_absolute() for name, _, problem in rows)
    assert list(shelf.incoming.iterdir()) == []
