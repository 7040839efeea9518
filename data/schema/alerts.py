"""Alert rules, what they are answered from, what they caught, and messages on their way."""

import sqlalchemy as sa

from data.schema.columns import Time, metadata, model_key, recording_key, role_key

# How strongly each emotion is held for how long (analysis.held): what any alert rule is answered from.
held = sa.Table(
    "held",
    metadata,
    recording_key(),
    model_key(),
    role_key(),
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
    recording_key(),
    model_key(),
    role_key(),
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
