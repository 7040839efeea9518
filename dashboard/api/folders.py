"""Folders of the server's own machine: those its operator allows are listed, and become part of an upload."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from dashboard.api import asked
from dashboard.api.answers import Fresh, Refused
from data import uploads
from data.folders import Folders
from data.store import Store
from inference.limits import UPLOAD_FILES


def show_all(request: Request) -> Fresh:
    """The folders of this machine that may be read; with ``folder`` those inside one of them."""
    place = request.query_params.get("folder", "")
    return Fresh({"folders": Folders.of(asked.store_of(request).home).inside(place)})


async def add(request: Request) -> Fresh:
    """A folder that is listed here becomes part of an upload: a worker reads its files where they are."""
    store, job, place = asked.store_of(request), asked.job_of(request), request.query_params.get("folder", "")
    if not place:
        raise Refused(400, "say which folder: ?folder=calls/march, as GET /api/folders lists them")
    await run_in_threadpool(_add, store, job, place)
    return Fresh({"folder": place}, 201)


def _add(store: Store, job: int, place: str) -> None:
    Folders.of(store.home).inside(place)  # what cannot be read is refused at once, and again when it is to be read
    with store.atomic() as write:
        uploads.check_open(write, job, most=UPLOAD_FILES)
        uploads.add_folder(write, job, place)
