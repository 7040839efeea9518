"""Sets of labelled windows: one answer per window, names told apart, everything removed together."""

import pytest
import sqlalchemy as sa

from data import labels, schema, voices
from data.errors import DataError, Missing
from data.labels import APART, LEAST, SAMPLE, Label, Tally
from data.records import CUSTOMER
from tests.calls import MODEL, call, heard
from tests.stores import opened


@pytest.fixture
def write(tmp_path):
    with opened(tmp_path) as store, store.atomic() as connection:
        for number in (1, 2):
            voices.save(connection, call(number), model=MODEL, told=heard(call(number)))
        yield connection


def label(number: int, start: float, answer: bool = True) -> Label:
    return Label(call(number).id, CUSTOMER, start, start + 0.5, answer)


def test_a_window_has_one_answer_in_each_set(write):
    hesitant, testing = labels.create(write, "hesitant"), labels.create(write, "testing")
    labels.put(write, hesitant, [label(1, 0.0), label(1, 1.0, False), label(2, 0.0)])
    labels.put(write, hesitant, [label(1, 0.0, False)])
    labels.put(write, testing, [label(1, 0.0)])
    mine = sorted([label(1, 0.0, False), label(1, 1.0, False), label(2, 0.0)], key=lambda one: one.recording)
    assert labels.of(write, hesitant) == mine
    assert labels.in_recording(write, call(1).id) == {
        hesitant: [label(1, 0.0, False), label(1, 1.0, False)],
        testing: [label(1, 0.0)],
    }


def test_starts_are_told_apart_by_the_millisecond(write):
    number = labels.create(write, "hesitant")
    labels.put(write, number, [label(1, 0.1 + 0.2), label(1, 0.3, False), label(1, 0.301)])
    assert [(one.start, one.answer) for one in labels.of(write, number)] == [(0.3, False), (0.301, True)]
    labels.withdraw(write, number, [label(1, 0.30000001), label(2, 9.0)])
    assert [one.start for one in labels.of(write, number)] == [0.301]


def test_names_are_plain_text_and_told_apart_whatever_their_case(write):
    labels.create(write, "  hesi\u202etant\n")
    [only] = labels.load(write)
    assert only.name == "hesitant" and only.kind == "emotion" and labels.find(write, only.id) == only
    for name in ("Hesitant", "", " \u200b "):
        with pytest.raises(DataError):
            labels.create(write, name)
    with pytest.raises(DataError, match="emotion, sample"):
        labels.create(write, "happy", kind="mood")
    assert len(labels.find(write, labels.create(write, "x" * 300)).name) == labels.LONGEST


def test_emotions_come_first_then_samples_each_by_name(write):
    for name, kind in (("testing", "emotion"), ("happy sample", SAMPLE), ("hesitant", "emotion")):
        labels.create(write, name, kind=kind)
    assert [found.name for found in labels.load(write)] == ["hesitant", "testing", "happy sample"]


def test_a_removed_set_leaves_nothing(write):
    gone, kept = labels.create(write, "hesitant"), labels.create(write, "testing")
    for number in (gone, kept):
        labels.put(write, number, [label(1, 0.0)])
    labels.erase(write, gone)
    assert set(write.scalars(sa.select(schema.label.c.label_set))) == {kept}
    with pytest.raises(Missing, match="was removed"):
        labels.find(write, gone)
    assert labels.create(write, "hesitant") not in (gone, kept)  # its number is never given again


def test_what_is_enough_to_learn_from():
    def told(yes: int, no: int, recordings: int) -> Tally:
        return Tally.of(
            [Label(str(row % recordings), CUSTOMER, row, row + 1, True) for row in range(yes)]
            + [Label(str(row % recordings), CUSTOMER, row, row + 1, False) for row in range(no)]
        )

    assert told(LEAST, LEAST, APART).enough
    assert not told(LEAST - 1, LEAST, APART).enough
    assert not told(LEAST, LEAST - 1, APART).enough
    assert not told(LEAST, LEAST, APART - 1).enough
    assert not Tally.of([]).enough
    assert told(3, 5, 2) == Tally(3, 5, 2, 2)
