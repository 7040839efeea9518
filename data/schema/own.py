"""Own emotions and samples: labels, what was learned from them, and what that says of each voice."""

import sqlalchemy as sa

from data.schema.columns import Time, array_columns, metadata, role_key

# What a team listens for itself: a named set of windows that somebody answered yes or no for, or a sample of examples.
label_set = sa.Table(
    "label_set",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.String(16), nullable=False),  # emotion or sample
    sa.Column("versions", sa.Integer, nullable=False),  # how many were ever made of it
    sa.Column("made_at", Time, nullable=False),
    sqlite_autoincrement=True,
)


def _set_key(*, primary: bool) -> sa.Column[int]:
    return sa.Column(
        "label_set", sa.ForeignKey("label_set.id", ondelete="CASCADE"), primary_key=primary, nullable=False, index=True
    )


def _version_key() -> sa.Column[int]:
    return sa.Column("version", sa.ForeignKey("own_version.id", ondelete="CASCADE"), primary_key=True)


label = sa.Table(
    "label",
    metadata,
    _set_key(primary=True),
    sa.Column("recording", sa.ForeignKey("recording.id", ondelete="CASCADE"), primary_key=True, index=True),
    role_key(),
    sa.Column("start", sa.Float, primary_key=True),  # seconds, to the millisecond
    sa.Column("end", sa.Float, nullable=False),
    sa.Column("answer", sa.Boolean, nullable=False),
    sa.Column("made_at", Time, nullable=False),
)

# What was learned from a set on one model's embeddings: arrays, never pickled objects.
own_version = sa.Table(
    "own_version",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _set_key(primary=False),
    sa.Column("model", sa.ForeignKey("model.key"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),  # of its set, from 1
    sa.Column("in_use", sa.Boolean, nullable=False),
    sa.Column("details", sa.JSON, nullable=False),  # accuracy, learning curve, numbers of labels
    sa.Column("made_at", Time, nullable=False),
    sqlite_autoincrement=True,
)

own_array = sa.Table(
    "own_array",
    metadata,
    _version_key(),
    *array_columns(),
)

# Which recordings a version was learned from: it is forgotten with any of them.
own_source = sa.Table(
    "own_source",
    metadata,
    _version_key(),
    sa.Column("recording", sa.ForeignKey("recording.id", ondelete="CASCADE"), primary_key=True, index=True),
)

# What a version says of a voice.
own_value = sa.Table(
    "own_value",
    metadata,
    _version_key(),
    sa.Column("recording", sa.ForeignKey("recording.id", ondelete="CASCADE"), primary_key=True, index=True),
    role_key(),
    sa.Column("model", sa.ForeignKey("model.key"), nullable=False),
    sa.Column("value", sa.Float, nullable=False),
    sa.Column("share", sa.Float, nullable=False),
    sa.Column("peak", sa.Float, nullable=False),
    sa.Column("peak_at", sa.Float, nullable=False),  # seconds
    sqlite_with_rowid=False,
)
OWN = (label_set, label, own_version, own_array, own_source, own_value)
