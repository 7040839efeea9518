"""The tables. Times are UTC without a zone unless a column says otherwise; arrays are packed by ``data.arrays``.

What is listed, sorted and counted (``recording``, ``voice``) is kept apart from what is long, and on SQLite in the
order of the recordings' ids (WITHOUT ROWID): a table of 100,000 calls is walked in one go instead of jumped through.
"""

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


def _recording_key() -> sa.Column[str]:
    return sa.Column("recording", sa.ForeignKey("recording.id", ondelete="CASCADE"), primary_key=True)


def _model_key() -> sa.Column[str]:
    return sa.Column("model", sa.ForeignKey("model.key"), primary_key=True)


def _role_key() -> sa.Column[str]:
    return sa.Column("role", sa.Text, primary_key=True)


migration = sa.Table(
    "migration",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("applied_at", Time, nullable=False),
)

recording = sa.Table(
    "recording",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),  # sha256 of the file's bytes
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("channels", sa.Integer, nullable=False),
    sa.Column("rate", sa.Integer, nullable=False),
    sa.Column("codec", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False, index=True),
    sa.Column("roles", sa.JSON, nullable=False),
    sa.Column("started_at", Time, index=True),  # wall-clock time of the call, as its metadata gives it
    sa.Column("agent", sa.Text, nullable=False, index=True),
    sa.Column("queue", sa.Text, nullable=False, index=True),
    sa.Column("metadata", sa.JSON, nullable=False),
    sa.Column("mime", sa.Text, nullable=False),
    sa.Column("synthetic", sa.Boolean, nullable=False),
    sa.Column("added_at", Time, nullable=False, index=True),
    sqlite_with_rowid=False,
)

model = sa.Table(
    "model",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("revision", sa.Text, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("labels", sa.JSON, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("step", sa.Float, nullable=False),
    sa.Column("precision", sa.Text, nullable=False),
    sa.Column("first_used_at", Time, nullable=False),
)

voice = sa.Table(
    "voice",
    metadata,
    _recording_key(),
    _model_key(),
    _role_key(),
    sa.Column("dominant", sa.Text, nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("numbers", sa.JSON, nullable=False),
    sa.Column("flags", sa.JSON, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("labels", sa.Integer, nullable=False),  # L; 0 when there is no reading
    sa.Column("size", sa.Integer, nullable=False),  # D; 0 when there is no reading
    sa.Column("windows", sa.Integer, nullable=False),  # W; 0 when there is no reading
    sa.Column("read_at", Time, nullable=False),
    sa.Column("turns", sa.LargeBinary, nullable=False),  # (N, 2) float32
    sa.Column("scores", sa.LargeBinary, nullable=False),  # (L,) float32
    sa.Column("speech_scores", sa.LargeBinary, nullable=False),  # (L,) float32
    sa.Index("voice_by_model", "model", "role", "recording", "dominant", "confidence", "size", "windows", "read_at"),
    sqlite_with_rowid=False,
)

embedding = sa.Table(
    "embedding",
    metadata,
    _recording_key(),
    _model_key(),
    _role_key(),
    sa.Column("content", sa.LargeBinary, nullable=False),  # (D,) float32, the voice as a whole
)

# One row holds all windows of a voice: a day's 20,000 embeddings load as 1,200 rows.
reading = sa.Table(
    "reading",
    metadata,
    _recording_key(),
    _model_key(),
    _role_key(),
    sa.Column("windows", sa.Integer, nullable=False),  # W
    sa.Column("spans", sa.LargeBinary, nullable=False),  # (W, 2) float64 seconds
    sa.Column("logits", sa.LargeBinary, nullable=False),  # (W, L) float32
    sa.Column("scores", sa.LargeBinary, nullable=False),  # (W, L) float32
    sa.Column("embeddings", sa.LargeBinary, nullable=False),  # (W, D) float32
    sa.Column("flags", sa.JSON, nullable=False),  # W lists
)

timeline = sa.Table(
    "timeline",
    metadata,
    _recording_key(),
    _model_key(),
    _role_key(),
    sa.Column("length", sa.Integer, nullable=False),  # T
    sa.Column("step", sa.Float, nullable=False),
    sa.Column("frames", sa.LargeBinary, nullable=False),  # (T,) int32
    sa.Column("logits", sa.LargeBinary, nullable=False),  # (T, L) float32
    sa.Column("weights", sa.LargeBinary, nullable=False),  # (T,) float32
    sa.Column("speech", sa.LargeBinary, nullable=False),  # (T,) bool
)

job = sa.Table(
    "job",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("priority", sa.Integer, nullable=False),
    sa.Column("options", sa.JSON, nullable=False),
    sa.Column("progress", sa.JSON, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("created_at", Time, nullable=False),
    sa.Column("started_at", Time),
    sa.Column("finished_at", Time),
    sqlite_autoincrement=True,  # a deleted job's number is never given to another
)

item = sa.Table(
    "item",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("job", sa.ForeignKey("job.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("content", sa.String(64), nullable=False, index=True),  # sha256 of the bytes; empty when there are none
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),  # of audio, once known
    sa.Column("worker", sa.Text, nullable=False),
    sa.Column("beat_at", Time),
    sa.Index("item_by_state", "job", "state", "attempts"),
)

worker = sa.Table(
    "worker",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("model", sa.Text, nullable=False),
    sa.Column("device", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("beat_at", Time, nullable=False),
)

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
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("shape", sa.JSON, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

setting = sa.Table(
    "setting",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.JSON, nullable=False),
)

# What people say of a moment or a call while they listen: a mark, a comment, or that an alarm was right or false.
note = sa.Table(
    "note",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("recording", sa.ForeignKey("recording.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("role", sa.String(64), nullable=False),
    sa.Column("at", sa.Float),  # seconds; NULL of the whole call
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("made_at", Time, nullable=False),
)
