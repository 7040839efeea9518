"""Recordings and what models heard in them.

What is listed, sorted and counted (``recording``, ``voice``) is kept apart from what is long, and on SQLite in the
order of the recordings' ids (WITHOUT ROWID): a table of 100,000 calls is walked in one go instead of jumped through.
"""

import sqlalchemy as sa

from data.schema.columns import Time, metadata, model_key, recording_key, role_key

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

# Numbers of a voice that tables are sorted by and days are counted from: out of 100,000 voices' JSON they take seconds.
NUMBERS = ("negative", "ends_negative", "shift", "longest_negative_run", "peak_score")

voice = sa.Table(
    "voice",
    metadata,
    recording_key(),
    model_key(),
    role_key(),
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
    *(sa.Column(name, sa.Float) for name in NUMBERS),  # as in ``numbers``; NULL where they are not there
    sa.Index("voice_by_model", "model", "role", "recording", "dominant", "confidence", "size", "windows", "read_at"),
    sa.Index("voice_by_numbers", "model", "role", "recording", "dominant", "size", *NUMBERS),
    sqlite_with_rowid=False,
)

embedding = sa.Table(
    "embedding",
    metadata,
    recording_key(),
    model_key(),
    role_key(),
    sa.Column("content", sa.LargeBinary, nullable=False),  # (D,) float32, the voice as a whole
)

# One row holds all windows of a voice: a day's 20,000 embeddings load as 1,200 rows.
reading = sa.Table(
    "reading",
    metadata,
    recording_key(),
    model_key(),
    role_key(),
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
    recording_key(),
    model_key(),
    role_key(),
    sa.Column("length", sa.Integer, nullable=False),  # T
    sa.Column("step", sa.Float, nullable=False),
    sa.Column("frames", sa.LargeBinary, nullable=False),  # (T,) int32
    sa.Column("logits", sa.LargeBinary, nullable=False),  # (T, L) float32
    sa.Column("weights", sa.LargeBinary, nullable=False),  # (T,) float32
    sa.Column("speech", sa.LargeBinary, nullable=False),  # (T,) bool
)
