"""Maps and other things worked out from readings: caches, and those that people keep."""

import sqlalchemy as sa

from data.schema.columns import Time, array_columns, metadata

# Maps, clusters and other derived things: caches that may be thrown away without loss.
derived = sa.Table(
    "derived",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("kind", sa.Text, nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("details", sa.JSON, nullable=False),
    sa.Column("created_at", Time, nullable=False),
)

derived_array = sa.Table(
    "derived_array",
    metadata,
    sa.Column("key", sa.ForeignKey("derived.key", ondelete="CASCADE"), primary_key=True),
    *array_columns(),
)

# Maps that people keep: no caches. What places other calls into one is among its arrays; erased calls are taken out.
saved_map = sa.Table(
    "saved_map",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("model", sa.ForeignKey("model.key"), nullable=False),
    sa.Column("request", sa.JSON, nullable=False),  # data.maps.Request
    sa.Column("details", sa.JSON, nullable=False),  # parameters, notes, names of groups
    sa.Column("owners", sa.JSON, nullable=False),  # ids of recordings and names of roles, as its points number them
    sa.Column("count", sa.Integer, nullable=False),  # points
    sa.Column("version", sa.Integer, nullable=False),  # grows when points are taken out
    sa.Column("created_at", Time, nullable=False),
    sqlite_autoincrement=True,
)

saved_map_array = sa.Table(
    "saved_map_array",
    metadata,
    sa.Column("key", sa.ForeignKey("saved_map.id", ondelete="CASCADE"), primary_key=True),
    *array_columns(),
)
