"""Notes that all rows of a table have are said once, in the heading."""

from dashboard.components.table import Column, Row
from dashboard.components.table.notes import common_notes

BAND, DOUBT = {"text": "telephone band", "help": "narrow"}, {"text": "low confidence", "help": "below 0.3"}
COLUMNS = [Column("name", "Recording"), Column("flags", "Notes", "notes")]


def rows(*notes):
    return [Row(str(number), {"name": "a.wav", "flags": list(found)}) for number, found in enumerate(notes)]


def notes_of(table):
    return [row.cells["flags"] for row in table]


def test_a_note_of_every_row_moves_to_the_heading_and_others_stay():
    common, left = common_notes(COLUMNS, rows([BAND], [DOUBT, BAND], [BAND, DOUBT]))
    assert common == {"flags": [BAND]}
    assert notes_of(left) == [[], [DOUBT], [DOUBT]]
    assert [row.cells["name"] for row in left] == ["a.wav"] * 3


def test_a_note_that_one_row_lacks_stays_with_the_rows():
    table = rows([BAND], [BAND], [])
    assert common_notes(COLUMNS, table) == ({"flags": []}, table)


def test_one_row_and_tables_without_notes_are_left_as_they_are():
    single = rows([BAND])
    assert common_notes(COLUMNS, single) == ({}, single)
    plain = [Row(name, {"name": name}) for name in "abc"]
    assert common_notes(COLUMNS[:1], plain) == ({}, plain)


def test_a_row_that_has_no_such_cell_has_no_note():
    table = [*rows([BAND], [BAND]), Row("late", {"name": "b.wav"})]
    common, left = common_notes(COLUMNS, table)
    assert common == {"flags": []}
    assert notes_of(left) == [[BAND], [BAND], []]
