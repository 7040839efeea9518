"""The optional table of the calls: a CSV, its columns matched to ours, kept for the next upload."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import state
from dashboard.texts import text
from data import jobs, uploads
from data.errors import DataError
from data.metadata import KNOWN, guess_columns, read_header
from data.sheet import MOST_BYTES
from data.uploads import READ

PREPARED = "prepared_upload"  # in the session: what the table was, and the job that waits for its recordings
ROUND = "table_round"


def draw_calls(options: Mapping[str, Any]) -> int | None:
    """Draw the choice of a table; the number of the upload prepared with it, or None without one."""
    with st.expander(text("upload.table"), icon=":material/table:"):
        st.caption(text("upload.table_about"))
        file = st.file_uploader(
            text("upload.table_file"),
            type=["csv", "tsv"],
            max_upload_size=MOST_BYTES >> 20,
            key=f"upload_table_{st.session_state.get(ROUND, 0)}",
        )
        if file is None:
            return None
        try:
            content = file.getvalue()
            columns = _match(read_header(content))
            job, rows = _prepare(content, columns, options)
        except DataError as error:
            with st.container(border=True):
                st.text(str(error))
            return None
        st.success(text("upload.table_ready", count=rows), icon=":material/check:")
        return job


def forget_calls() -> None:
    """Let go of the table: it belongs to the upload that has begun."""
    st.session_state.pop(PREPARED, None)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def is_prepared(job: int) -> bool:
    """Whether that upload is the one a table was prepared for."""
    return st.session_state.get(PREPARED, {}).get("job") == job


def _match(header: list[str]) -> dict[str, str]:
    """Which column of the table is which of ours: guessed, and chosen anew where that went wrong."""
    guessed = guess_columns(header)
    st.caption(text("upload.table_columns"))
    chosen = {}
    for place, ours in zip(st.columns(len(KNOWN)), KNOWN, strict=True):
        names = ["", *header]
        chosen[ours] = place.selectbox(
            text(f"upload.column_{ours}"),
            names,
            index=names.index(guessed.get(ours, "")),
            format_func=lambda name: name or text("upload.table_none"),
            key=f"upload_column_{ours}_{st.session_state.get(ROUND, 0)}",
        )
    return chosen


def _prepare(content: bytes, columns: Mapping[str, str], options: Mapping[str, Any]) -> tuple[int, int]:
    """The upload that waits for the table's recordings, made once for each table and choice; and the table's rows."""
    told = json.dumps([columns, dict(options)], sort_keys=True).encode()
    key = hashlib.sha256(told + content).hexdigest()
    prepared = st.session_state.get(PREPARED)
    if prepared is None or prepared["key"] != key:
        with state.store().atomic() as write:
            job = prepared["job"] if prepared else jobs.add(write, READ, options=options)
            jobs.set_options(write, job, options)
            rows = uploads.add_table(write, job, content, columns=columns)
        prepared = st.session_state[PREPARED] = {"key": key, "job": job, "rows": rows}
    return prepared["job"], prepared["rows"]
