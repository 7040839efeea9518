"""A recording's sound as a file: as it was sent, and as the model heard it."""

import re
from pathlib import PurePosixPath
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse

from dashboard.api import asked
from dashboard.api.waiting import finished
from data import cache, jobs, recordings
from data.records import Recording
from data.store import Store

PLAIN = re.compile(r"[^A-Za-z0-9._ -]")
PRIVATE = {"Cache-Control": "private, no-cache"}  # asked for again each time, so that erased means gone


async def audio(request: Request) -> FileResponse:
    """The bytes that were uploaded; parts of them by Range, so that a player can seek."""
    store = asked.store_of(request)
    recording = await run_in_threadpool(_find, store, request.path_params["recording"])
    mime = recording.mime if recording.mime.startswith("audio/") else "application/octet-stream"
    path = await run_in_threadpool(store.audio.find, recording.id)
    return FileResponse(path, media_type=mime, headers=PRIVATE | disposition(recording.name))


async def processed(request: Request) -> FileResponse:
    """``processed_audio.wav``: 16 kHz, 16 bit, one channel per role. Made by a worker when it is not there yet."""
    store = asked.store_of(request)
    recording = await run_in_threadpool(_find, store, request.path_params["recording"])
    path = cache.processed_path(store.home, recording.id)
    if not path.is_file():
        await finished(request, await run_in_threadpool(_ask, store, recording.id))
    name = f"{PurePosixPath(recording.name).stem}_processed_audio.wav"
    return FileResponse(path, media_type="audio/wav", headers=PRIVATE | disposition(name))


def disposition(name: str) -> dict[str, str]:
    """The header that saves a file under a name somebody else chose: plain ASCII first, then in full (RFC 6266)."""
    plain = PLAIN.sub("_", name)
    return {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"}


def _find(store: Store, recording: str) -> Recording:
    with store.reading() as read:
        return recordings.find(read, recording)


def _ask(store: Store, recording: str) -> int:
    with store.atomic() as write:
        return jobs.ask(write, cache.PROCESSED, options={"recording": recording})
