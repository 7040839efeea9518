"""``analyze``: a folder through the store and out again as files. What another run has read is not read again."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data import jobs, result
from data.home import Home
from data.jobs import DONE, DUPLICATE
from data.records import Job
from data.store import Store
from inference.contract import EmotionModel
from jobs.errors import NothingToDo
from jobs.export import Line, Wanted, export, write_summary
from jobs.intake import look, take_in
from jobs.progress import Progress
from jobs.worker import Means, Worker

SUMMARY = "emotion_summary.csv"


@dataclass(frozen=True, slots=True)
class Order:
    """What to read, how, and what to write of it."""

    folder: Path
    out: Path
    options: dict[str, Any] = field(default_factory=dict)
    table: Path | None = None
    wanted: Wanted = field(default_factory=Wanted)


def analyze_folder(order: Order, *, means: Means, say: Callable[[str], None]) -> bool:
    """Read and export; True when every file was read. Progress goes to stderr, the outcome through ``say``.

    ``NothingToDo`` for a folder without recordings, or an ``out`` that cannot be written, before anything is read.
    """
    found = look(order.folder)
    try:
        order.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NothingToDo(f"no results can be written to {order.out}: {error.strerror}") from error
    if found.beside:
        say(f"{found.beside} files beside the recordings are passed over (tables, texts, pictures)")
    with closing(Store.open(Home.from_environment())) as store:
        worker = Worker(store, means=means)
        model = worker.model(str(order.options.get("model", "auto")))
        table = order.table or found.table
        options = {**order.options, "model": model.card.name}  # also for another worker that helps
        job = take_in(store, found.recordings, options=options, table=table, transcripts=found.transcripts)
        say(f"reading {len(found.recordings)} files with {model.card.name}")
        with Progress(store, job):
            worker.drain(job=job)
        over = _write(store, order, job, model=model, say=say)
    say(_outcome(over, order.out))
    return not over.progress["failed"]


def _write(store: Store, order: Order, job: int, *, model: EmotionModel, say: Callable[[str], None]) -> Job:
    """Export what was read and say of the rest why not; the job."""
    with store.reading() as read:
        items, over = jobs.items(read, job), jobs.find(read, job)
    lines = []
    for item in items:
        is_call = item.state == DUPLICATE or (item.state == DONE and item.seconds > 0)  # a zip has no seconds
        told = _told(store, item.content, model.card.key) if is_call else None
        folder = export(store, item, model=model, out=order.out, wanted=order.wanted).name if is_call else ""
        lines.append(Line(item, told, folder))
        if not is_call and item.state != DONE:
            say(f"{item.name}: {item.reason}")
    write_summary(order.out / SUMMARY, lines, labels=model.card.labels)
    return over


def _told(store: Store, recording: str, model: str) -> dict[str, Any]:
    with store.reading() as read:
        return result.load(read, recording, model=model)


def _outcome(job: Job, out: Path) -> str:
    told = job.progress
    return (
        f"{told['done'] + told['duplicate']:.0f} of {told['files']:.0f} files read, {told['failed']:.0f} failed; "
        f"{told['seconds'] / 60:.1f} minutes of audio at {told['times_real_time']:.0f} × real time; "
        f"see {out / SUMMARY}"
    )
