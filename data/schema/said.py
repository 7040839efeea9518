"""What was said in a recording, and what people say of it."""

import sqlalchemy as sa

from data.schema.columns import Time, metadata

# What was said in a recording, as somebody sent it. Until its recording is read it waits under its upload and name.
transcript = sa.Table(
    "transcript",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("job", sa.ForeignKey("job.id", ondelete="CASCADE"), index=True),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("recording", sa.ForeignKey("recording.id", ondelete="CASCADE"), index=True),
    sa.Column("lines", sa.JSON, nullable=False),  # start, end, speaker, text of each
    sa.Column("said", sa.Text, nullable=False),  # the words alone, for the search
    sa.Column("added_at", Time, nullable=False),
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
