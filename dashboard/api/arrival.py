"""A file on its way in: from the request straight to the shelf, a megabyte in memory at most."""

import asyncio
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from dashboard.api.answers import Refused
from data.audio import CHUNK
from data.errors import TooBig
from data.store import Store
from inference.limits import MAX_FILE_BYTES, UPLOAD_BYTES

SILENT_SECONDS = 60  # a sender that is silent for longer is gone: what it sent so far is dropped


async def arrive(
    request: Request, store: Store, *, limit: int = MAX_FILE_BYTES, room: int = UPLOAD_BYTES
) -> tuple[str, int]:
    """Put the body on the shelf; its sha256 and size. Whatever goes wrong on the way leaves nothing behind.

    ``limit`` is the most bytes of one file, ``room`` what its upload may still take.
    """
    _check_length(request, limit=limit, room=room)
    arrival = await run_in_threadpool(store.audio.arrive, min(limit, room))
    try:
        async for block in _blocks(request):
            await run_in_threadpool(arrival.write, block)
        return await run_in_threadpool(arrival.finish), arrival.size
    except TooBig as error:
        raise _too_much(min(arrival.size, limit), limit=limit, room=room) from error
    except BaseException:  # a cancelled request too
        arrival.drop()
        raise


def _check_length(request: Request, *, limit: int, room: int) -> None:
    """Refuse at once what says itself that it is too large."""
    told = request.headers.get("content-length", "0")
    size = int(told) if told.isdigit() else 0
    if size > min(limit, room):
        raise _too_much(size, limit=limit, room=room)


def _too_much(size: int, *, limit: int, room: int) -> Refused:
    if size > limit or room >= limit:
        return Refused(413, f"the file is larger than {limit >> 20} MB, the limit for one file")
    return Refused(413, f"one upload takes {UPLOAD_BYTES >> 30} GB: begin another for this file and the rest")


async def _blocks(request: Request) -> AsyncIterator[bytes]:
    gathered = bytearray()
    stream = request.stream()
    while True:
        try:
            async with asyncio.timeout(SILENT_SECONDS):
                chunk = await anext(stream, None)
        except TimeoutError as error:
            raise Refused(408, f"nothing arrived for {SILENT_SECONDS} seconds: send the file again") from error
        gathered += chunk or b""
        if gathered and (chunk is None or len(gathered) >= CHUNK):
            yield bytes(gathered)
            gathered.clear()
        if chunk is None:
            return
