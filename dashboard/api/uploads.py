"""Uploads: a job is begun, files stream in one request each, a metadata table may come before or after them."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from dashboard.api import asked
from dashboard.api.answers import Fresh, Refused
from dashboard.api.arrival import arrive
from data import jobs, recordings, settings, uploads
from data.errors import Missing
from data.metadata import KNOWN
from data.store import Store
from data.subtitles import MOST_BYTES as TRANSCRIPT_BYTES
from data.uploads import READ
from inference.limits import UPLOAD_BYTES, UPLOAD_FILES

MOST_SIZES = 1_000  # asked about in one request


async def begin(request: Request) -> Fresh:
    """A new upload; nothing is read before its first file is here."""
    told = await asked.mapping(request)
    return Fresh({"job": await run_in_threadpool(_begin, asked.store_of(request), told)}, 201)


def _begin(store: Store, told: dict[str, Any]) -> int:
    with store.atomic() as write:
        options = asked.upload_options(told, settings=settings.load(write), models=store.home.models)
        return jobs.add(write, READ, options=options)


async def receive(request: Request) -> Fresh:
    """One file, its bytes as the body, its name in the query."""
    store, job, name = asked.store_of(request), asked.job_of(request), asked.name_of(request)
    room = await run_in_threadpool(_check_open, store, job)
    content, size = await arrive(request, store, room=room)
    return Fresh(await run_in_threadpool(_add, store, job, name, content, size), 201)


async def recognise(request: Request) -> Fresh:
    """A file whose bytes are here already, by their sha256: it is added without being sent. 404 when they are not."""
    store, job, name = asked.store_of(request), asked.job_of(request), asked.name_of(request)
    content = request.query_params.get("sha256", "")
    await run_in_threadpool(_check_open, store, job)
    size = (await run_in_threadpool(store.audio.find, content)).stat().st_size
    return Fresh(await run_in_threadpool(_add, store, job, name, content, size), 201)


async def sizes(request: Request) -> Fresh:
    """Which of these sizes in bytes some stored call has: only files of such a size can be duplicates."""
    told = (await asked.mapping(request)).get("sizes")
    if not isinstance(told, list) or len(told) > MOST_SIZES or not all(_is_size(size) for size in told):
        raise Refused(400, f"sizes must be a list of up to {MOST_SIZES} whole numbers")

    def known(store: Store) -> list[int]:
        with store.reading() as read:
            return recordings.sizes(read, told)

    return Fresh({"sizes": await run_in_threadpool(known, asked.store_of(request))})


async def describe(request: Request) -> Fresh:
    """A metadata table as CSV; ``?file=NAME&agent=NAME …`` name the table's columns where they have other names."""
    store, job = asked.store_of(request), asked.job_of(request)
    table = await asked.body(request)
    columns = {ours: request.query_params[ours] for ours in KNOWN if ours in request.query_params}

    def add(store: Store) -> int:
        with store.atomic() as write:
            uploads.check_open(write, job)
            return uploads.add_table(write, job, table, columns=columns)

    return Fresh({"rows": await run_in_threadpool(add, store)})


async def transcribe(request: Request) -> Fresh:
    """A transcript as WebVTT, SubRip or JSON, for the recording of the same name in this upload."""
    store, job, name = asked.store_of(request), asked.job_of(request), asked.name_of(request)
    content = await asked.body(request, limit=TRANSCRIPT_BYTES)

    def add(store: Store) -> int:
        with store.atomic() as write:
            uploads.check_open(write, job)
            return uploads.add_transcript(write, job, content, name=name)

    return Fresh({"lines": await run_in_threadpool(add, store)})


async def expect(request: Request) -> Fresh:
    """How many files the sender means to send: what is missing can then be told, even after it went away."""
    store, job = asked.store_of(request), asked.job_of(request)
    files = (await asked.mapping(request)).get("files")
    if not _is_size(files):
        raise Refused(400, "files must be a whole number")
    if files > UPLOAD_FILES:
        raise Refused(413, f"one upload takes {UPLOAD_FILES:,} files: begin another for the rest")

    def keep(store: Store) -> None:
        with store.atomic() as write:
            uploads.check_open(write, job)
            jobs.report(write, job, expected=files)

    await run_in_threadpool(keep, store)
    return Fresh({"expected": files})


def _add(store: Store, job: int, name: str, content: str, size: int) -> dict[str, Any]:
    with store.atomic() as write:
        item = uploads.add_file(write, job, name=name, content=content, size=size)
        stored = _is_stored(write, content)
    return {"item": item, "sha256": content, "size": size, "stored_before": stored}


def _is_stored(connection: Any, content: str) -> bool:
    try:
        recordings.find(connection, content)
    except Missing:
        return False
    return True


def _check_open(store: Store, job: int) -> int:
    """How many bytes the upload may still take."""
    with store.reading() as read:
        uploads.check_open(read, job, most=UPLOAD_FILES)
        return max(0, UPLOAD_BYTES - uploads.size_of(read, job))


def _is_size(size: object) -> bool:
    return isinstance(size, int) and not isinstance(size, bool) and 0 <= size < 1 << 62
