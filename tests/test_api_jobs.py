"""Jobs, health and everything else that is not there, by HTTP."""

import pytest
import sqlalchemy as sa

from data import jobs, workers


@pytest.fixture
def job(store):
    """An upload of four files: done, failed, duplicate, waiting."""
    with store.atomic() as write:
        number = jobs.add(write, "read", options={"voices": "customer", "metadata": {"a.wav": {"agent": "ada"}}})
        for name in "abcd":
            jobs.add_item(write, number, name=f"{name}.wav", content=name * 64, size=10)
        _, items = jobs.claim(write, "tester", most=3)
        jobs.finish(write, items[0].id, seconds=90.0)
        jobs.finish(write, items[1].id, state=jobs.FAILED, reason="b.wav is no audio")
        jobs.finish(write, items[2].id, state=jobs.DUPLICATE, reason="the same call is here")
    return number


def test_a_job_counts_its_files(client, job):
    told = client.get(f"/api/jobs/{job}").json()
    counts = {name: told["progress"][name] for name in ("files", "done", "failed", "duplicate", "open", "seconds")}
    assert counts == {"files": 4, "done": 1, "failed": 1, "duplicate": 1, "open": 1, "seconds": 90.0}
    assert (told["job"], told["kind"], told["state"]) == (job, "read", "running")
    assert told["options"] == {"voices": "customer", "metadata_rows": 1}
    assert "items" not in told


def test_files_of_one_state_are_listed_with_their_reason(client, job):
    [failed] = client.get(f"/api/jobs/{job}?items=failed").json()["items"]
    assert (failed["name"], failed["state"], failed["reason"]) == ("b.wav", "failed", "b.wav is no audio")
    page = client.get(f"/api/jobs/{job}?items=all&offset=1&limit=2").json()["items"]
    assert [item["name"] for item in page] == ["b.wav", "c.wav"]


def test_jobs_are_listed_newest_first(client, store, job):
    with store.atomic() as write:
        other = jobs.ask(write, "map", options={"seed": 1})
    assert [one["job"] for one in client.get("/api/jobs").json()["jobs"]] == [other, job]
    assert [one["job"] for one in client.get("/api/jobs?kind=read&limit=1").json()["jobs"]] == [job]


def test_cancelling_keeps_what_is_done_and_retrying_takes_the_rest_up_again(client, job):
    cancelled = client.post(f"/api/jobs/{job}/cancel").json()
    assert (cancelled["state"], cancelled["progress"]["done"], cancelled["progress"]["cancelled"]) == (
        "cancelled",
        1,
        1,
    )
    assert client.post(f"/api/jobs/{job}/retry").json() == {"waiting_again": 2}
    states = [item["state"] for item in client.get(f"/api/jobs/{job}?items=all").json()["items"]]
    assert states == ["done", "waiting", "duplicate", "waiting"]


@pytest.mark.parametrize("number", ["7", "0", "x", "-1", "1e3", "²", "9" * 5000])
def test_a_job_that_is_not_there(client, number):
    for method, path in (("GET", ""), ("POST", "/cancel"), ("POST", "/retry")):
        answer = client.request(method, f"/api/jobs/{number}{path}")
        assert (answer.status_code, "error" in answer.json()) == (404, True)


@pytest.mark.parametrize("query", ["items=sleeping", "items=all&limit=x", "offset=-1"])
def test_a_bad_question_about_a_job(client, job, query):
    assert client.get(f"/api/jobs/{job}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["kind=cook", "limit=201"])
def test_a_bad_question_about_jobs(client, query):
    assert client.get(f"/api/jobs?{query}").status_code == 400


def test_health_tells_which_workers_are_alive(client, store):
    assert client.get("/api/health").json() == {"status": "ok", "workers": []}
    with store.atomic() as write:
        workers.tell(write, "one", state=workers.READY, model="compact@1", device="cpu", note="waiting for work")
    told = {"state": "ready", "model": "compact@1", "device": "cpu", "note": "waiting for work"}
    assert client.get("/api/health").json()["workers"] == [told]


def test_what_goes_wrong_inside_is_not_told_outside(client, store, monkeypatch):
    def broken(*_):
        raise sa.exc.OperationalError("SELECT secret", {}, Exception("/home/ada"))

    monkeypatch.setattr(workers, "alive", broken)
    answer = client.get("/api/health")
    assert (answer.status_code, answer.json()) == (
        500,
        {"error": "something went wrong here: the server's log says what"},
    )


def test_other_addresses_and_methods_are_answered_as_json(client):
    assert client.get("/api/nothing").json() == {"error": "there is nothing at this address"}
    assert client.delete("/api/jobs").status_code == 405
    assert "error" in client.delete("/api/jobs").json()
