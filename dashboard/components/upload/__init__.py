"""The place to drop recordings on: files, folders and zips stream to disk one request each, not through memory."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.components.assets import script, style
from dashboard.texts import texts
from inference.limits import MAX_FILE_BYTES

PARTS = ("gather", "wire", "sender", "rows", "upload")

_element = st.components.v2.component(
    "toneatlas_upload",
    html='<div class="upload"></div>',
    css=style("upload/upload.css"),
    js=script("kit.js", *(f"upload/{part}.js" for part in PARTS)),
)


def draw_upload(options: Mapping[str, Any], *, job: int | None = None, shown: int | None = None) -> int | None:
    """Draw the element; the number of the job it sends to, once there is one.

    ``options`` are those of a new upload; ``job`` is one that was prepared for it, ``shown`` the one the page knows.
    """
    told = {
        "options": dict(options),
        "job": job,
        "shown": shown,
        "limit": MAX_FILE_BYTES,
        "texts": texts("uploader"),
    }
    found = _element(key="uploader", data=told, default={"job": None}, on_job_change=_heard).job
    return None if found is None else int(found)


def _heard() -> None:
    """Streamlit wants to be told that a value may come; the page reads it in the run that follows."""
