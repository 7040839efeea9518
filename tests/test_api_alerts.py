"""Rules, their preview, what they caught and who is told, over HTTP."""

import pytest

from analysis.alerts import PRESETS, Rule
from tests.day import MODEL, fill, look_through

SAD = {"emotions": ["sad"], "threshold": 0.4, "seconds": 2}


def test_a_rule_from_its_preview_to_a_verdict(store, client):
    fill(store, calls=40)
    tried = client.post("/api/rules/preview", json=SAD).json()
    assert tried["model"] == MODEL.key and tried["looked_at"] == 39
    assert 0 < tried["caught"] == tried["caught_by_threshold"]["0.40"]
    assert tried["interval"][0] < tried["share"] == round(tried["caught"] / 39, 6) < tried["interval"][1]
    assert tried["examples"][0]["emotion"] == "sad"
    made = client.post("/api/rules", json={"name": "sad calls", "looks_for": SAD})
    assert made.status_code == 201 and made.json()["looks_for"] == Rule.of(SAD).plain
    number = made.json()["rule"]
    look_through(store)
    page = client.get("/api/hits", params={"rule": number, "limit": 2}).json()
    assert page["total"] == tried["caught"] and len(page["hits"]) == 2
    hit = page["hits"][0]
    assert hit["end"] - hit["start"] >= 1.99 and [hit["start"], hit["end"]] in hit["stretches"]
    said = {name: hit[name] for name in ("rule", "recording", "model", "role")} | {"verdict": "confirmed"}
    assert client.post("/api/hits/verdict", json=said).json() == said
    [rule] = client.get("/api/rules").json()["rules"]
    assert (rule["caught"], rule["confirmed"], rule["false_alarms"]) == (tried["caught"], 1, 0)


def test_a_rule_is_changed_and_removed_and_its_states_are_told(client):
    number = client.post("/api/rules", json={"name": "a", "looks_for": SAD}).json()["rule"]
    changed = client.put(f"/api/rules/{number}", json={"looks_for": {"threshold": 0.7}, "active": False}).json()
    assert (changed["name"], changed["active"]) == ("a", False)
    assert changed["looks_for"] == Rule(("sad",), threshold=0.7, seconds=2.0).plain
    states = client.get(f"/api/rules/{number}").json()["changes"]
    assert [state["became"]["looks_for"]["threshold"] for state in states] == [0.7, 0.4]
    assert client.delete(f"/api/rules/{number}").json() == {"removed": number}
    assert client.get(f"/api/rules/{number}").status_code == 404
    assert client.get("/api/rules").json()["presets"]["complaints"] == PRESETS["complaints"].plain


def test_days_and_queues_narrow_a_preview(store, client):
    fill(store, calls=40)
    everything = {"emotions": ["neutral", "negative", "happy"], "threshold": 0.01, "seconds": 0.5}
    morning = {"until": "2026-03-02T12:00:00"}
    assert client.post("/api/rules/preview", json=everything, params=morning).json()["looked_at"] == 13
    loans = client.post("/api/rules/preview", json=everything | {"queues": ["loans"]}).json()
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
def test_what_cannot_be_a_rule_is_said(client, body, sentence):
    answer = client.post("/api/rules", json=body)
    assert answer.status_code == 400 and sentence in answer.json()["error"]


def test_before_anything_is_read_there_is_nothing_to_try_it_on(client):
    assert client.get("/api/rules").json()["rules"] == []
    for answer in (client.post("/api/rules/preview", json=SAD), client.get("/api/hits")):
        assert answer.status_code == 404 and "no recording has been read" in answer.json()["error"]
    for path in ("/api/rules/x", "/api/rules/99"):
        assert client.get(path).status_code == 404


def test_receivers_tell_their_secret_once_and_their_address_never(client):
    address = "https://chat.example/hooks/T0KEN"
    made = client.post("/api/hooks", json={"name": "ops", "form": "json", "url": address}).json()
    assert len(made["secret"]) >= 43 and made["host"] == "chat.example" and "url" not in made
    number = made["hook"]
    assert client.post(f"/api/hooks/{number}/test").status_code == 202
    listed = client.get("/api/hooks")
    assert "T0KEN" not in listed.text and made["secret"] not in listed.text
    assert listed.json()["hooks"][0]["waiting"] == 1
    assert client.delete(f"/api/hooks/{number}").json() == {"removed": number}
    assert client.post(f"/api/hooks/{number}/test").status_code == 404
    for wrong in ({"name": "ops", "form": "json", "url": "http://10.0.0.1/"}, {"url": 3}, {"key": "x"}):
        assert client.post("/api/hooks", json=wrong).status_code == 400


def test_a_verdict_must_be_one(client):
    for wrong in ({}, {"rule": 1, "recording": "a", "model": "m", "role": "customer", "verdict": "perhaps"}):
        assert client.post("/api/hits/verdict", json=wrong).status_code == 400
    gone = {"rule": 1, "recording": "a", "model": "m", "role": "customer", "verdict": "confirmed"}
    assert client.post("/api/hits/verdict", json=gone).status_code == 404
