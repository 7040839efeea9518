"""Keeps a worker process alive beside the server: a dead one is replaced, slower each time it dies young."""

import logging
import os
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from data import jobs
from data.errors import DataError
from data.home import Home
from data.store import Store

YOUNG_SECONDS = 30.0  # a worker that died younger than this has something wrong with it
LONGEST_WAIT = 60.0
STOP_SECONDS = 20.0  # time to finish the file at hand before it is ended

log = logging.getLogger("toneatlas.keeper")


class Keeper:
    """Starts ``python -m toneatlas worker`` and starts it again whenever it ends, until ``stop``.

    What a worker held when it died goes to the next at once. A worker holds the end of a pipe: should this process be
    killed, the pipe closes and the worker ends too, instead of reading on for nobody.
    """

    def __init__(self, home: Home, *, arguments: Sequence[str] = ()) -> None:
        self._home = home
        self._command = [sys.executable, "-m", "toneatlas", "worker", "--beside-server", *arguments]
        self._environment = {**os.environ, **home.environment()}
        self._over = threading.Event()
        self._starting = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)

    def start(self) -> None:
        """Start the first worker; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the worker to end, wait for it, and end it if it does not."""
        with self._starting:  # a worker that is just being started must be seen here
            self._over.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    def _keep(self) -> None:
        wait = 1.0
        while not self._over.is_set():
            began, name = time.monotonic(), f"beside-{os.getpid()}-{uuid.uuid4().hex[:6]}"
            code = self._run(name)
            if self._over.is_set():
                return
            self._bury(name)
            wait = 1.0 if time.monotonic() - began > YOUNG_SECONDS else min(LONGEST_WAIT, wait * 2)
            log.warning("the worker ended with code %s; a new one starts in %.0f s", code, wait)
            self._over.wait(wait)

    def _run(self, name: str) -> int | None:
        """Start a worker of that name and wait for its end; its code, None when it could not be started."""
        try:
            process = self._begin(name)
        except OSError:  # no memory or process to be had: it may pass
            log.exception("no worker could be started")
            return None
        if process is None:
            return None
        with process:
            return process.wait()

    def _begin(self, name: str) -> "subprocess.Popen[bytes] | None":
        """A worker of that name; ``None`` when it is over."""
        root = Path(__file__).resolve().parent.parent
        with self._starting:
            if not self._over.is_set():
                self._process = subprocess.Popen(  # noqa: S603 - our own
                    [*self._command, "--name", name], env=self._environment, cwd=root, stdin=subprocess.PIPE
                )
                return self._process
        return None

    def _bury(self, name: str) -> None:
        """Free what a dead worker held. Where that cannot be written, it is free after the worker's silence."""
        try:
            with closing(Store.open(self._home)) as store, store.atomic(frees=True) as write:
                jobs.bury(write, name)
        except (sa.exc.SQLAlchemyError, DataError):  # a full disk, a database that is away: the next worker must come
            log.exception("what worker %s held cannot be given back now", name)
