"""What own emotions and samples say of one call, each with its highest window to hear and how sure it is."""

import streamlit as st

from dashboard import formats, own, state
from dashboard.calls import Call
from dashboard.components.table import Clip, Row, draw_table
from dashboard.components.voices import columns_of
from dashboard.texts import text
from data import own_values
from data.labels import EMOTION
from data.own_values import Value
from data.versions import Version

COLUMNS = ("play", "expressed", "level", "extent", "sureness")
LENGTH = 6.0  # seconds played from the start of the highest window


def draw_heard(call: Call) -> None:
    """A row per own emotion and sample; nothing where none is in use."""
    used = own.used(call.model.key)
    if not used:
        return
    with state.store().reading() as read:
        told = own_values.of(read, [call.recording.id], versions=[version.id for version in used])
    values = told.get((call.recording.id, call.first), {})
    rows = [_row(call, version, values[version.id]) for version in used if version.id in values]
    if rows:
        st.subheader(text("own.here"), anchor=False, help=text("own.here_help"))
        state.open_touched(draw_table(columns_of(*COLUMNS), rows, key="own_here"))


def _row(call: Call, version: Version, told: Value) -> Row:
    emotion = version.of.kind == EMOTION
    peak, at = formats.score(told.peak), formats.clock(told.peak_at)
    share = formats.share(told.share)
    cells = {
        "expressed": version.of.name,
        "level": {"value": min(max(told.value, 0.0), 1.0), "text": formats.score(told.value)},
        "extent": text("own.share", share=share, peak=peak, at=at) if emotion else text("own.cosine", peak=peak, at=at),
        "sureness": own.said(version),
    }
    clip = Clip(call.recording.id, told.peak_at, min(call.recording.seconds, told.peak_at + LENGTH))
    return Row(f"{call.recording.id}/{call.first}/{version.id}", cells, clip, at=told.peak_at)
