"""The HTTP API under ``/api``: what the pages do, for programs. Every answer is JSON unless it is a file."""

from starlette.applications import Starlette
from starlette.routing import Route

from dashboard.api import (
    answers,
    customers,
    description,
    embeddings,
    files,
    health,
    jobs,
    own,
    predict,
    recordings,
    uploads,
)
from data.store import Store

ROUTES = (
    Route("/health", health.show, methods=["GET"]),
    Route("/openapi.json", description.show, methods=["GET"]),
    Route("/uploads", uploads.begin, methods=["POST"]),
    Route("/uploads/{job}/files", uploads.receive, methods=["PUT"]),
    Route("/uploads/{job}/known", uploads.recognise, methods=["POST"]),
    Route("/uploads/{job}/table", uploads.describe, methods=["POST"]),
    Route("/uploads/{job}/transcript", uploads.transcribe, methods=["POST"]),
    Route("/uploads/{job}/expected", uploads.expect, methods=["POST"]),
    Route("/sizes", uploads.sizes, methods=["POST"]),
    Route("/jobs", jobs.show_all, methods=["GET"]),
    Route("/jobs/{job}", jobs.show, methods=["GET"]),
    Route("/jobs/{job}/cancel", jobs.cancel, methods=["POST"]),
    Route("/jobs/{job}/retry", jobs.retry, methods=["POST"]),
    Route("/recordings", recordings.show_all, methods=["GET"]),
    Route("/recordings/{recording}", recordings.show, methods=["GET"]),
    Route("/recordings/{recording}", recordings.erase, methods=["DELETE"]),
    Route("/recordings/{recording}/audio", files.audio, methods=["GET"]),
    Route("/recordings/{recording}/processed_audio.wav", files.processed, methods=["GET"]),
    Route("/recordings/{recording}/transcript", recordings.transcript, methods=["GET"]),
    Route("/recordings/{recording}/customer", customers.show, methods=["GET"]),
    Route("/recordings/{recording}/embedding.npy", embeddings.show, methods=["GET"]),
    Route("/own", own.show_all, methods=["GET"]),
    Route("/predict", predict.predict, methods=["POST"]),
)


def application(store: Store) -> Starlette:
    """The API over one store, to be mounted under ``/api``."""
    app = Starlette(routes=list(ROUTES), exception_handlers=answers.HANDLERS)
    app.state.store = store
    return app
