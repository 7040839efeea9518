"""A sound to search with that is no recording: a file somebody brings along, or what the microphone hears."""

import streamlit as st

from dashboard import formats
from dashboard.components.scores import both_names
from dashboard.components.waiting import wait_for
from dashboard.excerpts import clip_of, find_or_ask, forget
from dashboard.search import Example
from dashboard.texts import text
from data.records import Model
from inference.limits import CLIP_BYTES

FILE, MICROPHONE = "clip", "microphone"
# What a file dialog offers; the server looks at the bytes, whatever the name.
ENDINGS = ["wav", "mp3", "m4a", "aac", "flac", "ogg", "opus", "amr", "webm", "mp4", "3gp", "wma", "aiff", "au", "gsm"]


def choose_clip(model: Model, source: str) -> Example | None:
    """Take a clip and have it read; None until it was, with what the page waits for."""
    sound = _heard_now() if source == MICROPHONE else _brought()
    if sound is None:
        return None
    if not sound:
        st.text(text("similar.empty_clip"))
        return None
    st.audio(sound)
    wish = clip_of(sound, model)
    heard = find_or_ask(wish, sound=sound)
    if isinstance(heard, int):
        wait_for(heard, about="clip", forget=lambda: forget(wish))
        return None
    label = int(heard.scores.argmax())
    emotion, score = both_names(model.labels[label]), formats.score(float(heard.scores[label]))
    st.caption(text("similar.clip_read", emotion=emotion, score=score, seconds=f"{heard.seconds:.1f}"))
    return Example("", "", clip=wish)


def _brought() -> bytes | None:
    file = st.file_uploader(
        text("similar.clip"),
        type=ENDINGS,
        max_upload_size=CLIP_BYTES >> 20,
        help=text("similar.clip_note"),
        key="clip_file",
    )
    return None if file is None else file.getvalue()


def _heard_now() -> bytes | None:
    recorded = st.audio_input(text("similar.speak"), help=text("similar.clip_note"), key="clip_spoken")
    return None if recorded is None else recorded.getvalue()
