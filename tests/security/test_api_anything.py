"""Whatever somebody sends to whichever address, the server answers it, and never by falling over."""

import json
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import api
from dashboard.api.offers import OFFERS, PARAMETERS
from data.home import Home
from data.store import Store
from tests.day import fill
from tests.serving import client_of

HOSTILE = [
    "",
    "0",
    "-1",
    "1e9",
    "9" * 40,
    "null",
    "true",
    "..",
    "../../etc/passwd",
    "a\nb",
    "\n",
    "%00",
    "'",
    '"; DROP TABLE job; --',
]
text = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec="utf-8"), max_size=30))
numbers = st.one_of(st.integers(), st.floats(), st.booleans(), st.none())
tree = st.recursive(st.one_of(numbers, text), lambda below: st.one_of(st.lists(below), st.dictionaries(text, below)))
named = st.dictionaries(st.sampled_from([*PARAMETERS, "sizes", "files", "roles", "metadata", "synthetic"]), tree)
body = st.one_of(st.binary(max_size=300), named.map(lambda told: json.dumps(told).encode()))
relaxed = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    store = Store.open(Home(tmp_path_factory.mktemp("anything") / "var"))
    fill(store, calls=3, seconds=10.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dashboard.api.waiting.ALONE_SECONDS", 0.0)  # nobody works here
        with client_of(store) as opened:
            yield opened
    store.close()


def address(path, given_parts):
    for name in ("job", "recording"):
        path = path.replace(f"{{{name}}}", quote(given_parts[name], safe=""))
    return f"/api{path}"


@pytest.mark.parametrize(("method", "path"), sorted(OFFERS))
@relaxed
@given(parts=st.fixed_dictionaries({"job": text, "recording": text}), content=body, data=st.data())
def test_every_route_answers_anything(client, method, path, parts, content, data):
    wanted = data.draw(st.dictionaries(st.sampled_from(sorted(PARAMETERS)), text, max_size=4))
    answer = client.request(method, address(path, parts), params=wanted, content=content)
    assert answer.status_code < 500 or answer.status_code in (503, 507), answer.text
    if answer.status_code >= 400:
        assert set(answer.json()) == {"error"}
        assert answer.json()["error"]


def test_all_routes_are_tried():
    assert {path for _, path in OFFERS} == {route.path for route in api.ROUTES}
