"""The HTTP API under ``/api``: what the pages do, for programs. Every answer is JSON unless it is a file."""

from starlette.applications import Starlette
from starlette.routing import Route

from dashboard.api import (
    answers,
    customers,
    description,
    embeddings,
    files,
    folders,
    health,
    hits,
    hooks,
    jobs,
    own,
    predict,
    recordings,
    rules,
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
    Route("/uploads/{job}/folder", folders.add, methods=["POST"]),
    Route("/folders", folders.show_all, methods=["GET"]),
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
    Route("/rules", rules.show_all, methods=["GET"]),
    Route("/rules", rules.make, methods=["POST"]),
    Route("/rules/preview", rules.preview, methods=["POST"]),
    Route("/rules/{rule}", rules.show, methods=["GET"]),
    Route("/rules/{rule}", rules.change, methods=["PUT"]),
    Route("/rules/{rule}", rules.remove, methods=["DELETE"]),
    Route("/hits", hits.show_all, methods=["GET"]),
    Route("/hits/verdict", hits.judge, methods=["POST"]),
    Route("/hooks", hooks.show_all, methods=["GET"]),
    Route("/hooks", hooks.make, methods=["POST"]),
    Route("/hooks/{hook}", hooks.remove, methods=["DELETE"]),
    Route("/hooks/{hook}/test", hooks.test, methods=["POST"]),
    Route("/predict", predict.predict, methods=["POST"]),
)


def application(store: Store) -> Starlette:
    """The API over one store, to be mounted under ``/api``."""
    app = Starlette(routes=list(ROUTES), exception_handlers=answers.HANDLERS)
    app.state.store = store
    return app
