"""A table of what people heard: which file, or which turn of it, expresses which emotion."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jobs.errors import NothingToDo

ALIASES = {  # nouns that tables use for the models' adjectives
    "anger": "angry",
    "disgust": "disgusted",
    "fear": "fearful",
    "happiness": "happy",
    "joy": "happy",
    "sadness": "sad",
    "surprise": "surprised",
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """One row of the table."""

    file: str  # relative to the folder
    emotion: str  # lower case; nouns as the models' adjectives
    speaker: str = ""
    role: str = ""  # empty: the customer's channel, or the only one
    start: float | None = None  # seconds; None with ``end`` for a whole file
    end: float | None = None

    @property
    def voice(self) -> str:
        """Whose evidence this is: readings of one voice are drawn together. Without a speaker, the file's."""
        return self.speaker or f"{self.file}|{self.role}"


def load(table: Path) -> list[Labelled]:
    """Read a UTF-8 CSV with the columns file and emotion and, if it has them, speaker, role, start and end."""
    if not table.is_file():
        raise NothingToDo(f"there is no table {table.name} of labels; it needs the columns file and emotion")
    try:
        return parse(table.read_text(encoding="utf-8-sig"), name=table.name)
    except UnicodeDecodeError as error:
        raise NothingToDo(f"{table.name} cannot be read as a UTF-8 CSV: {error}") from error


def parse(text: str, *, name: str) -> list[Labelled]:
    """The rows of a table that is here as text; ``name`` is what its errors call it."""
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""))
        missing = [column for column in ("file", "emotion") if column not in (reader.fieldnames or ())]
        if missing:
            raise NothingToDo(f"{name} has no column {' and '.join(missing)}")
        rows = [_row(row, number, name) for number, row in enumerate(reader, 2)]
    except csv.Error as error:
        raise NothingToDo(f"{name} cannot be read as a UTF-8 CSV: {error}") from error
    if not rows:
        raise NothingToDo(f"{name} has no rows under its header")
    return rows


def outside(rows: Sequence[Labelled], known: Sequence[str]) -> Counter[str]:
    """How many rows have each emotion that is not among the ``known`` names."""
    return Counter(row.emotion for row in rows if row.emotion not in known)


def _row(row: dict[str, str], number: int, table: str) -> Labelled:
    emotion = (row["emotion"] or "").strip().lower()
    if not row["file"] or not emotion:
        raise NothingToDo(f"line {number} of {table} names no file or no emotion")
    start, end = (_seconds(row.get(name), number, table) for name in ("start", "end"))
    if (start is None) != (end is None) or (start is not None and end is not None and not 0 <= start < end):
        raise NothingToDo(f"line {number} of {table}: a turn needs a start and a later end, in seconds")
    return Labelled(
        file=row["file"].strip(),
        emotion=ALIASES.get(emotion, emotion),
        speaker=(row.get("speaker") or "").strip(),
        role=(row.get("role") or "").strip().lower(),
        start=start,
        end=end,
    )


def _seconds(text: str | None, number: int, table: str) -> float | None:
    if not (text or "").strip():
        return None
    try:
        return float(str(text))
    except ValueError:
        raise NothingToDo(f"line {number} of {table}: {str(text)[:40]!r} is no number of seconds") from None
