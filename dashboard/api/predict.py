"""One file in, its result out: what users of the Emotion2Vec+ web interface know as predict."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from dashboard.api import asked
from dashboard.api.answers import Fresh, Refused
from dashboard.api.arrival import arrive
from dashboard.api.waiting import finished
from data import jobs, result, settings, voices, workers
from data.archive import is_zip
from data.store import Store
from data.uploads import READ
from inference.catalogue import AUTO

PATIENCE_SECONDS = 600.0  # a long call on a small machine


async def predict(request: Request) -> Fresh:
    """Read one file now, before everything that waits, and answer its ``result.json``.

    The file is kept like any upload. ``extract_embedding=true`` adds the voice's embedding, (D,).
    """
    store, name = asked.store_of(request), asked.name_of(request)
    granularity = asked.one_of(request, "granularity", result.UTTERANCE, result.FRAME)
    with_embedding = asked.flag(request, "extract_embedding")
    wish = {option: request.query_params[option] for option in ("voices", "model") if option in request.query_params}
    options = await run_in_threadpool(_options, store, wish)
    content, size = await arrive(request, store)
    if await run_in_threadpool(is_zip, store.audio.find(content)):
        raise Refused(415, "this is a zip: send it to /api/uploads, where every file in it becomes a row")
    job = await run_in_threadpool(_ask, store, options, name, content, size)
    await finished(request, job, patience=PATIENCE_SECONDS)
    with_frames = granularity == result.FRAME
    return Fresh(await run_in_threadpool(_answer, store, content, options["model"], with_frames, with_embedding))


def _options(store: Store, wish: dict[str, str]) -> dict[str, Any]:
    with store.reading() as read:
        return asked.upload_options(wish, settings=settings.load(read), models=store.home.models)


def _ask(store: Store, options: dict[str, Any], name: str, content: str, size: int) -> int:
    with store.atomic() as write:
        job = jobs.add(write, READ, options=options, priority=jobs.WAITED_FOR)
        jobs.add_item(write, job, name=name, content=content, size=size)
        return job


def _answer(store: Store, content: str, wanted: str, with_frames: bool, with_embedding: bool) -> dict[str, Any]:
    granularity = result.FRAME if with_frames else result.UTTERANCE
    with store.reading() as read:
        model = _spoke(read, content, wanted)
        told = result.load(read, content, model=model, granularity=granularity)
        heard = {voice.role: voice.embedding for voice in voices.load(read, content, model=model)}
    embedding = heard.get(told["role"])
    if with_embedding and embedding is not None:
        told["embedding"] = embedding.tolist()
    return told


def _spoke(connection: Any, content: str, wanted: str) -> str:
    """Key of the model of the wanted name; for ``auto`` of the one a worker has loaded, else of the newest."""
    found = voices.models_of(connection, content)
    loaded = [worker.model for worker in workers.alive(connection)]
    preferred = [key for key in found if key.startswith(f"{wanted}@") or (wanted == AUTO and key in loaded)]
    return (preferred or found)[0]
