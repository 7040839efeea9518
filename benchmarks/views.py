"""What every view of the dashboard costs the server, with 1,000 calls and with 100,000.

``python -m benchmarks.views [--calls N …]`` prints one line per figure. The real pages run by Streamlit's own
``AppTest``, with whatever it costs to take their answers apart again. A *first look* is a view's first drawing with
empty caches, of the map one that a worker has drawn; an *interaction* is what comes after: a page, another order, a
filter, a lasso. A lasso draws the map's fragment again, as in a browser, all else the whole page. Given is processor
time, which is what a look takes on a machine that does nothing else; for interactions also the time on the wall.
"""

import argparse
import logging
import os
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import streamlit as st
from streamlit.runtime.scriptrunner import RerunData
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.testing.v1 import AppTest, app_test
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from analysis.accounts import account, names_of
from benchmarks.crowd import crowd
from benchmarks.figures import Figure, figure
from dashboard.state import ROLES
from data import captions, listing, maps
from data.home import HOME_VARIABLE, Home
from data.maps import Drawn
from data.records import Selection
from data.store import Store
from jobs.project import known_of
from tests.day import MODEL

APP = Path(__file__).resolve().parent.parent / "dashboard" / "app.py"
VIEWS = ("today", "upload", "recordings", "call", "map", "similar", "own", "trends", "alerts", "models", "settings")
SIZES = (1_000, 100_000)
TIMES = 3
GROUPS = 12  # of the map
PATIENCE = 300.0  # seconds until a page counts as stuck
LASSO = {"point": None, "corners": [[0.3, 0.3], [0.7, 0.3], [0.7, 0.7], [0.3, 0.7]]}


class FragmentRunner(LocalScriptRunner):
    """Runs the page's fragments and not the page; ``AppTest`` itself always runs all of it."""

    def request_rerun(self, rerun_data: RerunData) -> bool:
        """Ask for every fragment that the page's last run left."""
        fragments = list(self._fragment_storage._fragments)
        self._requests = ScriptRequests()  # forgets that a runner's first run is of the whole page
        return super().request_rerun(replace(rerun_data, fragment_id_queue=fragments))


@dataclass
class Visit:
    """One session of the dashboard, and what each of its looks took."""

    page: AppTest = field(default_factory=lambda: AppTest.from_file(str(APP), default_timeout=PATIENCE))
    busy: dict[str, list[float]] = field(default_factory=dict)  # seconds of the processor
    waited: dict[str, list[float]] = field(default_factory=dict)  # seconds on the wall

    def look(self, name: str, change: Callable[[AppTest], Any] = lambda page: None) -> None:
        """Change something, draw the page, and keep how long that took."""
        change(self.page)
        busy, start = time.process_time(), time.perf_counter()
        self.page.run()
        self.waited.setdefault(name, []).append(time.perf_counter() - start)
        self.busy.setdefault(name, []).append(time.process_time() - busy)
        if self.page.exception:
            raise RuntimeError(f"{name}: {self.page.exception[0].message}")

    def touch(self, name: str, change: Callable[[AppTest], Any]) -> None:
        """Change something in a fragment of the page: as after a browser's touch, the fragment alone is drawn again."""
        with patch.object(app_test, "LocalScriptRunner", FragmentRunner):
            self.look(name, change)

    def turn_to(self, view: str, **query: str) -> None:
        """Let the next look be at another view."""
        self.page.switch_page(f"views/{view}.py")
        self.page.query_params.clear()
        for name, value in query.items():
            self.page.query_params[name] = value

    def ask(self, **query: str) -> Callable[[AppTest], Any]:
        """What changes the page's address."""

        def change(page: AppTest) -> None:
            page.query_params.clear()
            page.query_params.update(query)

        return change

    def set(self, kind: str, key: str, value: object) -> Callable[[AppTest], Any]:
        """What gives one of the page's inputs another value."""
        return lambda page: next(one for one in getattr(page, kind) if one.key == key).set_value(value)


def measure(*, sizes: tuple[int, ...] = SIZES) -> list[Figure]:
    """Every figure of every size."""
    logging.disable(logging.WARNING)
    figures: list[Figure] = []
    for calls in sizes:
        with tempfile.TemporaryDirectory() as folder:
            store = Store.open(Home(Path(folder)))
            start = time.perf_counter()
            ids = crowd(store, calls=calls)
            key = lay_out(store)
            figures.append(figure(f"{calls:,} calls: made, with a map", time.perf_counter() - start, "s"))
            store.close()
            os.environ[HOME_VARIABLE] = folder
            figures += of_views(ids, key)
    return figures


def lay_out(store: Store) -> str:
    """Keep a map of all calls with its account, as a worker does; its key.

    Its points lie at random: where they lie makes no difference to a page.
    """
    request = maps.Request(Selection(MODEL.key, roles=ROLES), method="pca")
    chance = np.random.default_rng(0)
    with store.atomic() as write:
        points = listing.points(write, request.selection)
        kinds = known_of(points, captions.load(write, model=MODEL.key), MODEL)
        groups = chance.integers(GROUPS, size=len(points)).astype(np.int32)
        centres = chance.normal(size=(GROUPS, 2)) * 4
        arrays = {
            "coordinates": (centres[groups] + chance.normal(size=(len(points), 2))).astype(np.float32),
            "clusters": groups,
            "outliers": chance.random(len(points)).astype(np.float32),
            "leading": points.scores.argmax(axis=1).astype(np.int32),
            "confidence": points.scores.max(axis=1),
        }
        found = account(groups, arrays["coordinates"], kinds=kinds, recordings=points.recordings)
        names = names_of(groups, kinds=kinds, recordings=points.recordings)
        made, told = maps.details(write, request), {"group_names": names}
        return maps.save(write, Drawn(points, made, arrays, told=told, account=found.packed()))


def of_views(ids: list[str], key: str) -> list[Figure]:
    """The first look at each view, then what people do there; ``key`` is that of the map of all calls."""
    Visit().look("")  # imports what pages need, as a server has long done
    st.cache_resource.clear()
    st.cache_data.clear()
    visit, size = Visit(), f"{len(ids):,} calls"
    for view in VIEWS:
        query = {"recording": ids[7], "role": "customer"} if view in ("call", "similar") else {}
        visit.turn_to(view, **query)
        if view == "map":
            visit.page.run()  # another layout, which nobody has drawn
            visit.look("first look: map", visit.set("button_group", "method", "pca"))
        else:
            visit.look(f"first look: {view}")
    firsts = list(visit.busy)
    use_tables(visit)
    use_map(visit, key)
    use_others(visit, ids)
    told = [figure(f"{size}, {name}", statistics.median(took) * 1000, "ms") for name, took in visit.busy.items()]
    later = [name for name in visit.busy if name not in firsts]
    busy, waited = (
        statistics.median([one for name in later for one in kept[name]]) for kept in (visit.busy, visit.waited)
    )
    return [
        *told,
        figure(f"{size}: the slowest first look", max(visit.busy[name][0] for name in firsts) * 1000, "ms"),
        figure(f"{size}: interactions, median", busy * 1000, "ms"),
        figure(f"{size}: interactions, median by the clock on the wall", waited * 1000, "ms"),
    ]


def use_tables(visit: Visit) -> None:
    """Sort, page, search and filter."""
    visit.turn_to("recordings")
    visit.page.run()
    for column in ("started_at", "name", "negative"):
        for down in "010"[:TIMES]:
            visit.look(f"recordings by {column}", visit.ask(sort=column, down=down))
    for number in range(TIMES):
        visit.look("recordings, another page", visit.ask(page=str(2 + 3 * number)))
    for words in ("call0001", "AGENT_dee", "2026-03-02T14")[:TIMES]:
        visit.look("recordings, a search", visit.set("text_input", "name", words))
    visit.look("", visit.set("text_input", "name", ""))
    for queue in ("loans", "sales", "billing")[:TIMES]:
        visit.look("recordings of a queue", visit.set("multiselect", "queues", [queue]))
    visit.look("", visit.set("multiselect", "queues", []))
    _forget(visit, "")


def use_map(visit: Visit, key: str) -> None:
    """Colour, filter, and draw around points."""
    visit.turn_to("map")
    visit.page.run()
    visit.look("", visit.set("button_group", "method", "pca"))
    for colour in ("queue", "cluster", "hour")[:TIMES]:
        visit.look("map, another colour", visit.set("selectbox", "colour", colour))
    for queue in ("loans", "sales", "billing")[:TIMES]:
        visit.look("map of a queue", visit.set("multiselect", "queues", [queue]))
    visit.look("", visit.set("multiselect", "queues", []))
    for number in range(TIMES):
        corners = [[x + 0.02 * number, y] for x, y in LASSO["corners"]]
        chosen = {"map": key, **LASSO, "corners": corners}
        visit.touch(
            "map, a lasso", lambda page, chosen=chosen: page.session_state.__setitem__("scatter", {"chosen": chosen})
        )
        if "selected" not in " ".join(title.value for title in visit.page.subheader):
            raise RuntimeError("the lasso chose no points: what was measured is not a lasso")
    _forget(visit, "")


def use_others(visit: Visit, ids: list[str]) -> None:
    """Other calls, other days, other examples."""
    visit.turn_to("call", recording=ids[7])
    visit.page.run()
    for number in range(TIMES):
        visit.look("another call", visit.ask(recording=ids[20 + number]))
    visit.turn_to("similar", recording=ids[7])
    visit.page.run()
    for number in range(TIMES):
        visit.look("similar to another call", visit.ask(recording=ids[20 + number]))
    visit.turn_to("today")
    visit.page.run()
    day = next(one for one in visit.page.date_input if one.key == "day")
    newest, oldest = day.value, day.min
    for number in range(1, 1 + min(TIMES, (newest - oldest).days)):
        visit.look("another day", visit.set("date_input", "day", newest - timedelta(days=number)))
    visit.turn_to("trends")
    visit.page.run()
    for queue in ("loans", "sales", "billing")[:TIMES]:
        visit.look("trends of a queue", visit.set("multiselect", "queues", [queue]))
    _forget(visit, "")


def _forget(visit: Visit, name: str) -> None:
    visit.busy.pop(name, None)
    visit.waited.pop(name, None)


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, nargs="+", default=SIZES)
    warnings.simplefilter("ignore")
    for each in measure(sizes=tuple(parser.parse_args().calls)):
        print(f"{each['name']}: {each['value']:.4g} {each['unit']}", flush=True)


if __name__ == "__main__":
    main()
