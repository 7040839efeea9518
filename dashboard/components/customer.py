"""The other calls of a call's customer: how alike they sound, and what was expressed in each."""

import math
from dataclasses import replace

import streamlit as st

from dashboard import state
from dashboard.calls import Call
from dashboard.components.table import draw_table
from dashboard.components.voices import columns_of, labels_of, row_of
from dashboard.customers import Customer, customer_of
from dashboard.texts import text
from data import outlines

COLUMNS = (
    "play", "started_at", "name", "similarity", "course", "dominant", "confidence", "negative", "shift", "queue",
    "flags",
)  # fmt: skip
MOST = 20  # calls listed


def draw_customer(call: Call) -> None:
    """The customer's calls, newest first, with this one marked; nothing where the metadata names no customer."""
    with state.store().reading() as read:
        found = customer_of(read, call.recording.id, model=call.model.key, role=call.first)
    if found is None:
        return
    st.subheader(text("customer.title"), anchor=False, help=text("customer.help"))
    st.caption(_said(found))
    newest = list(zip(found.calls, found.likeness, strict=True))[: -MOST - 1 : -1]
    if len(newest) < len(found.calls):
        st.caption(text("customer.first", count=MOST))
    with state.store().reading() as read:
        lines = outlines.load(read, [recording.id for (recording, _), _ in newest], model=call.model.key)
    rows = []
    for (recording, voice), cosine in newest:
        likeness = {"value": max(0.0, cosine), "text": f"{cosine:.3f}"}
        row = row_of(recording, voice, model=call.model, outlines=lines, similarity=likeness)
        rows.append(replace(row, marked=recording.id == call.recording.id))
    touched = draw_table(columns_of(*COLUMNS), rows, key="customer", labels=labels_of(call.model))
    state.open_touched(touched)


def _said(found: Customer) -> str:
    steady = found.steady
    count, similarity, latest = len(found.calls), f"{steady.similarity:.2f}", f"{steady.latest:.2f}"
    if math.isnan(steady.others):
        return text("customer.alone", count=count, similarity=similarity, latest=latest)
    others = f"{steady.others:.2f}"
    return text("customer.steady", count=count, similarity=similarity, latest=latest, others=others)
