"""A CSV as somebody's spreadsheet or telephone system wrote it: bytes in, rows of clean cells out.

Encoding and delimiter are found out. A formula (``=1+1``) is text here; whoever writes a table makes it ``harmless``.
"""

import csv
import io
import re
from collections.abc import Iterator

from data.errors import BadTable, TooBig
from data.names import clean_text

MOST_BYTES = 20 << 20  # a day of 100,000 calls is about 10 MB
MOST_ROWS = 200_000
MOST_COLUMNS = 100
DELIMITERS = ",;\t|"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs a cell that begins so
SAMPLE = 10_000  # characters that tell Chinese from other text
_TOLD = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel's own way to say it, as the first line


def read_rows(content: bytes) -> Iterator[list[str]]:
    """Rows of cells, as wide as the first row, which names the columns; empty rows are left out.

    ``TooBig`` over the limits; ``BadTable`` when it is no text, no CSV, or a row is wider than the first.
    """
    if len(content) > MOST_BYTES:
        raise TooBig(f"the metadata table is larger than {MOST_BYTES >> 20} MB: split it by day")
    width = 0
    for number, cells in enumerate(_parsed(_text(content)), start=1):
        if number > MOST_ROWS:
            raise TooBig(f"the metadata table has more than {MOST_ROWS:,} rows: split it by day")
        if len(cells) > 10 * MOST_COLUMNS or (width and any(cell.strip() for cell in cells[width:])):
            limit = f"the first row names {width}" if width else f"the limit is {MOST_COLUMNS}"
            raise BadTable(f"row {number} of the metadata table has {len(cells):,} cells; {limit}")
        clean = [clean_text(cell) for cell in cells]
        if any(clean):
            width = width or len(clean)
            yield (clean + [""] * width)[:width]


def _parsed(text: str) -> Iterator[list[str]]:
    told = _TOLD.match(text)
    first = text.split("\n", maxsplit=1)[0]
    delimiter = told[1] if told else max(DELIMITERS, key=first.count)
    lines = io.StringIO(text[told.end() :] if told else text, newline="")
    try:
        yield from csv.reader(lines, delimiter=delimiter, strict=True)
    except (csv.Error, TypeError, ValueError) as error:  # the last two: a delimiter that cannot be one
        raise BadTable(f"the metadata table is broken: {error}") from error


def text_of(content: bytes) -> str | None:
    """The text in whichever encoding it is; None when it is in none that is known."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16")
    if content.startswith(b"\xef\xbb\xbf"):
        return _decoded(content, "utf-8-sig")
    return _decoded(content, "utf-8") or _chinese(content) or _decoded(content, "cp1252")


def harmless(cell: object) -> object:
    """A cell that a spreadsheet will not run as a formula (OWASP: CSV injection); numbers, signed ones too, stay."""
    if not isinstance(cell, str) or not cell.startswith(FORMULA) or cell.lstrip("+-").replace(".", "", 1).isdigit():
        return cell
    return f"'{cell}"


def _text(content: bytes) -> str:
    text = text_of(content)
    if text is None:
        raise BadTable("the metadata table is in an unknown encoding: save it as CSV in UTF-8")
    if "\x00" in text:
        raise BadTable("the metadata table is no text: save it as CSV (a spreadsheet's own format is not read)")
    return text


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _chinese(content: bytes) -> str | None:
    """The text if GB 18030 makes sense of it: that also decodes ``Müller`` in Windows' encoding, but to rare signs.

    Common signs (GB 2312) are more than nine in ten of Chinese text; a lone umlaut never gives one.
    """
    text = _decoded(content, "gb18030")
    foreign = "".join(character for character in text or "" if ord(character) > 127)[:SAMPLE]
    common = foreign.encode("gb2312", errors="ignore").decode("gb2312")
    return text if 2 * len(common) >= len(foreign) else None
