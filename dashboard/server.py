"""One server for pages and API: Streamlit's views, ``/api``, and the guard before both, on one port."""

import logging
import os
import signal
import socket
from collections.abc import Collection
from pathlib import Path
from typing import Any, NoReturn

import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.routing import Mount
from streamlit.runtime.runtime_util import get_max_message_size_bytes
from streamlit.web.bootstrap import load_config_options

from dashboard import api, entrance, theme
from dashboard.guard import LOCAL, Guard
from data.erasure import sweep
from data.errors import DataError
from data.home import HOME_VARIABLE, Home
from data.store import Store

SCRIPT = Path(__file__).with_name("app.py")
GRACE_SECONDS = 5  # for requests on their way when the server is told to stop

log = logging.getLogger("toneatlas.server")


class PortTaken(DataError):
    """The address cannot be listened on."""


def build(store: Store, *, hosts: Collection[str] = ()) -> st.App:
    """The ASGI app: pages, API and guard. Streamlit allows one per process."""
    return st.App(
        SCRIPT,
        routes=[Mount("/api", app=api.application(store)), *entrance.routes()],
        middleware=[Middleware(Guard, hosts=hosts)],
    )


def run(home: Home, *, host: str = "127.0.0.1", port: int = 8501, hosts: Collection[str] = ()) -> None:
    """Serve until stopped. ``hosts`` are further names, without ports, under which browsers may ask for this server.

    Not Streamlit's own runner: the socket it makes leaves Nagle's
    algorithm on, which held every answer back for 40 ms.
    """
    os.environ[HOME_VARIABLE] = str(home.root)  # the pages run in this process and open the same store
    store = Store.open(home)
    sweep(store)  # what earlier uploads and crashes left behind
    load_config_options(configuration(host=host, port=port, hosts=hosts))
    signal.signal(signal.SIGTERM, _leave)
    log.info("ToneAtlas is at http://localhost:%d", port)
    uvicorn.run(
        build(store, hosts=hosts),
        host=host,
        port=port,
        ws="websockets-sansio",
        ws_max_size=get_max_message_size_bytes(),
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def _leave(*_: object) -> NoReturn:
    """Being told to stop ends in the caller's ``finally``, where it stops its worker; the default ends it at once."""
    raise SystemExit(0)


def check_port(host: str, port: int) -> None:
    """Nothing, or ``PortTaken`` when something else listens there."""
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            pass
    except OSError as error:
        raise PortTaken(
            f"port {port} of {host} cannot be used ({error.strerror}): stop what listens there, or choose another with "
            "--port"
        ) from error


def configuration(*, host: str, port: int, hosts: Collection[str] = ()) -> dict[str, Any]:
    """Streamlit's options, said explicitly: what a file in somebody's home folder says must not weaken them."""
    return {
        "server.address": host,
        "server.port": port,
        "server.headless": True,  # opens no browser and asks for no e-mail address
        "server.fileWatcherType": "none",
        "server.allowedHosts": [*LOCAL, *hosts],
        "server.enableCORS": True,  # Streamlit's name for refusing foreign origins
        "server.corsAllowedOrigins": [],
        "server.enableXsrfProtection": True,
        "server.enableStaticServing": False,
        "server.enableAgentApi": False,
        "server.maxUploadSize": 64,  # MB; for tables and single clips, recordings stream through /api
        "server.showEmailPrompt": False,
        "browser.gatherUsageStats": False,  # no request leaves this machine
        "global.disableWidgetStateDuplicationWarning": True,  # an address and a press may both set a filter
        "browser.serverAddress": "localhost",
        "client.toolbarMode": "viewer",
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "global.developmentMode": False,
        **theme.options(),
    }
