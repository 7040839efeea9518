"""Waiting for a worker, as long as somebody waits for the answer."""

import asyncio
import time

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from dashboard.api.answers import Refused
from dashboard.api.asked import store_of
from data import jobs, workers
from data.records import Job
from data.store import Store

PATIENCE_SECONDS = 120.0  # browsers and proxies give up after about this
ALONE_SECONDS = 5.0  # with no worker alive, waiting longer is of no use
FIRST_LOOK, LAST_LOOK = 0.05, 0.5  # seconds between two looks, growing


async def finished(request: Request, job: int, *, patience: float = PATIENCE_SECONDS) -> Job:
    """The job once it is over. 503 when that takes too long or no worker is there, 422 when it failed."""
    store = store_of(request)
    begun, pause = time.monotonic(), FIRST_LOOK
    while True:
        found, alone = await run_in_threadpool(_look, store, job)
        if found.state == jobs.FAILED:
            raise Refused(422, found.reason)
        if found.state not in jobs.OPEN:
            return found
        waited = time.monotonic() - begun
        if alone and waited > ALONE_SECONDS:
            raise Refused(503, "no worker is running: start one with `python -m toneatlas worker`", headers=_later(30))
        if waited > patience:
            raise Refused(503, f"this is still being worked on as job {job}: ask again", headers=_later(10))
        if await request.is_disconnected():
            raise ClientDisconnect
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, LAST_LOOK)


def _look(store: Store, job: int) -> tuple[Job, bool]:
    with store.reading() as read:
        return jobs.find(read, job), not workers.alive(read)


def _later(seconds: int) -> dict[str, str]:
    return {"Retry-After": str(seconds)}
