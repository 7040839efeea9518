"""The optional table that comes with a day's recordings: file, started_at, agent, queue, and any further columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from data.errors import BadTable
from data.names import LONGEST, clean_name, clean_text, read_name
from data.sheet import MOST_BYTES as MOST_BYTES
from data.sheet import MOST_COLUMNS, read_rows
from data.times import read_date, read_time

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
APART = ("date", "time")  # columns that together tell when a call began


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
    ``BadTable`` when it is no table, has no column of file names, names a file twice with different contents, or
    gives a time that cannot be read: a call at the wrong time would be worse.
    """
    rows = read_rows(content)
    header = _header(rows)
    ours = _match(header, columns or {})
    apart = _columns_apart(header, ours)
    found: dict[str, dict[str, str]] = {}
    for number, cells in enumerate(rows, start=2):
        row = {ours[name]: cell for name, cell in zip(header, cells, strict=True) if name}
        if apart:
            row["started_at"] = " ".join(cells[header.index(name)] for name in apart).strip()
        _check_time(row.get("started_at", ""), number)
        if not row["file"]:
            raise BadTable(f"row {number} of the metadata table names no file")
        file = clean_name(row.pop("file"))
        if found.get(file, row) != row:
            raise BadTable(f"row {number} of the metadata table names {file} again, with other contents")
        found[file] = row
    return found


def with_more(
    table: Mapping[str, Mapping[str, str]], more: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """A table's rows by file with those of another added: files and cells; an empty cell changes nothing."""
    joined = {file: dict(row) for file, row in table.items()}
    for file, row in more.items():
        before = joined.setdefault(file, {})
        before |= {name: cell for name, cell in row.items() if cell or name not in before}
    return joined


def read_header(content: bytes) -> list[str]:
    """Names of a table's columns. ``BadTable`` when it is no table."""
    return _header(read_rows(content))


def guess_columns(header: list[str]) -> dict[str, str]:
    """Which of the table's columns is which of ours, by name; ours that are not there are missing from the answer."""
    lower = {name.strip().lower(): name for name in reversed(header)}
    guesses = {ours: next((lower[name] for name in names if name in lower), None) for ours, names in KNOWN.items()}
    return {ours: name for ours, name in guesses.items() if name is not None}


class Rows:
    """A table's rows, each found by its recording; the table is walked once, for a day's files each look into it."""

    def __init__(self, table: Mapping[str, Mapping[str, str]]) -> None:
        self._table = table
        self._alike: dict[str, list[str]] = {}
        for file in table:
            self._alike.setdefault(file.casefold(), []).append(file)

    def of(self, name: str) -> Mapping[str, str] | None:
        """The row of a file: under its name, else under it in other letters (``CALL1.WAV``) or without its ending."""
        last = clean_name(name)
        if last in self._table:
            return self._table[last]
        alike = [file for same in _folded(last) for file in self._alike.get(same, ())]
        return self._table[alike[0]] if len(alike) == 1 else None


def is_same(file: str, name: str) -> bool:
    """Whether what a table calls ``file`` is the recording of that clean name: letter case and ending may differ."""
    return file.casefold() in _folded(name)


def _folded(name: str) -> set[str]:
    """A clean name with its ending and without it, whatever the letters."""
    return {name.casefold(), name.casefold().rpartition(".")[0]}


def details_of(name: str, row: Mapping[str, str] | None) -> Details:
    """What is known of a file from its row of the table and, for what the row lacks, from its name."""
    named = read_name(clean_name(name))
    told = named | {key: clean_text(value) for key, value in (row or {}).items() if value}
    when = told.pop("started_at", "")
    started_at = read_time(when) or read_time(named.get("started_at", "")) or read_date(when)
    return Details(started_at, told.pop("agent", "")[:LONGEST], told.pop("queue", "")[:LONGEST], told)


def _header(rows: Iterator[list[str]]) -> list[str]:
    header = next(rows, [])
    if not header or len(header) > MOST_COLUMNS:
        raise BadTable(
            f"the metadata table needs a first row of 1 to {MOST_COLUMNS} column names; it has {len(header)}"
        )
    if twice := [name for name in header if name and header.count(name) > 1]:
        raise BadTable(f"the metadata table has two columns {twice[0]!r}: rename one")
    return header


def _match(header: list[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Our name, or its own, of every column of the table."""
    chosen = {ours: name for ours, name in (guess_columns(header) | dict(columns)).items() if name}
    if absent := [name for name in chosen.values() if name not in header]:
        raise BadTable(f"the metadata table has no column {absent[0]!r}; it has {', '.join(header)}")
    if "file" not in chosen:
        raise BadTable(f"no column of the metadata table holds file names; it has {', '.join(header)}: name one 'file'")
    back = {name: ours for ours, name in chosen.items()}
    if len(back) < len(chosen):
        raise BadTable("one column of the metadata table cannot be two things: choose another for one of them")
    # a column that is named like one of ours but was not chosen keeps its cells under another name
    return {name: back.get(name, f"{name} (table)" if name in KNOWN else name) for name in header}


def _columns_apart(header: list[str], ours: Mapping[str, str]) -> tuple[str, ...]:
    """The columns of date and of time where a table has one of each and one of them is our ``started_at``."""
    lower = {name.lower(): name for name in header}
    apart = tuple(lower[name] for name in APART if name in lower)
    return apart if len(apart) == 2 and "started_at" in (ours[name] for name in apart) else ()


def _check_time(text: str, number: int) -> None:
    if text and not (read_time(text) or read_date(text)):
        raise BadTable(
            f"row {number} of the metadata table gives the time as {text[:40]!r}: write it like 2026-03-02 14:35:30"
        )
