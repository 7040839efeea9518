"""Own emotions and customers by HTTP: what is in use, sorted and filtered by, and said of each call."""

import pytest
import sqlalchemy as sa

from data import jobs, own_values, schema, versions
from data.home import Home
from data.store import Store
from jobs.worker import Worker
from tests.serving import client_of
from tests.taught import MODEL, label_all, plant

CALLS = 8


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = Store.open(Home(tmp_path_factory.mktemp("own") / "var"))
    number = label_all(opened, plant(opened, calls=CALLS), "hesitant")
    with opened.atomic() as write:
        jobs.ask(write, versions.KIND, options=versions.options(number, model=MODEL.key))
    Worker(opened).drain()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(store):
    with client_of(store) as opened:
        yield opened


def test_what_is_in_use_is_listed_with_its_figures(client):
    [told] = client.get("/api/own").json()["own"]
    assert (told["name"], told["kind"], told["voices"], told["heard"]) == ("hesitant", "emotion", CALLS, CALLS)
    assert told["sureness"].startswith("own label, accuracy ") and told["sureness"].endswith("by 32 labels")
    assert told["details"]["recordings"] == CALLS
    assert client.get("/api/own?model=another").json() == {"model": "another", "own": []}


def test_calls_are_sorted_and_filtered_by_it(client, store):
    [told] = client.get("/api/own").json()["own"]
    page = client.get(f"/api/recordings?order=own:{told['id']}&descending=true").json()["recordings"]
    levels = [row["own"][0]["value"] for row in page]
    assert levels == sorted(levels, reverse=True) and len(levels) == CALLS
    assert page[0]["own"][0]["sureness"] == told["sureness"]
    heard = own_values.HEARD
    with store.atomic() as write:
        quiet = sa.update(schema.own_value).where(schema.own_value.c.recording == page[0]["recording"])
        write.execute(quiet.values(peak=heard - 0.01))
    assert client.get(f"/api/recordings?own={told['id']}").json()["total"] == CALLS - 1
    assert client.get("/api/recordings?own=x").status_code == 400
    assert client.get("/api/recordings?order=own:x").status_code == 400


def test_the_calls_of_a_customer(client, store):
    ids = plant(store, calls=2, first=60, metadata={"customer": "ann"})
    told = client.get(f"/api/recordings/{ids[1]}/customer").json()
    assert told["customer"] == "ann" and [row["recording"] for row in told["calls"]] == ids
    assert told["calls"][1]["likeness"] == pytest.approx(1) and told["others"] is None
    assert told["calls"][0]["likeness"] == pytest.approx(told["similarity"], abs=1e-6)
    assert told["calls"][0]["negative"] == 0.25
    alone = plant(store, calls=1, first=70)[0]
    assert client.get(f"/api/recordings/{alone}/customer").status_code == 404
    assert client.get("/api/recordings/none/customer").status_code == 404
