"""The embeddings of a selection's voices alone: what a search by sound goes through."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data import schema
from data.listing import matrix, voices_and
from data.records import Floats, Selection


@dataclass(frozen=True, slots=True, eq=False)
class Embeddings:
    """N voices that were read, in order of recording id and role."""

    recordings: tuple[str, ...]  # N ids
    roles: tuple[str, ...]  # N
    vectors: Floats  # (N, D)


def load(connection: sa.Connection, selection: Selection) -> Embeddings:
    """The embeddings of every voice of the selection that was read."""
    rows = _walked(connection, selection) if selection.unfiltered else _looked_up(connection, selection)
    keys = [row[0] + row[1] for row in rows]  # ids are of one length
    order = sorted(range(len(rows)), key=keys.__getitem__)
    return Embeddings(
        tuple(rows[place][0] for place in order),
        tuple(rows[place][1] for place in order),
        matrix([rows[place][2] for place in order], len(rows)),
    )


def _walked(connection: sa.Connection, selection: Selection) -> Sequence[Any]:
    """Rows of all voices, in the table's own order: to jump to each of 100,000 takes four times as long."""
    table = schema.embedding.c
    mine = (table.model == selection.model) & (sa.func.length(table.content) > 0)
    if selection.roles:
        mine &= table.role.in_(selection.roles)
    return connection.execute(sa.select(table.recording, table.role, table.content).where(mine)).all()


def _looked_up(connection: sa.Connection, selection: Selection) -> Sequence[Any]:
    """Rows of the voices that the filters leave."""
    voice = schema.voice.c
    wanted = (voice.recording, voice.role, schema.embedding.c.content)
    return connection.execute(voices_and(schema.embedding, selection, *wanted).where(voice.size > 0)).all()
