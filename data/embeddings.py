"""The embeddings of a selection's voices alone: what a search by sound goes through."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data import schema
from data.listing import matrix, voices_and
from data.records import Floats, Selection
from data.walk import walk


@dataclass(frozen=True, slots=True, eq=False)
class Embeddings:
    """N voices that were read, in order of recording id and role."""

    recordings: tuple[str, ...]  # N ids
    roles: tuple[str, ...]  # N
    vectors: Floats  # (N, D)


def load(connection: sa.Connection, selection: Selection) -> Embeddings:
    """The embeddings of every voice of the selection that was read."""
    recordings: list[str] = []
    roles: list[str] = []
    contents: list[bytes] = []
    for row in walk(connection, _all_of(selection) if selection.unfiltered else _left_by(selection)):
        recordings.append(row[0])
        roles.append(row[1])
        contents.append(row[2])
    keys = [recording + role for recording, role in zip(recordings, roles, strict=True)]  # ids are of one length
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return Embeddings(
        tuple(recordings[place] for place in order),
        tuple(roles[place] for place in order),
        matrix([contents[place] for place in order], len(order)),
    )


def _all_of(selection: Selection) -> sa.Select[Any]:
    """All voices, in the table's own order: to jump to each of 100,000 takes four times as long."""
    table = schema.embedding.c
    mine = (table.model == selection.model) & (sa.func.length(table.content) > 0)
    if selection.roles:
        mine &= table.role.in_(selection.roles)
    return sa.select(table.recording, table.role, table.content).where(mine)


def _left_by(selection: Selection) -> sa.Select[Any]:
    """The voices that the filters leave."""
    voice = schema.voice.c
    wanted = (voice.recording, voice.role, schema.embedding.c.content)
    return voices_and(schema.embedding, selection, *wanted).where(voice.size > 0)
