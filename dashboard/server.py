"""One server for pages and API: Streamlit's views, ``/api``, and the guard before both, on one port."""

import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount

from dashboard import api, entrance, theme
from dashboard.guard import LOCAL, Guard
from data.erasure import sweep
from data.home import HOME_VARIABLE, Home
from data.store import Store

SCRIPT = Path(__file__).with_name("app.py")


def build(store: Store, *, hosts: Collection[str] = ()) -> st.App:
    """The ASGI app: pages, API and guard. Streamlit allows one per process."""
    return st.App(
        SCRIPT,
        routes=[Mount("/api", app=api.application(store)), *entrance.routes()],
        middleware=[Middleware(Guard, hosts=hosts)],
    )


def run(home: Home, *, host: str = "127.0.0.1", port: int = 8501, hosts: Collection[str] = ()) -> None:
    """Serve until stopped. ``hosts`` are further names, without ports, under which browsers may ask for this server."""
    os.environ[HOME_VARIABLE] = str(home.root)  # the pages run in this process and open the same store
    store = Store.open(home)
    sweep(store)  # what earlier uploads and crashes left behind
    build(store, hosts=hosts).run(config=configuration(host=host, port=port, hosts=hosts))


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
        "browser.serverAddress": "localhost",
        "client.toolbarMode": "viewer",
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "global.developmentMode": False,
        **theme.options(),
    }
