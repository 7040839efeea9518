"""Calls sorted by how much they sound like a reference sample, and ticked recordings added to one."""

from collections.abc import Sequence

import streamlit as st

from dashboard import formats, own, state
from dashboard.components.own.choosing import KEY
from dashboard.components.table import Clip, draw_table
from dashboard.components.voices import columns_of, labels_of, row_of
from dashboard.texts import text
from data import labels, listing, outlines, own_values, recordings
from data.labels import SAMPLE, Label
from data.records import Model, Selection
from data.versions import Version

COLUMNS = ("play", "similarity", "started_at", "name", "course", "dominant", "confidence", "agent", "queue", "flags")
LENGTH = 6.0  # seconds played from the start of the window that is most like the sample


def draw_samples(model: Model, selection: Selection, *, most: int) -> None:
    """Choose one of the samples in use, and list the calls most like it."""
    samples = {version.of.name: version for version in own.used(model.key) if version.of.kind == SAMPLE}
    if not samples:
        st.text(text("own.no_samples"))
        return
    name = st.selectbox(text("own.sample"), list(samples), key=KEY, bind="query-params", width=320)
    draw_ranking(samples[name], model, selection, most=most)


def draw_ranking(version: Version, model: Model, selection: Selection, *, most: int) -> None:
    """The calls of a selection most like a sample, each with its window that is most like it."""
    order = listing.Order(f"own:{version.id}", descending=True)
    with state.store().reading() as read:
        page = listing.page(read, selection, order=order, limit=most)
        ids = [recording.id for recording, _ in page]
        told = own_values.of(read, ids, versions=[version.id])
        lines = outlines.load(read, ids, model=model.key)
    rows = []
    for recording, voice in page:
        value = told.get((recording.id, voice.role), {}).get(version.id)
        if value is None:
            continue
        clip = Clip(recording.id, value.peak_at, min(recording.seconds, value.peak_at + LENGTH))
        likeness = {"value": max(0.0, value.value), "text": f"{value.value:.3f}"}
        rows.append(
            row_of(recording, voice, model=model, outlines=lines, clip=clip, at=value.peak_at, similarity=likeness)
        )
    st.caption(own.said(version))
    if rows:
        touched = draw_table(columns_of(*COLUMNS), rows, key=f"ranking{version.id}", labels=labels_of(model))
        state.open_touched(touched)
    else:
        st.text(text("own.not_applied"))


def draw_add(ticked: Sequence[str]) -> None:
    """Add ticked voices, each ``recording/role``, to a sample as whole voices."""
    with state.store().reading() as read:
        samples = {found.name: found for found in labels.load(read) if found.kind == SAMPLE}
    if not samples:
        return
    with st.popover(text("own.add_ticked", count=formats.count(len(ticked))), icon=":material/label:"):
        name = st.selectbox(text("own.sample"), list(samples), key="add_to")
        if st.button(text("own.add"), key="add_ticked"):
            with state.store().atomic() as write:
                for one in ticked:
                    recording, _, role = one.partition("/")
                    whole = Label(recording, role, 0.0, recordings.find(write, recording).seconds)
                    labels.put(write, samples[name].id, [whole])
            st.toast(text("own.labelled_kept"), icon=":material/check:")
