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

# Numbers of a voice that tables are sorted by and days are counted from: out of 100,000 voices' JSON they take seconds.
NUMBERS = ("negative", "ends_negative", "shift", "longest_negative_run", "peak_score")

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
    *(sa.Column(name, sa.Float) for name in NUMBERS),  # as in ``numbers``; NULL where they are not there
    sa.Index("voice_by_model", "model", "role", "recording", "dominant", "confidence", "size", "windows", "read_at"),
    sa.Index("voice_by_numbers", "model", "role", "recording", "dominant", "size", *NUMBERS),
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
    sa.Column("source", sa.Text, nullable=False, server_default=""),  # where on this machine it is; empty: it was sent
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
    _role_key(),
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
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("shape", sa.JSON, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
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
    _role_key(),
    sa.Column("model", sa.ForeignKey("model.key"), nullable=False),
    sa.Column("value", sa.Float, nullable=False),
    sa.Column("share", sa.Float, nullable=False),
    sa.Column("peak", sa.Float, nullable=False),
    sa.Column("peak_at", sa.Float, nullable=False),  # seconds
    sqlite_with_rowid=False,
)
OWN = (label_set, label, own_version, own_array, own_source, own_value)

# How strongly each emotion is held for how long (analysis.held): what any alert rule is answered from.
held = sa.Table(
    "held",
    metadata,
    _recording_key(),
    _model_key(),
    _role_key(),
    sa.Column("levels", sa.LargeBinary, nullable=False),  # (E, P, D) uint8
    sqlite_with_rowid=False,
)

rule = sa.Table(
    "rule",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("looks_for", sa.JSON, nullable=False),  # analysis.alerts.Rule
    sa.Column("hooks", sa.JSON, nullable=False),  # numbers of those that are told
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("made_at", Time, nullable=False),
    sa.Column("changed_at", Time, nullable=False),
    sqlite_autoincrement=True,
)

# Every state a rule was in, its removal included; it stays when the rule goes.
rule_change = sa.Table(
    "rule_change",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("rule", sa.Integer, nullable=False, index=True),
    sa.Column("became", sa.JSON, nullable=False),  # name, looks_for, hooks, active; empty: removed
    sa.Column("made_at", Time, nullable=False),
)

hit = sa.Table(
    "hit",
    metadata,
    _recording_key(),
    _model_key(),
    _role_key(),
    sa.Column("rule", sa.ForeignKey("rule.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("emotion", sa.Text, nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("start", sa.Float, nullable=False),  # seconds; of the longest stretch
    sa.Column("stop", sa.Float, nullable=False),
    sa.Column("spans", sa.JSON, nullable=False),  # start and stop of every stretch
    sa.Column("verdict", sa.String(16), nullable=False),  # confirmed, false_alarm or empty
    sa.Column("judged_at", Time),
    sa.Column("found_at", Time, nullable=False),
    sa.Index("hit_by_rule", "rule", "model"),
)

# Where alerts are sent. The address holds a key and is as secret as the secret.
hook = sa.Table(
    "hook",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("form", sa.String(16), nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("secret", sa.Text, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),  # since the last message that arrived
    sa.Column("reason", sa.Text, nullable=False),  # of the last failure, as a sentence; empty when the last one arrived
    sa.Column("arrived_at", Time),
    sa.Column("made_at", Time, nullable=False),
    sqlite_autoincrement=True,
)

# Messages on their way: the outbox. One that arrived is gone from here.
delivery = sa.Table(
    "delivery",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("hook", sa.ForeignKey("hook.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("rule", sa.ForeignKey("rule.id", ondelete="CASCADE")),  # NULL: a test
    sa.Column("recording", sa.ForeignKey("recording.id", ondelete="CASCADE"), index=True),
    sa.Column("model", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("due_at", Time, nullable=False, index=True),
    sa.Column("made_at", Time, nullable=False),
    sqlite_autoincrement=True,
)
ALERTS = (held, rule, rule_change, hit, hook, delivery)

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
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("shape", sa.JSON, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
