"""What tables have in common: the one list of them all, times, keys, and arrays by name."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData()


class Time(sa.TypeDecorator[datetime]):
    """A time without a zone. One with a zone is refused: SQLite would drop it, PostgreSQL would shift the time."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """The time as it is."""
        if value is not None and value.tzinfo is not None:
            raise ValueError(f"times in the store have no zone; this one has: {value.isoformat()}")
        return value


def recording_key() -> sa.Column[str]:
    """Part of the key: the recording, with which the row goes."""
    return sa.Column("recording", sa.ForeignKey("recording.id", ondelete="CASCADE"), primary_key=True)


def model_key() -> sa.Column[str]:
    """Part of the key: the model that spoke."""
    return sa.Column("model", sa.ForeignKey("model.key"), primary_key=True)


def role_key() -> sa.Column[str]:
    """Part of the key: whose voice."""
    return sa.Column("role", sa.Text, primary_key=True)


def array_columns() -> list[sa.Column[Any]]:
    """Arrays that have names, beside the key of what they belong to; ``data.arrays`` packs them."""
    return [
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("shape", sa.JSON, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    ]
