"""Windows of many voices at once, by piece: what is worked out from stored embeddings, without touching audio."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from data import listing, schema
from data.listing import Points
from data.store import Store

PIECE = 500  # recordings: some 2,500 windows, 10 MB of embeddings


def pieces(store: Store, *, model: str) -> Iterator[Points]:
    """All windows a model has read, some recordings at a time in order of their ids; a recording is never split."""
    after = ""
    while True:
        with store.reading() as read:
            ids = _following(read, after, model)
            piece = of(read, ids, model=model)
        if not ids:
            return
        yield piece
        after = ids[-1]


def of(connection: sa.Connection, recordings: Sequence[str], *, model: str) -> Points:
    """The windows that a model has read in these recordings, in order of recording, role and time."""
    table = schema.reading.c
    wanted = sa.select(table.recording, table.role, table.windows, table.spans, table.embeddings, table.scores).where(
        table.recording.in_(recordings) & (table.model == model) & (table.windows > 0)
    )
    return listing.points_of(connection.execute(wanted.order_by(table.recording, table.role)).all())


def at_random(connection: sa.Connection, *, model: str, roles: Sequence[str], start: str, most: int) -> list[str]:
    """Up to ``most`` recordings with windows, from ``start`` (hexadecimal digits) on and round again.

    Ids are hashes, so whoever starts at random digits gets recordings at random, however many there are.
    """
    voice = schema.voice.c
    read = (voice.model == model) & voice.role.in_(roles) & (voice.windows > 0)
    wanted = sa.select(voice.recording).where(read).distinct().order_by(voice.recording).limit(most)
    found = list(connection.scalars(wanted.where(voice.recording >= start)))
    if len(found) < most:
        found += list(connection.scalars(wanted.where(voice.recording < start)))[: most - len(found)]
    return found


def count(connection: sa.Connection, *, model: str) -> int:
    """How many recordings have windows that a model has read."""
    voice = schema.voice.c
    wanted = sa.select(sa.func.count(voice.recording.distinct())).where((voice.model == model) & (voice.windows > 0))
    return int(connection.execute(wanted).scalar_one())


def _following(connection: sa.Connection, after: str, model: str) -> list[str]:
    table = schema.reading.c
    wanted = sa.select(table.recording).where((table.model == model) & (table.windows > 0) & (table.recording > after))
    return list(connection.scalars(wanted.distinct().order_by(table.recording).limit(PIECE)))
