"""The worker: claims what was asked for, the most urgent first, and writes the results into the store.

One per GPU, or one on a machine without. It keeps its models loaded, decodes the next files in child processes while
a model reads, and says every few seconds that it is alive. Nothing it does is lost when it dies: what it had claimed
is given out again.
"""

import logging
import os
import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from analysis.errors import AnalysisError
from analysis.projection import warm_up
from data import erasure, jobs, settings, workers
from data.cache import FEATURES, PROCESSED
from data.errors import DataError
from data.jobs import FAILED, Item
from data.maps import KIND as MAP
from data.records import Job
from data.store import Store
from inference import models
from inference.contract import EmotionModel
from inference.errors import InferenceError
from inference.sandbox import Decoders
from jobs import playback, project
from jobs.errors import JobError, Unknown
from jobs.read import Wish, fail, known, read
from jobs.unzip import unzip

READ = "read"
BEAT_SECONDS = 5.0
IDLE_SECONDS = 0.3  # between two looks for work; a look is one indexed query
AT_ONCE = 8  # files claimed together: enough to keep the decoders ahead of a model, few enough to give back

UNEXPECTED = "something unexpected happened ({kind}: {error}); the worker's log has the details: please report it"

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

    def __init__(self, store: Store, *, means: Means | None = None) -> None:
        self.store = store
        self.means = means or Means()
        self.name = f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:6]}"
        self.stopping = threading.Event()
        self._loaded: dict[str, EmotionModel] = {}
        self._state, self._note = workers.STARTING, "loading its model"

    def run(self) -> None:
        """Load the model, then work until ``stopping`` is set."""
        with self._alive(), Decoders(processes=self.means.decoders) as decoders:
            erasure.sweep(self.store)
            self.model(self.means.model)
            self._say(workers.READY, "waiting for work")
            warming = threading.Thread(target=warm_up, name="warm up", daemon=True)
            while not self.stopping.is_set():
                if self._turn(decoders):
                    continue
                if warming.ident is None:
                    warming.start()  # UMAP compiles for a quarter of a minute: better now than when a map is wanted
                self.stopping.wait(IDLE_SECONDS)

    def drain(self) -> None:
        """Work until nothing waits."""
        with self._alive(), Decoders(processes=self.means.decoders) as decoders:
            while not self.stopping.is_set() and self._turn(decoders):
                pass

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
            self._loaded[name] = loaded
            log.info("loaded %s", loaded.card.key)
        return self._loaded[name]

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
        wish = Wish.of(job.options)
        try:
            model = self.model(wish.model)
        except InferenceError as error:
            for item in items:
                fail(self.store, item, error)
            return
        wanted = [item for item in items if not self._settled(item, wish, model)]
        files = [(self.store.audio.find(item.content), item.name) for item in wanted]
        for item, decoded in zip(wanted, decoders.decode_many(files), strict=True):
            if self._must_give_way(job):
                break
            if isinstance(decoded, InferenceError):
                fail(self.store, item, decoded)
                continue
            try:
                if known(self.store, item, wish=wish, model=model.card):  # the same call came twice among these files
                    continue
                read(self.store, item, wish=wish, model=model, decoded=decoded)
            except (InferenceError, AnalysisError) as error:
                fail(self.store, item, error)
            except Exception as error:  # one file must never stop the others
                log.exception("reading %s failed", item.content)
                fail(self.store, item, JobError(UNEXPECTED.format(kind=type(error).__name__, error=error)))

    def _settled(self, item: Item, wish: Wish, model: EmotionModel) -> bool:
        """Whether an item is over without being decoded: a call that is known, a zip, or nothing on the shelf."""
        try:
            return known(self.store, item, wish=wish, model=model.card) or unzip(self.store, item)
        except DataError as error:
            fail(self.store, item, error)
            return True

    def _must_give_way(self, job: Job) -> bool:
        """Give back what was claimed and not begun when the worker stops or something more urgent waits."""
        with self.store.atomic() as write:
            if self.stopping.is_set() or jobs.urgent(write, above=job.priority):
                jobs.release(write, self.name)
                return True
        return False

    def _do(self, job: Job, item: Item) -> None:
        try:
            if job.kind == MAP:
                project.draw(self.store, job)
            elif job.kind == PROCESSED:
                playback.write_processed(self.store, job)
            elif job.kind == FEATURES:
                playback.write_features(
                    self.store, job, self.model(str(job.options["model"]).split("@", maxsplit=1)[0])
                )
            else:
                raise Unknown(f"this worker does not know jobs of the kind {job.kind!r}: update ToneAtlas")
        except (DataError, InferenceError, AnalysisError, JobError) as error:
            with self.store.atomic() as write:
                jobs.finish(write, item.id, state=FAILED, reason=str(error))
            return
        except Exception as error:  # one job must never stop the others
            log.exception("job %s failed", job.id)
            with self.store.atomic() as write:
                reason = UNEXPECTED.format(kind=type(error).__name__, error=error)
                jobs.finish(write, item.id, state=FAILED, reason=reason)
            return
        with self.store.atomic() as write:
            jobs.finish(write, item.id)

    def _say(self, state: str, note: str) -> None:
        self._state, self._note = state, note
        loaded = next(iter(self._loaded.values()), None)
        key = loaded.card.key if loaded else ""
        with self.store.atomic() as write:
            workers.tell(write, self.name, state=state, model=key, device=self.means.device, note=note)

    @contextmanager
    def _alive(self) -> Iterator[None]:
        """Beat in a thread of its own while the loop works; give everything back at the end."""
        over = threading.Event()

        def beat() -> None:
            while not over.wait(BEAT_SECONDS):
                with self.store.atomic() as write:
                    jobs.beat(write, self.name)
                self._say(self._state, self._note)

        thread = threading.Thread(target=beat, name="beat", daemon=True)
        self._say(self._state, self._note)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            with self.store.atomic() as write:
                jobs.release(write, self.name)
            self._say(workers.STOPPED, "")
