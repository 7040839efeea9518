"""The API for tests: without a socket, and on a real one where connections matter."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.testclient import TestClient

from dashboard import api
from dashboard.guard import Guard
from data.store import Store

ALLOWED = {"X-ToneAtlas": "1"}


def application(store: Store) -> Starlette:
    """What the server mounts, behind its guard, without Streamlit."""
    routes = [Mount("/api", app=api.application(store))]
    return Starlette(routes=routes, middleware=[Middleware(Guard, hosts=["testserver"])])


def client_of(store: Store) -> TestClient:
    """A client that is allowed everything."""
    return TestClient(application(store), headers=ALLOWED, raise_server_exceptions=False)


@contextmanager
def served(store: Store) -> Iterator[int]:
    """The API on a port of this machine; the port."""
    server = uvicorn.Server(uvicorn.Config(application(store), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            threading.Event().wait(0.01)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)
