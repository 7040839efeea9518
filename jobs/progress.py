"""How far a job is, told on stderr to somebody who waits for a command."""

import sys
import threading

from data import jobs
from data.records import Job
from data.store import Store

EVERY, SELDOM = 1.0, 10.0  # seconds between two lines: on a terminal, where each replaces the last, and in a log


class Progress:
    """Tells of a job while its block runs."""

    def __init__(self, store: Store, job: int) -> None:
        self._store, self._job = store, job
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._tell, name="progress", daemon=True)
        self._terminal = sys.stderr.isatty()

    def __enter__(self) -> "Progress":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        if self._terminal:
            sys.stderr.write("\n")

    def _tell(self) -> None:
        while not self._over.wait(EVERY if self._terminal else SELDOM):
            with self._store.reading() as read:
                told = line(jobs.find(read, self._job))
            sys.stderr.write(f"\r{told}   " if self._terminal else f"{told}\n")
            sys.stderr.flush()


def line(job: Job) -> str:
    """What is over of a job, how fast it goes, and what is left where that can be told."""
    told = job.progress
    left = f", {told['left']:.0f} s left" if "left" in told else ""
    return f"{told['over']:.0f} of {told['files']:.0f} files, {told.get('times_real_time', 0.0):.0f} × real time{left}"
