"""The worker: claims what was asked for, the most urgent first, and writes the results into the store.

One per GPU, or one on a machine without. It keeps its models loaded, decodes the next files in child processes while
a model reads, and says every few seconds that it is alive. Nothing it does is lost when it dies: what it had claimed
is given out again.
"""

import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import chain

import sqlalchemy as sa

from analysis.projection import warm_up
from data import erasure, jobs, settings, workers
from data.cache import FEATURES, PROCESSED
from data.errors import DataError, DiskFull
from data.evaluations import KIND as EVALUATE
from data.excerpts import CLIP, REGION
from data.jobs import Item
from data.maps import KIND as MAP
from data.placements import KIND as PLACE
from data.records import Job
from data.rules import WATCH
from data.store import Store
from data.versions import KIND as OWN
from inference import models
from inference.contract import EmotionModel
from inference.errors import InferenceError
from inference.sandbox import Decoders
from jobs import excerpt, own, place, playback, project, watch
from jobs.ahead import ahead
from jobs.assess import assess
from jobs.errors import Unknown
from jobs.fetch import fetch
from jobs.outbox import sending
from jobs.prepare import Due, Ear, batches, is_long, prepare
from jobs.read import fail, known, read
from jobs.unzip import unzip
from jobs.wish import Wish

READ = "read"
BEAT_SECONDS = 5.0
CLEAR_SECONDS = 3_600.0  # between two looks for what is too old to be kept
IDLE_SECONDS = 0.3  # between two looks for work; a look is one indexed query
AWAY_SECONDS = 5.0  # between two tries to write to a store
PASSING = (sa.exc.OperationalError, DiskFull)  # a database that is away, a disk that is full: no fault of what is read
AT_ONCE = 8  # files claimed together: enough to keep the decoders ahead of a model, few enough to give back

log = logging.getLogger("toneatlas.worker")


@dataclass(frozen=True, slots=True)
class Means:
    """What a worker works with: model, device and precision by name, and how many processes decode."""

    model: str = "auto"
    device: str = "auto"
    precision: str = "auto"
    decoders: int = max(1, (os.cpu_count() or 2) - 1)


class Worker:
    """One process's loop. ``run`` until told to stop, or ``drain`` until nothing waits."""

    def __init__(self, store: Store, *, means: Means | None = None, name: str = "") -> None:
        self.store = store
        self.means = means or Means()
        self.name = name or f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:6]}"
        self.stopping = threading.Event()
        self._loaded: dict[str, EmotionModel] = {}
        self._clears_at = 0.0
        self._state, self._note = workers.STARTING, "loading its model"

    def run(self) -> None:
        """Load the model, then work until ``stopping`` is set."""
        with self._alive(), sending(self.store), Decoders(processes=self.means.decoders) as decoders:
            watch.catch_up(self.store)
            self.model(self.means.model)
            self._say(workers.READY, "waiting for work")
            warming = threading.Thread(target=warm_up, name="warm up", daemon=True)
            while not self.stopping.is_set():
                self._clear_out()
                if self._patient_turn(decoders):
                    continue
                if warming.ident is None:
                    warming.start()  # UMAP compiles: better now than when a map is wanted
                self.stopping.wait(IDLE_SECONDS)

    def _clear_out(self) -> None:
        """Once an hour: erase what is older than the settings keep, and remove files that nothing names any more."""
        if time.monotonic() < self._clears_at:
            return
        self._clears_at = time.monotonic() + CLEAR_SECONDS
        if gone := erasure.erase_outdated(self.store):
            log.info("erased %d recordings that were older than the settings keep", gone)
        erasure.sweep(self.store)

    def drain(self, *, job: int | None = None) -> None:
        """Work until nothing waits, and that job is over: another worker may have part of it in its hands."""
        with self._alive(), Decoders(processes=self.means.decoders) as decoders:
            while not self.stopping.is_set():
                if self._turn(decoders):
                    continue
                if job is None or self._is_over(job):
                    return
                self.stopping.wait(IDLE_SECONDS)

    def _is_over(self, job: int) -> bool:
        with self.store.reading() as read:
            return jobs.find(read, job).state not in jobs.OPEN

    def model(self, name: str) -> EmotionModel:
        """The model of that name, loaded once; ``auto`` means what the settings, then this machine, name."""
        if name == "auto":
            with self.store.reading() as connection:
                name = settings.load(connection)["model"]
        if name == "auto":
            name = self.means.model
        if name not in self._loaded:
            means = self.means
            home = self.store.home
            loaded = models.load(name, models=home.models, device=means.device, precision=means.precision)
            self._loaded[name] = self._loaded[loaded.card.name] = loaded  # auto and what it stands for are one
            log.info("loaded %s", loaded.card.key)
        return self._loaded[name]

    def _patient_turn(self, decoders: Decoders) -> bool:
        """A turn; should the store not take it now, what is in hand is given back once it does. Models stay loaded."""
        try:
            return self._turn(decoders)
        except PASSING:
            log.exception("the store cannot be written; it is tried again every %.0f s", AWAY_SECONDS)
        while not self.stopping.wait(AWAY_SECONDS):
            try:
                with self.store.atomic() as write:
                    jobs.bury(write, self.name)  # the try counts: what is never taken must not be tried for ever
                break
            except PASSING as error:
                log.warning("the store still cannot be written: %s", error)
        return True

    def _turn(self, decoders: Decoders) -> bool:
        """Claim some work and do it; False when there was none."""
        with self.store.atomic() as write:
            claimed = jobs.claim(write, self.name, most=AT_ONCE)
        if claimed is None:
            return False
        job, items = claimed
        if job.kind == READ:
            self._read(job, items, decoders)
        else:
            self._do(job, items[0])
        return True

    def _read(self, job: Job, items: list[Item], decoders: Decoders) -> None:
        try:
            model = self.model(Wish.of(job.options).model)
        except InferenceError as error:
            for item in items:
                fail(self.store, item, error)
            return
        coming = prepare(self._due(job, items, model), shelf=self.store.audio, decoders=decoders, ear=Ear.beside(model))
        with closing(ahead(coming, unless=is_long)) as groups:
            for batch in batches(chain.from_iterable(groups), seconds=model.batch_seconds):
                if self._must_give_way(job):
                    break
                read(self.store, batch, model=model)
        with self.store.atomic() as write:
            jobs.release(write, self.name)  # what was claimed and not begun

    def _due(self, job: Job, items: list[Item], model: EmotionModel) -> Iterator[Due]:
        """The files to read of what was claimed, then of what else of the job waits, claimed as it is needed."""
        claimed: tuple[Job, list[Item]] | None = (job, items)
        while claimed:
            wish = Wish.of(claimed[0].options)  # a table may have come with a zip meanwhile
            for item in claimed[1]:
                if self.stopping.is_set():
                    return
                ready = self._ready(item, wish, model)
                if ready is not None:
                    yield Due(ready, wish)
            if items[0].attempts > 1:  # what ended a worker before comes alone
                return
            with self.store.atomic() as write:
                claimed = jobs.claim_more(write, self.name, job.id, most=AT_ONCE)

    def _ready(self, item: Item, wish: Wish, model: EmotionModel) -> Item | None:
        """An item with its file on the shelf; None when it is over without being decoded.

        That is a call that is known, a zip or a folder (whose files are items now), or nothing to be had.
        """
        try:
            here = fetch(self.store, item) if item.source and not item.content else item
            over = here is None or known(self.store, here, wish=wish, model=model.card) or unzip(self.store, here)
            return None if over else here
        except sa.exc.OperationalError:  # a database that is away: no fault of the file
            raise
        except Exception as error:  # noqa: BLE001 - one file must never stop the others; `fail` logs it
            fail(self.store, item, error)
            return None

    def _must_give_way(self, job: Job) -> bool:
        """Whether the worker is asked to stop or something more urgent waits."""
        with self.store.reading() as connection:
            return self.stopping.is_set() or jobs.urgent(connection, above=job.priority)

    def _do(self, job: Job, item: Item) -> None:
        try:
            if job.kind == MAP:
                project.draw(self.store, job)
            elif job.kind == PLACE:
                place.put(self.store, job)
            elif job.kind == OWN:
                own.work(self.store, job)
            elif job.kind == WATCH:
                if not watch.look_through(self.store, job, give_way=lambda: self._must_give_way(job)):
                    with self.store.atomic() as write:
                        jobs.release(write, self.name)
                    return
            elif job.kind == EVALUATE:
                assess(self.store, job)
            elif job.kind == PROCESSED:
                playback.write_processed(self.store, job)
            elif job.kind == FEATURES:
                playback.write_features(self.store, job, self._asked_for(job))
            elif job.kind == REGION:
                excerpt.read_region(self.store, job, self._asked_for(job))
            elif job.kind == CLIP:
                excerpt.read_clip(self.store, job, self._asked_for(job))
            else:
                raise Unknown(f"this worker does not know jobs of the kind {job.kind!r}: update ToneAtlas")
        except Exception as error:  # noqa: BLE001 - one job must never stop the others; `fail` logs it
            fail(self.store, item, error)
            return
        with self.store.atomic() as write:
            jobs.finish(write, item.id)

    def _asked_for(self, job: Job) -> EmotionModel:
        """The model whose key the job names, as far as a name can tell; the job compares the whole key."""
        return self.model(str(job.options["model"]).split("@", maxsplit=1)[0])

    def _say(self, state: str, note: str) -> None:
        self._state, self._note = state, note
        loaded = next(iter(list(self._loaded.values())), None)
        key, device = (loaded.card.key, loaded.device) if loaded else ("", self.means.device)
        with self.store.atomic(frees=True) as write:  # who is alive, and what is given back, must show on a full disk
            workers.tell(write, self.name, state=state, model=key, device=device, note=note)

    @contextmanager
    def _alive(self) -> Iterator[None]:
        """Beat in a thread of its own while the loop works; give everything back at the end."""
        over = threading.Event()

        def beat() -> None:
            while not over.wait(BEAT_SECONDS):
                try:
                    with self.store.atomic(frees=True) as write:
                        jobs.beat(write, self.name)
                    self._say(self._state, self._note)
                except (sa.exc.SQLAlchemyError, DataError):  # a database that is away: the next beat may reach it
                    log.exception("nobody can be told that this worker is alive now")

        thread = threading.Thread(target=beat, name="beat", daemon=True)
        self._say(self._state, self._note)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            with self.store.atomic(frees=True) as write:
                jobs.release(write, self.name)
            self._say(workers.STOPPED, "")
