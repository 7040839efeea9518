"""Own emotions and samples as columns and as a filter of a table of voices."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import formats, own
from dashboard.components.table import Column
from dashboard.texts import text
from data.labels import EMOTION
from data.own_values import Value
from data.records import Selection
from data.versions import Version

MOST = 3  # columns unless somebody asks for more


def choose_own(selection: Selection, used: Sequence[Version]) -> tuple[Selection, list[Version]]:
    """The selection with what is wanted of own emotions, and the versions that are shown as columns."""
    if not used:
        return selection, []
    by_name = {version.of.name: version for version in used}
    emotions = [name for name, version in by_name.items() if version.of.kind == EMOTION]
    with st.popover(text("own.filter"), icon=":material/label:"):
        shown = st.multiselect(
            text("own.columns"), list(by_name), default=list(by_name)[:MOST], key="own_columns", width=320
        )
        heard = st.multiselect(text("own.heard_in"), emotions, key="heard", bind="query-params", width=320)
        for version in used:
            st.text(f"{version.of.name}: {own.said(version)}")
    wanted = tuple(by_name[name].id for name in heard)
    return replace(selection, own=wanted), [by_name[name] for name in shown]


def columns_for(shown: Sequence[Version]) -> list[Column]:
    """A sortable column per version; its explanation says how far it can be trusted."""
    return [
        Column(
            key_of(version),
            version.of.name,
            "bar",
            True,
            text("own.column_help" if version.of.kind == EMOTION else "own.sample_help", said=own.said(version)),
        )
        for version in shown
    ]


def cells_of(told: Mapping[int, Value], shown: Sequence[Version]) -> dict[str, Any]:
    """The cells of one voice; empty where a version has said nothing of it yet."""
    return {
        key_of(version): {
            "value": min(max(told[version.id].value, 0.0), 1.0),
            "text": formats.score(told[version.id].value),
        }
        for version in shown
        if version.id in told
    }


def key_of(version: Version) -> str:
    """The key of a version's column, which is also the store's order by it."""
    return f"own:{version.id}"
