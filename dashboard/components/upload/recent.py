"""The newest uploads, whoever sent them: a row each, one of them chosen."""

from collections.abc import Sequence

import streamlit as st

from dashboard import formats, state
from dashboard.components.upload.progress import LOOK_SECONDS, is_moving, missing
from dashboard.texts import text
from data import jobs
from data.errors import Missing
from data.records import Job
from data.uploads import READ

MOST = 20
FIELDS = ("number", "when", "state", "files", "done", "failed", "duplicate", "audio")


def recent() -> list[Job]:
    """The newest uploads that have files, newest first."""
    with state.store().reading() as read:
        found = jobs.recent(read, kinds=(READ,), most=MOST)
    return [job for job in found if job.progress["files"] or job.progress.get("expected")]


def is_upload(number: int | None) -> bool:
    """Whether there is an upload of that number, also one whose first file is still on its way."""
    if number is None:
        return False
    try:
        with state.store().reading() as read:
            return jobs.find(read, number).kind == READ
    except Missing:
        return False


def draw_recent(found: list[Job], *, begun: int) -> int | None:
    """Draw them as a table; the number of the one that somebody chose in it, until the upload ``begun`` is another.

    While something of them is open the table draws itself anew, so that it tells what the numbers above it tell.
    """
    st.subheader(text("upload.recent"), anchor=False)
    if not found:
        st.caption(text("upload.recent_none"))
        return None
    numbers = [job.id for job in found]
    key = f"upload_recent_{begun}"
    chosen = _chosen(numbers, key)
    moving = any(is_moving(job) for job in found)
    st.fragment(_draw, run_every=LOOK_SECONDS if moving else None)(numbers, chosen, key)
    return chosen


def _chosen(numbers: Sequence[int], key: str) -> int | None:
    rows = (st.session_state.get(key) or {}).get("selection", {}).get("rows", [])
    return next((numbers[row] for row in rows if row < len(numbers)), None)


def _draw(numbers: Sequence[int], chosen: int | None, key: str) -> None:
    """The uploads of these numbers as they are now; the whole page runs when another of them is chosen."""
    rows = [_row(job) for job in recent() if job.id in numbers]
    names = {"number", "when", "state", "files"}
    headings = {name: text(f"upload.column_{name}" if name in names else f"upload.{name}") for name in FIELDS}
    st.dataframe(
        rows,
        column_config={**headings, "audio": st.column_config.NumberColumn(headings["audio"], format="%.1f")},
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=key,
    )
    if _chosen(numbers, key) != chosen:
        st.rerun()


def _row(job: Job) -> dict[str, object]:
    told = job.progress
    state_said = text("upload.state_lacking" if missing(job) and not told["open"] else f"upload.state_{job.state}")
    files = told["files"] + missing(job)
    counts = (int(count) for count in (files, told["done"], told["failed"], told["duplicate"]))
    cells = (job.id, formats.moment(job.created_at), state_said, *counts, told["seconds"] / 60)
    return dict(zip(FIELDS, cells, strict=True))
