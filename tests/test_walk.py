"""Rows one after another are those of a list, however many there are."""

import pytest
import sqlalchemy as sa

from data import schema, walk
from tests.stores import opened


@pytest.mark.parametrize("at_once", [1, 2, 1_000])
def test_all_rows_come_in_their_order(tmp_path, monkeypatch, at_once):
    monkeypatch.setattr(walk, "AT_ONCE", at_once)
    table = schema.setting
    with opened(tmp_path) as store:
        with store.atomic() as write:
            write.execute(table.insert(), [{"name": f"{number:02d}", "value": number} for number in range(7)])
        with store.reading() as read:
            found = walk.walk(read, sa.select(table.c.name, table.c.value).order_by(table.c.name.desc()))
            assert [tuple(row) for row in found] == [(f"{number:02d}", number) for number in reversed(range(7))]
            assert list(walk.walk(read, sa.select(table).where(table.c.name == "none"))) == []
