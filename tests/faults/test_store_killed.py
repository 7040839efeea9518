"""``kill -9`` at any moment: nothing is torn, and nothing that was acknowledged is lost."""

import hashlib
import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from data import recordings, voices
from data.home import Home
from data.recordings import OWNED
from data.records import CUSTOMER
from data.store import Store
from tests.calls import MODEL, call, heard
from tests.stores import POSTGRESQL

pytestmark = pytest.mark.skipif(bool(POSTGRESQL), reason="about SQLite's file")

ROOT = Path(__file__).parents[2]
SAVING = """
import sys
from pathlib import Path
from data import voices
from data.home import Home
from data.store import Store
from tests.calls import MODEL, call, heard

store = Store.open(Home(Path(sys.argv[1])))
for number in range(int(sys.argv[2]), 100_000):
    content, _ = store.audio.put([b"sound %d" % number, b"x" * 300_000], limit=1 << 20)
    recording = call(number, id=content)
    with store.atomic() as write:
        voices.save(write, recording, model=MODEL, told=heard(recording, windows=40))
    print(number, content, flush=True)
"""
ERASING = """
import sys
from pathlib import Path
from data.erasure import erase
from data.home import Home
from data.store import Store

store = Store.open(Home(Path(sys.argv[1])))
print("ready", flush=True)
for content in sys.stdin.read().split():
    erase(store, content)
    print(content, flush=True)
"""


def killed(program: str, *arguments: object, feed: str = "", after: float) -> list[str]:
    """Lines that the program said after its first, until it was killed that many seconds behind it."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    process.stdin.write(feed)
    process.stdin.close()
    first = process.stdout.readline()
    time.sleep(after)
    process.kill()
    process.wait()
    rest = process.stdout.read()
    process.stdout.close()
    whole = rest[: rest.rfind("\n") + 1]  # the last word may be cut off
    return [first, *whole.splitlines(keepends=True)]


def check_whole(store: Store, content: str, number: int) -> None:
    with store.reading() as read:
        assert recordings.find(read, content).name == f"call{number:03d}.wav"
        customer, agent = voices.load(read, content, model=MODEL.key)
        windows = voices.readings(read, content, model=MODEL.key, role=CUSTOMER)
        line = voices.timeline(read, content, model=MODEL.key, role=CUSTOMER)
    assert (customer.numbers["shift"], agent.scores, len(windows)) == (-0.25, None, 40)
    np.testing.assert_array_equal(windows[39].embedding, [39, -39, 0.5])
    np.testing.assert_array_equal(line.logits, heard(call(number), windows=40)[0].timeline.logits)
    assert hashlib.sha256(store.audio.find(content).read_bytes()).hexdigest() == content


def test_killed_while_saving(tmp_path):
    chance = random.Random(1)
    saved: dict[str, int] = {}
    for _ in range(6):
        for line in killed(SAVING, tmp_path, len(saved), after=chance.uniform(0, 0.25)):
            number, content = line.split()
            saved[content] = int(number)
    assert len(saved) >= 6
    store = Store.open(Home(tmp_path))
    with store.reading() as read:
        assert read.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert read.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        rows = {table.name: read.scalar(sa.select(sa.func.count()).select_from(table)) for table in OWNED}
    kept = rows["reading"]
    assert kept >= len(saved)  # what was saved and not yet acknowledged may be there too, but then it is whole
    whole = {"voice": 2 * kept, "embedding": 2 * kept, "reading": kept, "timeline": kept}
    assert rows == whole | {"held": 0}  # levels for alerts are a worker's to keep
    for content, number in saved.items():
        check_whole(store, content, number)
    for path in store.audio.files():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    store.close()


def test_killed_while_erasing(tmp_path):
    store = Store.open(Home(tmp_path))
    there: dict[str, int] = {}
    for number in range(120):
        content, _ = store.audio.put([b"sound %d" % number], limit=100)
        with store.atomic() as write:
            voices.save(write, call(number, id=content), model=MODEL, told=heard(call(number, id=content), windows=40))
        there[content] = number
    chance = random.Random(2)
    for _ in range(3):
        _, *gone = killed(ERASING, tmp_path, feed="\n".join(there), after=chance.uniform(0, 0.1))
        for content in gone:
            del there[content.strip()]
        with store.reading() as read:
            listed = {row.id for row in read.execute(sa.text("SELECT id FROM recording"))}
        # nothing erased came back, and audio is never left behind without a recording that says so
        assert set(there) - listed == set() or len(set(there) - listed) == 1
        assert {path.name for path in store.audio.files()} <= listed
        there = {content: number for content, number in there.items() if content in listed}
        whole = [content for content in there if store.audio.place(content).exists()]
        assert len(whole) >= len(there) - 1
        for content in whole[-3:]:
            check_whole(store, content, there[content])
    store.close()
