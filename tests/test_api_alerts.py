"""Rules, their preview, what they caught and who is told, over HTTP."""

import pytest

from analysis.alerts import PRESETS, Rule
from data import jobs
from data.home import Home
from data.store import Store
from jobs import watch
from tests.day import MODEL, fill
from tests.serving import client_of

SAD = {"emotions": ["sad"], "threshold": 0.4, "seconds": 2}


@pytest.fixture
def store(tmp_path):
    opened = Store.open(Home(tmp_path / "var"))
    yield opened
    opened.close()


@pytest.fixture
def api(store):
    return client_of(store)


def look_through(store: Store) -> None:
    with store.atomic() as write:
        job, [item] = jobs.claim(write, "w") or pytest.fail("nothing is to be done")
    assert watch.look_through(store, job, give_way=lambda: False)
    with store.atomic() as write:
        jobs.finish(write, item.id)


def test_a_rule_from_its_preview_to_a_verdict(store, api):
    fill(store, calls=40)
    tried = api.post("/api/rules/preview", json=SAD).json()
    assert tried["model"] == MODEL.key and tried["looked_at"] == 39
    assert 0 < tried["caught"] == tried["caught_by_threshold"]["0.40"]
    assert tried["interval"][0] < tried["share"] == round(tried["caught"] / 39, 6) < tried["interval"][1]
    assert tried["examples"][0]["emotion"] == "sad"
    made = api.post("/api/rules", json={"name": "sad calls", "looks_for": SAD})
    assert made.status_code == 201 and made.json()["looks_for"] == Rule.of(SAD).plain
    number = made.json()["rule"]
    look_through(store)
    page = api.get("/api/hits", params={"rule": number, "limit": 2}).json()
    assert page["total"] == tried["caught"] and len(page["hits"]) == 2
    hit = page["hits"][0]
    assert hit["end"] - hit["start"] >= 1.99 and [hit["start"], hit["end"]] in hit["stretches"]
    said = {name: hit[name] for name in ("rule", "recording", "model", "role")} | {"verdict": "confirmed"}
    assert api.post("/api/hits/verdict", json=said).json() == said
    [rule] = api.get("/api/rules").json()["rules"]
    assert (rule["caught"], rule["confirmed"], rule["false_alarms"]) == (tried["caught"], 1, 0)


def test_a_rule_is_changed_and_removed_and_its_states_are_told(api):
    number = api.post("/api/rules", json={"name": "a", "looks_for": SAD}).json()["rule"]
    changed = api.put(f"/api/rules/{number}", json={"looks_for": {"threshold": 0.7}, "active": False}).json()
    assert (changed["name"], changed["active"]) == ("a", False)
    assert changed["looks_for"] == Rule(("sad",), threshold=0.7, seconds=2.0).plain
    states = api.get(f"/api/rules/{number}").json()["changes"]
    assert [state["became"]["looks_for"]["threshold"] for state in states] == [0.7, 0.4]
    assert api.delete(f"/api/rules/{number}").json() == {"removed": number}
    assert api.get(f"/api/rules/{number}").status_code == 404
    assert api.get("/api/rules").json()["presets"]["complaints"] == PRESETS["complaints"].plain


def test_days_and_queues_narrow_a_preview(store, api):
    fill(store, calls=40)
    everything = {"emotions": ["neutral", "negative", "happy"], "threshold": 0.01, "seconds": 0.5}
    morning = {"until": "2026-03-02T12:00:00"}
    assert api.post("/api/rules/preview", json=everything, params=morning).json()["looked_at"] == 13
    loans = api.post("/api/rules/preview", json=everything | {"queues": ["loans"]}).json()
    assert loans["looked_at"] == 10 == loans["caught"]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"looks_for": SAD}, "needs a name"),
        ({"name": "a", "looks_for": {"threshold": 2}}, "in hundredths"),
        ({"name": "a", "looks_for": {"roles": ["agent"]}}, "agents are not watched"),
        ({"name": "a", "looks_for": []}, "looks_for an object"),
        ({"name": "a", "hooks": [99]}, "receivers that are there"),
        ({"name": "a", "hooks": ["x"]}, "numbers of receivers"),
        ({"name": "a", "colour": "red"}, "'colour'"),
    ],
)
def test_what_cannot_be_a_rule_is_said(api, body, sentence):
    answer = api.post("/api/rules", json=body)
    assert answer.status_code == 400 and sentence in answer.json()["error"]


def test_before_anything_is_read_there_is_nothing_to_try_it_on(api):
    assert api.get("/api/rules").json()["rules"] == []
    for answer in (api.post("/api/rules/preview", json=SAD), api.get("/api/hits")):
        assert answer.status_code == 404 and "no recording has been read" in answer.json()["error"]
    for path in ("/api/rules/x", "/api/rules/99"):
        assert api.get(path).status_code == 404


def test_receivers_tell_their_secret_once_and_their_address_never(api):
    address = "https://chat.example/hooks/T0KEN"
    made = api.post("/api/hooks", json={"name": "ops", "form": "json", "url": address}).json()
    assert len(made["secret"]) >= 43 and made["host"] == "chat.example" and "url" not in made
    number = made["hook"]
    assert api.post(f"/api/hooks/{number}/test").status_code == 202
    listed = api.get("/api/hooks")
    assert "T0KEN" not in listed.text and made["secret"] not in listed.text
    assert listed.json()["hooks"][0]["waiting"] == 1
    assert api.delete(f"/api/hooks/{number}").json() == {"removed": number}
    assert api.post(f"/api/hooks/{number}/test").status_code == 404
    for wrong in ({"name": "ops", "form": "json", "url": "http://10.0.0.1/"}, {"url": 3}, {"key": "x"}):
        assert api.post("/api/hooks", json=wrong).status_code == 400


def test_a_verdict_must_be_one(api):
    for wrong in ({}, {"rule": 1, "recording": "a", "model": "m", "role": "customer", "verdict": "perhaps"}):
        assert api.post("/api/hits/verdict", json=wrong).status_code == 400
    gone = {"rule": 1, "recording": "a", "model": "m", "role": "customer", "verdict": "confirmed"}
    assert api.post("/api/hits/verdict", json=gone).status_code == 404
