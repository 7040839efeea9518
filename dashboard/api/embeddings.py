"""``embedding.npy``: the embedding of a voice, (D,), or of each of its frames, (T, D)."""

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from dashboard.api import asked
from dashboard.api.files import PRIVATE, disposition
from dashboard.api.recordings import heard_by
from dashboard.api.waiting import finished
from data import cache, jobs, voices
from data.errors import Missing
from data.records import Voice
from data.result import FRAME, UTTERANCE
from data.store import Store

MIME = "application/octet-stream"


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """The voice that is asked for and the key of the model that heard it."""

    voice: Voice
    model: str


async def show(request: Request) -> Response:
    """The embedding of the role that is asked for, else of the customer or whoever was read."""
    granularity = asked.one_of(request, "granularity", UTTERANCE, FRAME)
    store = asked.store_of(request)
    query = request.query_params
    recording = request.path_params["recording"]
    heard = await run_in_threadpool(_find, store, recording, query.get("role", ""), query.get("model", ""))
    headers = PRIVATE | disposition("embedding.npy")
    if granularity == UTTERANCE:
        return Response(_npy(heard.voice), media_type=MIME, headers=headers)
    path = cache.features_path(store.home, recording, model=heard.model, role=heard.voice.role)
    if not path.is_file():
        await finished(request, await run_in_threadpool(_ask, store, heard))
    return FileResponse(Path(path), media_type=MIME, headers=headers)


def _find(store: Store, recording: str, role: str, wanted: str) -> Heard:
    with store.reading() as read:
        model = heard_by(read, recording, wanted)
        found = voices.load(read, recording, model=model)
    read_voices = [voice for voice in found if voice.embedding is not None and role in ("", voice.role)]
    if not read_voices:
        raise Missing("that voice was not read in this recording, so it has no embedding")
    return Heard(read_voices[0], model)


def _npy(voice: Voice) -> bytes:
    file = io.BytesIO()
    np.save(file, np.asarray(voice.embedding), allow_pickle=False)
    return file.getvalue()


def _ask(store: Store, heard: Heard) -> int:
    options = {"recording": heard.voice.recording, "model": heard.model, "role": heard.voice.role}
    with store.atomic() as write:
        return jobs.ask(write, cache.FEATURES, options=options)
