"""The place to drop recordings on: files, folders and zips stream to disk one request each, not through memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.components.assets import script, style
from dashboard.texts import texts
from inference.limits import MAX_FILE_BYTES

KEY = "uploader"
PARTS = ("gather", "wire", "sender", "rows", "upload")

_element = st.components.v2.component(
    "toneatlas_upload",
    html='<div class="upload"></div>',
    css=style("upload/upload.css"),
    js=script("kit.js", *(f"upload/{part}.js" for part in PARTS)),
)


@dataclass(frozen=True, slots=True)
class Sent:
    """What this browser sends: the number of its job, None before there is one, and whether files are on their way."""

    job: int | None
    sending: bool


def draw_upload(options: Mapping[str, Any], *, job: int | None = None, shown: int | None = None) -> Sent:
    """Draw the element; the number of the job it sends to, once there is one, and whether it still does.

    ``options`` are those of a new upload; ``job`` is one that was prepared for it, ``shown`` the one the page knows.
    """
    told = {
        "options": dict(options),
        "job": job,
        "shown": shown,
        "sending": bool((st.session_state.get(KEY) or {}).get("sending")),
        "limit": MAX_FILE_BYTES,
        "texts": texts("uploader"),
    }
    default = {"job": None, "sending": False}
    found = _element(key=KEY, data=told, default=default, on_job_change=_heard, on_sending_change=_heard)
    return Sent(None if found.job is None else int(found.job), bool(found.sending))


def _heard() -> None:
    """Streamlit wants to be told that a value may come; the page reads it in the run that follows."""
