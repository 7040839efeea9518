"""What a team listens for itself: named sets of windows, each with the answer of somebody who heard it.

A set of the kind ``emotion`` (hesitant, perfunctory …) has windows that are it and windows that are not; one of the
kind ``sample`` (a "happy sample") has examples only, which may be whole voices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data import schema
from data.errors import DataError, Missing
from data.names import clean_text
from data.store import now
from data.upsert import upsert

EMOTION, SAMPLE = "emotion", "sample"
KINDS = (EMOTION, SAMPLE)
LONGEST = 60  # characters of a name
LEAST = 10  # windows of either answer from which something is learned: figures of fewer are chance
APART = 2  # recordings of either answer: what is learned in one is as likely its speaker or its line


@dataclass(frozen=True, slots=True)
class LabelSet:
    """One set by its name."""

    id: int
    name: str
    kind: str = EMOTION


@dataclass(frozen=True, slots=True)
class Label:
    """One answer: whether what a set is named after is expressed in this stretch of a voice."""

    recording: str
    role: str
    start: float  # seconds
    end: float
    answer: bool = True


@dataclass(frozen=True, slots=True)
class Tally:
    """How many windows of a set were answered which way, and in how many recordings."""

    yes: int = 0
    no: int = 0
    yes_recordings: int = 0
    no_recordings: int = 0

    @classmethod
    def of(cls, answered: Sequence[Label]) -> "Tally":
        """Counted from answers."""
        yes, no = ([label.recording for label in answered if label.answer is answer] for answer in (True, False))
        return cls(len(yes), len(no), len(set(yes)), len(set(no)))

    @property
    def enough(self) -> bool:
        """Whether an own emotion can be learned from so much, with honest figures."""
        recordings = min(self.yes_recordings, self.no_recordings)
        return min(self.yes, self.no) >= LEAST and recordings >= APART


def create(connection: sa.Connection, name: str, *, kind: str = EMOTION) -> int:
    """A new, empty set; its number. ``DataError`` for a name that is empty or taken, or a kind nobody knows."""
    said = clean_text(name, longest=LONGEST)
    if kind not in KINDS:
        raise DataError(f"a set of labels is one of {', '.join(KINDS)}, not {kind!r}")
    if not said:
        raise DataError("give it a name, such as hesitant")
    if any(said.casefold() == known.name.casefold() for known in load(connection)):
        raise DataError(f"there is a set named {said!r} already")
    row = {"name": said, "kind": kind, "versions": 0, "made_at": now()}
    insert = schema.label_set.insert().values(row).returning(schema.label_set.c.id)
    return int(connection.execute(insert).scalar_one())


def load(connection: sa.Connection) -> list[LabelSet]:
    """All sets, in order of their names."""
    table = schema.label_set
    return [_set(row) for row in connection.execute(sa.select(table).order_by(table.c.kind, table.c.name))]


def find(connection: sa.Connection, number: int) -> LabelSet:
    """A set by its number. ``Missing`` if there is none."""
    row = connection.execute(sa.select(schema.label_set).where(schema.label_set.c.id == number)).one_or_none()
    if row is None:
        raise Missing("this set of labels was removed")
    return _set(row)


def put(connection: sa.Connection, number: int, answered: Sequence[Label]) -> None:
    """Keep answers; an earlier one for the same window is replaced."""
    for label in answered:
        row = _window(label) | {"label_set": number, "end": round(label.end, 3)}
        upsert(connection, schema.label, row | {"answer": label.answer, "made_at": now()})


def withdraw(connection: sa.Connection, number: int, answered: Sequence[Label]) -> None:
    """Take answers back; no error if there is none."""
    table = schema.label
    for label in answered:
        same = [table.c[name] == value for name, value in _window(label).items()]
        connection.execute(sa.delete(table).where((table.c.label_set == number), *same))


def of(connection: sa.Connection, number: int) -> list[Label]:
    """All answers of a set, in order of recording, role and time."""
    table = schema.label.c
    mine = sa.select(schema.label).where(table.label_set == number)
    return [_label(row) for row in connection.execute(mine.order_by(table.recording, table.role, table.start))]


def in_recording(connection: sa.Connection, recording: str) -> dict[int, list[Label]]:
    """All answers given in a recording, by the number of their set."""
    table = schema.label.c
    found: dict[int, list[Label]] = {}
    mine = sa.select(schema.label).where(table.recording == recording).order_by(table.role, table.start)
    for row in connection.execute(mine):
        found.setdefault(row.label_set, []).append(_label(row))
    return found


def erase(connection: sa.Connection, number: int) -> None:
    """Remove a set with its labels, everything learned from them, and what that said of each voice."""
    versions = sa.select(schema.own_version.c.id).where(schema.own_version.c.label_set == number)
    for table in (schema.own_value, schema.own_source, schema.own_array):
        connection.execute(sa.delete(table).where(table.c.version.in_(versions)))
    for table in (schema.own_version, schema.label):
        connection.execute(sa.delete(table).where(table.c.label_set == number))
    connection.execute(sa.delete(schema.label_set).where(schema.label_set.c.id == number))


def _window(label: Label) -> dict[str, Any]:
    """What tells the windows of a set apart."""
    return {"recording": label.recording, "role": label.role, "start": round(label.start, 3)}


def _set(row: Any) -> LabelSet:
    return LabelSet(row.id, row.name, row.kind)


def _label(row: Any) -> Label:
    return Label(row.recording, row.role, row.start, row.end, bool(row.answer))
