"""Notes that every row of a table has: said once, in the heading, so that those which tell rows apart stand out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dashboard.components.table.row import Column, Row

FEWEST = 2  # rows from which on a note can be common
Note = dict[str, str]


def common_notes(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[dict[str, list[Note]], list[Row]]:
    """Notes that all rows have, by the key of their column, and the rows without these."""
    keys = [column.key for column in columns if column.kind == "notes"]
    if len(rows) < FEWEST:
        return {}, list(rows)
    shared = {
        key: [note for note in _notes(rows[0], key) if all(note in _notes(row, key) for row in rows)] for key in keys
    }
    return shared, [_without(row, shared) for row in rows]


def _without(row: Row, shared: dict[str, list[Note]]) -> Row:
    left: dict[str, Any] = {
        key: [note for note in _notes(row, key) if note not in notes] for key, notes in shared.items()
    }
    return replace(row, cells={**row.cells, **left})


def _notes(row: Row, key: str) -> list[Note]:
    return row.cells.get(key) or []
