"""How the reading of an upload goes: counted from the store, so that any browser sees it, also after a reload."""

from collections.abc import Sequence

import streamlit as st

from dashboard import formats, state
from dashboard.texts import reason, text
from data import jobs, workers
from data.jobs import Item
from data.records import Job

LOOK_SECONDS = 1.0
MOST_ROWS = 500  # of files listed below the numbers


def draw_progress(job: int, *, sending: bool = False) -> None:
    """Draw one upload; it draws itself anew while something of it is open. ``sending``: its files are on their way.

    Over or not, it is the same fragment: a button pressed in the moment in which reading ends still works.
    """
    moving = is_moving(_find(job))
    st.fragment(_draw_whole, run_every=LOOK_SECONDS if moving else None)(job, moving, sending)


def _draw_whole(job: int, moved: bool, sending: bool) -> None:
    found = _find(job)
    moving = is_moving(found)
    _draw(found, sending)
    if not moving:
        _draw_remarks(found)
    if moving != moved:
        st.rerun()  # once more as a whole, with or without a clock


def _find(job: int) -> Job:
    with state.store().reading() as read:
        return jobs.find(read, job)


def is_moving(job: Job) -> bool:
    """Whether something is being read, or may still arrive."""
    awaited = missing(job) > 0 or not job.progress["files"]
    return bool(job.progress["open"]) or (job.state != jobs.CANCELLED and awaited)


def missing(job: Job) -> int:
    """How many of the files that a browser meant to send have not arrived."""
    return max(0, int(job.progress.get("expected", 0) - job.progress["files"]))


def _draw(job: Job, sending: bool) -> None:
    told = job.progress
    files = max(told["files"], told.get("expected", 0))
    st.subheader(text("upload.job", job=job.id, moment=formats.moment(job.created_at)), anchor=False)
    st.progress(min(1.0, told["over"] / files) if files else 0.0)
    _draw_numbers(job, files)
    _draw_news(job, sending)
    _draw_buttons(job)
    failed = _items(job, jobs.FAILED)
    if failed:
        st.markdown(f"**{text('upload.failures')}**")
        _draw_items(failed, text("upload.column_reason"))


def _draw_numbers(job: Job, files: float) -> None:
    told = job.progress
    numbers = (
        ("done", f"{formats.count(told['done'])} / {formats.count(files)}"),
        ("failed", formats.count(told["failed"])),
        ("duplicate", formats.count(told["duplicate"])),
        ("audio", f"{told['seconds'] / 60:,.1f}"),
        ("speed", f"{formats.count(told['times_real_time'])} ×" if told["seconds"] else "–"),
        ("left", formats.clock(told["left"]) if "left" in told else "–"),
    )
    for place, (name, value) in zip(st.columns(len(numbers)), numbers, strict=True):
        place.metric(text(f"upload.{name}"), value)


def _draw_news(job: Job, sending: bool) -> None:
    """What the numbers do not tell: nobody reads, or files are missing."""
    if job.progress["open"]:
        with state.store().reading() as read:
            alive = workers.alive(read)
        if not alive:
            st.warning(text("upload.no_worker"), icon=":material/warning:")
        elif all(worker.state == workers.STARTING for worker in alive):
            st.caption(text("upload.worker_starting"))
    if not sending and (lacking := missing(job)):
        expected = formats.count(job.progress["expected"])
        st.caption(text("upload.missing", count=formats.count(lacking), expected=expected))


def _draw_buttons(job: Job) -> None:
    with st.container(horizontal=True):
        if job.progress["open"]:
            st.button(text("upload.cancel"), on_click=_cancel, args=(job.id,), key="upload_cancel")
        elif job.progress["failed"] or job.progress["cancelled"]:
            st.button(_again(job), on_click=_retry, args=(job.id,), key="upload_retry")
        found = job.progress["done"] + job.progress["duplicate"]
        if found and st.button(text("upload.open"), type="primary", key="upload_open"):
            state.go("recordings", job=str(job.id))


def _again(job: Job) -> str:
    """What is read again: what failed, what was cancelled, or both."""
    failed, cancelled = job.progress["failed"], job.progress["cancelled"]
    if not cancelled:
        return text("upload.retry")
    return text("upload.retry_both" if failed else "upload.retry_cancelled", count=formats.count(cancelled))


def _draw_remarks(job: Job) -> None:
    """What else is to know once all is over: duplicates, and what was noticed in files that were read."""
    remarked = [item for item in _items(job, jobs.DONE, jobs.DUPLICATE) if item.reason]
    if remarked:
        with st.expander(f"{text('upload.remarks')} ({formats.count(len(remarked))})"):
            _draw_items(remarked, text("upload.column_remark"))


def _draw_items(items: Sequence[Item], heading: str) -> None:
    rows = [{"name": item.name, "reason": reason(item.reason)} for item in items[:MOST_ROWS]]
    names = {"name": st.column_config.TextColumn(text("upload.column_name"), width="medium"), "reason": heading}
    st.dataframe(rows, column_config=names, hide_index=True)
    if len(items) > MOST_ROWS:
        st.caption(text("upload.shown", shown=MOST_ROWS, count=formats.count(len(items))))


def _items(job: Job, *states: str) -> list[Item]:
    with state.store().reading() as read:
        return jobs.items(read, job.id, states=states)


def _cancel(job: int) -> None:
    with state.store().atomic() as write:
        jobs.cancel(write, job)


def _retry(job: int) -> None:
    with state.store().atomic() as write:
        jobs.retry(write, job)
