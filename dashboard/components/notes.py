"""What people noted while they listened to a call: a line per note, which can be worded or taken away."""

from collections.abc import Sequence

import streamlit as st

from dashboard import formats, state
from dashboard.texts import text
from data import notes
from data.notes import CONFIRMED, MARK, VERDICTS, Note


def load_notes(recording: str) -> list[Note]:
    """The notes of a recording, in order of their second."""
    with state.store().reading() as read:
        return notes.of(read, recording)


def flags_of(kept: Sequence[Note]) -> list[dict[str, object]]:
    """The marks among the notes as the picture shows them: what they say, or their number."""
    marks = [note for note in kept if note.kind == MARK and note.at is not None]
    return [{"at": note.at, "text": note.text or str(number)} for number, note in enumerate(marks, start=1)]


def add_mark(recording: str, role: str, at: float) -> None:
    """Keep a mark at a second."""
    with state.store().atomic() as write:
        notes.add(write, Note(recording, role, MARK, at))


def draw_notes(kept: Sequence[Note]) -> None:
    """A line per note: when, what it says, and a way to take it back."""
    if not kept:
        return
    st.subheader(text("call.notes"), anchor=False)
    for note in kept:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption("–" if note.at is None else formats.clock(note.at, tenths=True), width=70)
            if note.kind in VERDICTS:
                st.text(text("call.confirmed" if note.kind == CONFIRMED else "call.false_alarm"), width=420)
            else:
                _draw_words(note)
            if st.button(text("call.remove"), key=f"remove{note.id}", type="tertiary", icon=":material/close:"):
                with state.store().atomic() as write:
                    notes.remove(write, note.id)
                st.rerun(scope="fragment")


def _draw_words(note: Note) -> None:
    said = st.text_input(
        text("call.note"),
        value=note.text,
        key=f"note{note.id}",
        max_chars=notes.LONGEST,
        placeholder=text("call.note"),
        label_visibility="collapsed",
        width=420,
    )
    if (said or "") != note.text:
        with state.store().atomic() as write:
            notes.say(write, note.id, said or "")
        st.rerun(scope="fragment")
