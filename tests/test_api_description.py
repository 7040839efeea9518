"""The API says of itself what it does, to programs and to people, and both are held to the code."""

import inspect
import re
import threading
from pathlib import Path

import httpx
import numpy as np

from dashboard import api
from dashboard.api.description import description
from dashboard.api.offers import OFFERS, PARAMETERS
from inference.models import FAKE_VARIABLE
from jobs.worker import Means, Worker
from tests.serving import client_of, served

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
PATHS = {(method, route.path) for route in api.ROUTES for method in route.methods - {"HEAD"}}


def test_every_route_is_described_and_nothing_else():
    assert set(OFFERS) == PATHS
    told = description(api.ROUTES)
    assert {
        (method.upper(), path.removeprefix("/api")) for path, one in told["paths"].items() for method in one
    } == PATHS


def test_the_description_is_served(store):
    told = client_of(store).get("/api/openapi.json").json()
    assert told["openapi"] == "3.1.0"
    assert told["paths"]["/api/predict"]["post"]["requestBody"]["content"] == {"application/octet-stream": {}}
    headers = [one for one in told["paths"]["/api/uploads"]["post"]["parameters"] if one["in"] == "header"]
    assert headers[0]["name"] == "X-ToneAtlas"
    assert not [one for one in told["paths"]["/api/jobs"]["get"]["parameters"] if one["in"] == "header"]


def test_every_parameter_that_the_code_reads_is_described_and_the_other_way_round():
    read = {name for offer in OFFERS.values() for name in offer.query}
    assert read == set(PARAMETERS)
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "dashboard" / "api").glob("*.py"))
    asked = re.findall(r'(?:query_params|query)(?:\.get|\.getlist)?[\[(]"(\w+)"', sources)
    asked += re.findall(r'asked\.\w+\(\s*request, "(\w+)"', sources)
    assert set(asked) - {"file", "started_at"} <= read


def test_every_route_says_what_it_does():
    for route in api.ROUTES:
        assert len(inspect.getdoc(route.endpoint) or "") > 10, route.path


def test_the_guide_names_every_route_and_every_parameter():
    for method, path in PATHS:
        assert f"`{method} /api{path}" in GUIDE, (method, path)
    for name in PARAMETERS:
        assert re.search(rf"\b{name}\b", GUIDE), name


def test_the_guide_s_examples_run(store, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(FAKE_VARIABLE, "1")
    call = next(iter(sorted((ROOT / "sample_day").glob("call*"))))
    (tmp_path / "call.wav").write_bytes(call.read_bytes())  # what it is called decides nothing
    monkeypatch.chdir(tmp_path)
    worker = Worker(store, means=Means(model="fake", decoders=1))
    thread = threading.Thread(target=worker.run, name="worker")
    thread.start()
    try:
        with served(store) as port:
            code = "\n".join(re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)).replace("8501", str(port))
            names = {"httpx": httpx, "numpy": np, "io": __import__("io"), "time": __import__("time")}
            exec(code, names)
            names["api"].close()
    finally:
        worker.stopping.set()
        thread.join(30)
    told = names["told"]
    assert told["model"]["name"] == "fake"
    assert len(told["embedding"]) == len(names["embedding"]) == 4
    assert told["emotion"] in capsys.readouterr().out
