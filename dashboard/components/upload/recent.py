"""The newest uploads, whoever sent them: a row each, one of them chosen."""

from collections.abc import Sequence

import streamlit as st

from dashboard import formats, state
from dashboard.components.upload.progress import LOOK_SECONDS, is_moving
from dashboard.texts import text
from data import jobs
from data.records import Job
from data.uploads import READ

MOST = 20
KEY = "upload_recent"
FIELDS = ("when", "state", "files", "done", "failed", "duplicate", "audio")


def recent() -> list[Job]:
    """The newest uploads that have files, newest first."""
    with state.store().reading() as read:
        found = jobs.recent(read, kinds=(READ,), most=MOST)
    return [job for job in found if job.progress["files"] or job.progress.get("expected")]


def draw_recent(found: list[Job]) -> int | None:
    """Draw them as a table; the number of the one that somebody chose in it.

    While something of them is open the table draws itself anew, so that it tells what the numbers above it tell.
    """
    st.subheader(text("upload.recent"), anchor=False)
    if not found:
        st.caption(text("upload.recent_none"))
        return None
    numbers = [job.id for job in found]
    chosen = _chosen(numbers)
    moving = any(is_moving(job) for job in found)
    st.fragment(_draw, run_every=LOOK_SECONDS if moving else None)(numbers, chosen)
    return chosen


def _chosen(numbers: Sequence[int]) -> int | None:
    rows = (st.session_state.get(KEY) or {}).get("selection", {}).get("rows", [])
    return next((numbers[row] for row in rows if row < len(numbers)), None)


def _draw(numbers: Sequence[int], chosen: int | None) -> None:
    """The uploads of these numbers as they are now; the whole page runs when another of them is chosen."""
    rows = [_row(job) for job in recent() if job.id in numbers]
    names = {"when", "state", "files"}
    headings = {name: text(f"upload.column_{name}" if name in names else f"upload.{name}") for name in FIELDS}
    st.dataframe(
        rows,
        column_config={**headings, "audio": st.column_config.NumberColumn(headings["audio"], format="%.1f")},
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=KEY,
    )
    if _chosen(numbers) != chosen:
        st.rerun()


def _row(job: Job) -> dict[str, object]:
    told = job.progress
    state_said = text(f"upload.state_{job.state}")
    counts = (int(told[name]) for name in ("files", "done", "failed", "duplicate"))
    return dict(zip(FIELDS, (formats.moment(job.created_at), state_said, *counts, told["seconds"] / 60), strict=True))
