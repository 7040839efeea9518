"""Recordings from a folder on the server: chosen among those its operator allows, never named by the page."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

import streamlit as st

from dashboard import formats, state
from dashboard.texts import reason, text
from data import jobs, uploads
from data.companions import is_beside
from data.errors import BadFolder
from data.folders import Folders
from inference.limits import UPLOAD_FILES

ROOT, PLACE = "server_folder", "server_folder_place"  # in the session: the allowed folder, and the place open in it
WIDTH = 420  # pixels of a choice
FRESH_SECONDS = 10  # for which a count stands: a network drive may take a second for it


def draw_folder(options: Mapping[str, Any], *, prepared: int | None) -> int | None:
    """Draw the choice of a folder; the upload that somebody begins with it, in the prepared one where there is one.

    Nothing is listed before somebody chooses: a page must not wait for a drive that nobody asked about.
    """
    folders = Folders.of(state.store().home)
    if not folders.roots:
        st.caption(formats.literal(text("upload.folder_allow")))
        return None
    with st.expander(text("upload.folder"), icon=":material/folder_open:"):
        st.caption(text("upload.folder_about"))
        try:
            place = _choose(folders)
            ready = place is not None and _survey(folders, place)
        except BadFolder as error:
            st.text(reason(str(error)))
            return None
        if place and st.button(text("upload.folder_read"), type="primary", disabled=not ready, key="folder_read"):
            return _begin(options, prepared, place)
    return None


def _choose(folders: Folders) -> str | None:
    """The place that is open: an allowed folder, then down by one choice each, and up by a press on its path."""
    with st.container(horizontal=True):
        root = st.selectbox(
            text("upload.folder_root"),
            list(folders.roots),
            index=None,
            placeholder=text("upload.folder_choose"),
            key=ROOT,
            on_change=_open_root,
            width=WIDTH,
        )
        if root is None:
            return None
        place: str = st.session_state.get(PLACE, root)
        _choose_inside(place, folders.inside(place))
    names = place.split("/")
    if len(names) > 1:
        with st.container(horizontal=True, gap="small"):
            for depth, name in enumerate(names, start=1):
                said, above = formats.literal(name), "/".join(names[:depth])
                icon = ":material/folder_open:" if above == place else ":material/folder:"
                st.button(said, type="tertiary", key=f"folder_{depth}", on_click=_open, args=(above,), icon=icon)
    return place


def _choose_inside(place: str, inside: Sequence[str]) -> None:
    if inside:
        st.selectbox(
            text("upload.folder_inside"),
            inside,
            index=None,
            format_func=lambda one: one.rsplit("/", maxsplit=1)[-1],
            placeholder=text("upload.folder_open", count=formats.count(len(inside))),
            key=f"folder_in_{place}",
            on_change=_open_chosen,
            args=(place,),
            width=WIDTH,
        )


def _open(place: str) -> None:
    st.session_state[PLACE] = place
    st.session_state.pop(f"folder_in_{place}", None)  # so that nothing in it is chosen already


def _open_root() -> None:
    st.session_state.pop(PLACE, None)


def _open_chosen(place: str) -> None:
    chosen = st.session_state.get(f"folder_in_{place}")
    if chosen is not None:
        _open(chosen)


def _survey(folders: Folders, place: str) -> bool:
    """Say how much there is to read; whether it is something, and not too much."""
    count, size = _count(folders, str(folders.roots), place)
    if count > UPLOAD_FILES:
        st.text(text("upload.folder_many", limit=formats.count(UPLOAD_FILES)))
    elif count:
        st.text(text("upload.folder_holds", count=formats.count(count), size=formats.size(size)))
    else:
        st.text(text("upload.folder_empty"))
    return 0 < count <= UPLOAD_FILES


@st.cache_data(show_spinner=False, ttl=FRESH_SECONDS, max_entries=32)
def _count(_folders: Folders, allowed: str, place: str) -> tuple[int, int]:
    """Number and bytes of a folder's recordings, counted no further than an upload reaches."""
    found = ((path, size) for path, size in _folders.files(place) if not is_beside(path))
    sizes = [size for _, size in islice(found, UPLOAD_FILES + 1)]
    return len(sizes), sum(sizes)


def _begin(options: Mapping[str, Any], prepared: int | None, place: str) -> int:
    with state.store().atomic() as write:
        job = prepared if prepared is not None else jobs.add(write, uploads.READ, options=options)
        uploads.add_folder(write, job, place)
    return job
