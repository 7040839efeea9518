"""Which models have spoken in this store."""

import sqlalchemy as sa

from data import schema
from data.records import Model
from data.store import now
from data.upsert import upsert


def save(connection: sa.Connection, model: Model) -> None:
    """Remember a model; nothing changes if it is known already."""
    row = {
        "key": model.key,
        "name": model.name,
        "revision": model.revision,
        "sha256": model.sha256,
        "labels": list(model.labels),
        "size": model.size,
        "step": model.step,
        "precision": model.precision,
        "first_used_at": now(),
    }
    upsert(connection, schema.model, row, once=tuple(row))


def load(connection: sa.Connection) -> dict[str, Model]:
    """All models by key, the one used for the first time most recently first."""
    rows = connection.execute(sa.select(schema.model).order_by(schema.model.c.first_used_at.desc()))
    return {
        row.key: Model(row.name, row.revision, row.sha256, tuple(row.labels), row.size, row.step, row.precision)
        for row in rows
    }
