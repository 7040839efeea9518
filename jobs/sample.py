"""The sample day: synthetic calls that a fresh install shows, read and mapped like any others."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from data import jobs, maps, schema
from data.home import Home
from data.records import Selection
from data.store import Store
from jobs.intake import look, take_in
from jobs.progress import Progress
from jobs.worker import Means, Worker


def fill(folder: Path, *, means: Means, say: Callable[[str], None]) -> None:
    """Read the sample day and draw its map, if the store holds nothing yet."""
    with closing(Store.open(Home.from_environment())) as store:
        with store.reading() as read:
            is_new = not read.scalar(sa.select(sa.func.count()).select_from(schema.job))
        if is_new:
            _fill(store, folder, means=means, say=say)


def _fill(store: Store, folder: Path, *, means: Means, say: Callable[[str], None]) -> None:
    found = look(folder)
    say(f"first start: reading the sample day ({len(found.recordings)} calls, synthetic voices)")
    worker = Worker(store, means=means)
    model = worker.model("auto")
    with Progress(store, take_in(store, found.recordings, options={"synthetic": True}, table=found.table)):
        worker.drain()
    say("drawing its maps; the first time UMAP is compiled for it")
    for unit in ("recordings", "windows"):
        with store.atomic() as write:
            request = maps.Request(Selection(model.card.key), unit=unit)
            jobs.ask(write, maps.KIND, options=request.options(), priority=jobs.USUAL)
    worker.drain()
