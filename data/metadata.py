"""The optional table that comes with a day's recordings: file, started_at, agent, queue, and any further columns."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from data.errors import BadTable, TooBig
from data.names import clean_name, read_name, read_time

MOST_BYTES = 20 << 20  # a day of 100,000 calls is about 10 MB
MOST_COLUMNS = 100
LONGEST_CELL = 2_000  # characters kept of one cell
# Column names seen in exports of telephone systems, in lower case; the first of ours that is there is taken.
KNOWN = {
    "file": ("file", "filename", "file_name", "name", "recording", "path", "audio", "文件", "文件名", "录音"),
    "started_at": (
        "started_at",
        "start",
        "start_time",
        "started",
        "datetime",
        "call_time",
        "time",
        "date",
        "时间",
        "开始时间",
    ),
    "agent": ("agent", "agent_name", "agent_id", "user", "坐席", "客服"),
    "queue": ("queue", "skill", "line", "department", "队列", "技能组"),
}


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of a call beside its sound."""

    started_at: datetime | None
    agent: str
    queue: str
    more: Mapping[str, str]


def read_table(content: bytes, *, columns: Mapping[str, str] | None = None) -> dict[str, dict[str, str]]:
    """Rows of a CSV by file name; known columns under our names, the others under their own.

    ``columns`` tells which of the table's columns is our ``file``, ``started_at`` …, where guessing went wrong; an
    empty name says that the table has none.
    ``BadTable`` when it is no table, has no column of file names, or names a file twice with different contents.
    """
    if len(content) > MOST_BYTES:
        raise TooBig(f"the metadata table is larger than {MOST_BYTES >> 20} MB: split it by day")
    rows = _rows(_text(content))
    header = _header(rows)
    ours = _match(header, columns or {})
    found: dict[str, dict[str, str]] = {}
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = {ours[name]: cell.strip()[:LONGEST_CELL] for name, cell in zip(header, cells, strict=False) if name}
        file = clean_name(row.pop("file", ""))
        if found.get(file, row) != row:
            raise BadTable(f"row {number} of the metadata table names {file} again, with other contents")
        found[file] = row
    return found


def read_header(content: bytes) -> list[str]:
    """Names of a table's columns. ``BadTable`` when it is no table."""
    return _header(_rows(_text(content)))


def guess_columns(header: list[str]) -> dict[str, str]:
    """Which of the table's columns is which of ours, by name; ours that are not there are missing from the answer."""
    lower = {name.strip().lower(): name for name in header}
    guesses = {ours: next((lower[name] for name in names if name in lower), None) for ours, names in KNOWN.items()}
    return {ours: name for ours, name in guesses.items() if name is not None}


def details_of(name: str, row: Mapping[str, str] | None) -> Details:
    """What is known of a file from its row of the table and, for what the row lacks, from its name."""
    told = read_name(name) | {key: value for key, value in (row or {}).items() if value}
    when = read_time(told.pop("started_at", ""))
    return Details(when, told.pop("agent", ""), told.pop("queue", ""), told)


def _header(rows: Iterator[list[str]]) -> list[str]:
    header = [cell.strip() for cell in next(rows, [])]
    if not header or len(header) > MOST_COLUMNS:
        raise BadTable(
            f"the metadata table needs a first row of 1 to {MOST_COLUMNS} column names; it has {len(header)}"
        )
    return header


def _match(header: list[str], columns: Mapping[str, str]) -> dict[str, str]:
    chosen = {ours: name for ours, name in (guess_columns(header) | dict(columns)).items() if name}
    if absent := [name for name in chosen.values() if name not in header]:
        raise BadTable(f"the metadata table has no column {absent[0]!r}; it has {', '.join(header)}")
    if "file" not in chosen:
        raise BadTable(f"no column of the metadata table holds file names; it has {', '.join(header)}: name one 'file'")
    back = {name: ours for ours, name in chosen.items()}
    return {name: back.get(name, name) for name in header}


def _text(content: bytes) -> str:
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadTable("the metadata table is no text: save it as CSV (a spreadsheet's own format is not read)")
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadTable("the metadata table is in an unknown encoding: save it as CSV in UTF-8")


def _rows(text: str) -> Iterator[list[str]]:
    first = text.split("\n", maxsplit=1)[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise BadTable(f"the metadata table is broken: {error}") from error
