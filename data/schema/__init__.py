"""The tables. Times are UTC without a zone unless a column says otherwise; arrays are packed by ``data.arrays``."""

from data.schema.alerts import ALERTS, delivery, held, hit, hook, rule, rule_change
from data.schema.calls import NUMBERS, embedding, model, reading, recording, timeline, voice
from data.schema.columns import Time, metadata
from data.schema.maps import derived, derived_array, saved_map, saved_map_array
from data.schema.own import OWN, label, label_set, own_array, own_source, own_value, own_version
from data.schema.said import note, transcript
from data.schema.work import item, job, migration, setting, worker

__all__ = [
    "ALERTS",
    "NUMBERS",
    "OWN",
    "Time",
    "delivery",
    "derived",
    "derived_array",
    "embedding",
    "held",
    "hit",
    "hook",
    "item",
    "job",
    "label",
    "label_set",
    "metadata",
    "migration",
    "model",
    "note",
    "own_array",
    "own_source",
    "own_value",
    "own_version",
    "reading",
    "recording",
    "rule",
    "rule_change",
    "saved_map",
    "saved_map_array",
    "setting",
    "timeline",
    "transcript",
    "voice",
    "worker",
]
