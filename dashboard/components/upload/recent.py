"""The newest uploads, whoever sent them: a row each, one of them chosen."""

import streamlit as st

from dashboard import formats, state
from dashboard.texts import text
from data import jobs
from data.records import Job
from data.uploads import READ

MOST = 20


def recent() -> list[Job]:
    """The newest uploads that have files, newest first."""
    with state.store().reading() as read:
        found = jobs.recent(read, kinds=(READ,), most=MOST)
    return [job for job in found if job.progress["files"] or job.progress.get("expected")]


def draw_recent(found: list[Job]) -> int | None:
    """Draw them as a table; the number of the one that somebody chose in it."""
    st.subheader(text("upload.recent"), anchor=False)
    if not found:
        st.caption(text("upload.recent_none"))
        return None
    rows = [
        {
            "when": formats.moment(job.created_at),
            "state": text(f"upload.state_{job.state}"),
            "files": int(job.progress["files"]),
            "done": int(job.progress["done"]),
            "failed": int(job.progress["failed"]),
            "duplicate": int(job.progress["duplicate"]),
            "audio": job.progress["seconds"] / 60,
        }
        for job in found
    ]
    names = {"when", "state", "files"}
    headings = {name: text(f"upload.column_{name}" if name in names else f"upload.{name}") for name in rows[0]}
    shown = st.dataframe(
        rows,
        column_config={**headings, "audio": st.column_config.NumberColumn(headings["audio"], format="%.1f")},
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="upload_recent",
    )
    chosen = shown.selection.rows
    return found[chosen[0]].id if chosen else None
