"""The worker beside a server: replaced when it dies, with what it held free at once, and gone when the server is."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

from data import jobs
from data.errors import DiskFull
from data.home import Home
from data.store import Store
from inference.models import FAKE_VARIABLE
from jobs import keeper as keeping
from jobs.keeper import Keeper

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 120.0  # seconds; a process starts in one, on a busy machine in many
# Takes the one file there is and dies of it, as a worker does whose memory is taken away.
CLAIMS_AND_DIES = """
import os, sys
from data import jobs
from data.home import Home
from data.store import Store
with Store.open(Home.from_environment()).atomic() as write:
    claimed = jobs.claim(write, sys.argv[-1], most=1)
open("names", "a").write(sys.argv[-1] + (" held" if claimed else " idle") + "\\n")
os._exit(9)
"""


def wait_for(what):
    """Until a call says yes."""
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


def test_what_a_dead_worker_held_is_tried_by_the_next_at_once(store, tmp_path, monkeypatch):
    with store.atomic() as write:
        job = jobs.add(write, "read", options={})
        jobs.add_item(write, job, name="a.wav", content="a" * 64, size=1)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    names = tmp_path / "names"
    names.touch()
    keeper = Keeper(store.home)
    command = [sys.executable, "-c", CLAIMS_AND_DIES.replace('"names"', repr(str(names)))]
    monkeypatch.setattr(keeper, "_command", command)
    monkeypatch.setattr(keeping, "YOUNG_SECONDS", -1.0)  # no waiting longer each time
    keeper.start()
    try:
        wait_for(lambda: names.read_text().count("\n") >= 3)
    finally:
        keeper.stop()
    lines = names.read_text().splitlines()
    assert [line.split()[1] for line in lines[:3]] == ["held", "held", "held"]  # within seconds, not after a minute
    assert len({line.split()[0] for line in lines}) == len(lines)


def test_a_worker_ends_when_its_server_is_killed(tmp_path):
    environment = os.environ | Home(tmp_path / "home").environment() | {FAKE_VARIABLE: "1"}
    command = [sys.executable, "-m", "toneatlas", "worker", "--model", "fake", "--beside-server", "--name", "ours"]
    worker = subprocess.Popen(command, env=environment, cwd=ROOT, stdin=subprocess.PIPE)
    worker.stdin.close()  # as the system does with the pipes of a process that is killed
    assert worker.wait(PATIENCE) == 0


def test_a_worker_that_dies_young_is_waited_for_longer_each_time(store, monkeypatch):
    keeper, waits = Keeper(store.home), []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 4:
            keeper._over.set()

    monkeypatch.setattr(keeper, "_command", [sys.executable, "-c", "import sys; sys.exit(3)"])
    monkeypatch.setattr(keeper._over, "wait", wait)
    monkeypatch.setattr(keeping, "LONGEST_WAIT", 4.0)
    keeper._keep()
    assert waits == [2.0, 4.0, 4.0, 4.0]


def test_a_store_that_cannot_be_written_does_not_end_the_keeping(store, monkeypatch):
    """Else a disk that was full for a moment would leave the server without a worker until it is started again."""
    keeper, waits = Keeper(store.home), []

    def wait(_seconds: float) -> None:
        waits.append(len(waits))
        if len(waits) == 2:
            keeper._over.set()

    def full(*_given: object, **_named: object) -> None:
        raise DiskFull("no room is left")

    monkeypatch.setattr(keeper, "_command", [sys.executable, "-c", "import sys; sys.exit(3)"])
    monkeypatch.setattr(keeper._over, "wait", wait)
    monkeypatch.setattr(Store, "atomic", full)
    keeper._keep()
    assert waits == [0, 1]


def test_a_machine_without_room_for_a_worker_is_asked_again(store, monkeypatch):
    keeper, waits = Keeper(store.home), []

    def none_left(*_given: object, **_named: object) -> None:
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            keeper._over.set()

    monkeypatch.setattr(keeping.subprocess, "Popen", none_left)
    monkeypatch.setattr(keeper._over, "wait", wait)
    keeper._keep()
    assert waits == [2.0, 4.0, 8.0]


def test_after_stop_no_worker_is_begun(store):
    keeper = Keeper(store.home)
    keeper.stop()
    keeper.start()
    keeper._thread.join(PATIENCE)
    assert keeper._process is None
