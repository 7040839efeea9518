"""Jobs: what was asked for, how far it is, and stopping or repeating it."""

from typing import Any

from starlette.requests import Request

from dashboard.api import asked
from dashboard.api.answers import Fresh
from data import jobs
from data.records import Job

KINDS = ("read", "map", "own", "processed", "features")
STATES = (jobs.WAITING, jobs.RUNNING, jobs.DONE, jobs.FAILED, jobs.CANCELLED, jobs.DUPLICATE)
MOST_JOBS = 200
MOST_ITEMS = 20_000


def show_all(request: Request) -> Fresh:
    """The newest jobs, newest first; ``kind`` for one kind only."""
    kind = asked.one_of(request, "kind", "all", *KINDS)
    most = asked.number(request, "limit", default=20, most=MOST_JOBS)
    with asked.store_of(request).reading() as read:
        found = jobs.recent(read, kinds=KINDS if kind == "all" else (kind,), most=most)
    return Fresh({"jobs": [told(job) for job in found]})


def show(request: Request) -> Fresh:
    """One job; with ``items`` also its files, all or those of one state."""
    wanted = asked.one_of(request, "items", "none", "all", *STATES)
    offset = asked.number(request, "offset", default=0, most=MOST_ITEMS)
    limit = asked.number(request, "limit", default=1_000, most=MOST_ITEMS)
    number = asked.job_of(request)
    with asked.store_of(request).reading() as read:
        answer = told(jobs.find(read, number))
        if wanted != "none":
            found = jobs.items(read, number, states=() if wanted == "all" else (wanted,))
            answer["items"] = [_item(item) for item in found[offset : offset + limit]]
    return Fresh(answer)


def cancel(request: Request) -> Fresh:
    """Stop a job; what is done stays."""
    number = asked.job_of(request)
    with asked.store_of(request).atomic() as write:
        jobs.lock(write, number)
        jobs.cancel(write, number)
        answer = told(jobs.find(write, number))
    return Fresh(answer)


def retry(request: Request) -> Fresh:
    """Let what failed or was cancelled wait again; how many files that are."""
    number = asked.job_of(request)
    with asked.store_of(request).atomic() as write:
        jobs.lock(write, number)
        again = jobs.retry(write, number)
    return Fresh({"waiting_again": again})


def told(job: Job) -> dict[str, Any]:
    """A job as JSON; of a metadata table only the number of its rows."""
    options = {name: value for name, value in job.options.items() if name != "metadata"}
    return {
        "job": job.id,
        "kind": job.kind,
        "state": job.state,
        "reason": job.reason,
        "created_at": job.created_at.isoformat(),
        "options": options | {"metadata_rows": len(job.options.get("metadata") or {})},
        "progress": dict(job.progress),
    }


def _item(item: jobs.Item) -> dict[str, Any]:
    return {
        "item": item.id,
        "name": item.name,
        "sha256": item.content,
        "size": item.size,
        "state": item.state,
        "reason": item.reason,
        "seconds": item.seconds,
    }
