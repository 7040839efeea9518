"""Labels put on a region of a call: which windows it means, what was answered here already, and the buttons."""

import streamlit as st

from dashboard import formats, own, state
from dashboard.calls import Call
from dashboard.texts import text
from data import labels
from data.labels import EMOTION, Label, LabelSet


def draw_labelling(call: Call, region: tuple[float, float] | None) -> None:
    """Buttons for a chosen region, and what was answered in this call; call it inside a fragment."""
    with state.store().reading() as read:
        known = {found.id: found for found in labels.load(read)}
        answered = labels.in_recording(read, call.recording.id)
    if known and region is not None:
        _draw_buttons(call, region, known)
    if answered:
        _draw_answered({known[number]: told for number, told in answered.items()})


def _draw_buttons(call: Call, region: tuple[float, float], known: dict[int, LabelSet]) -> None:
    meant = own.windows_of(call.recording.id, call.first, model=call.model.key, span=region)
    if not meant:
        st.caption(text("own.no_window"))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by_name = {found.name: found for found in known.values()}
        name = st.selectbox(text("own.label_as"), list(by_name), key="label_as", width=240)
        emotion = by_name[name].kind == EMOTION
        answers = ((True, "own.yes"), (False, "own.no")) if emotion else ((True, "own.add"),)
        for answer, said in answers:
            if st.button(text(said), key=said):
                given = [Label(one.recording, one.role, one.start, one.end, answer) for one in meant]
                with state.store().atomic() as write:
                    labels.put(write, by_name[name].id, given)
                st.rerun(scope="fragment")
        st.caption(text("own.windows_here", spans=", ".join(_span(one) for one in meant)))


def _draw_answered(answered: dict[LabelSet, list[Label]]) -> None:
    st.subheader(text("own.labelled"), anchor=False)
    for label_set, told in answered.items():
        for label in told:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.caption(_span(label), width=90)
                said = "own.labelled_yes" if label.answer else "own.labelled_no"
                st.text(text(said, name=label_set.name), width=320)
                key = f"unlabel{label_set.id}/{label.role}/{label.start}"
                if st.button(text("call.remove"), key=key, type="tertiary", icon=":material/close:"):
                    with state.store().atomic() as write:
                        labels.withdraw(write, label_set.id, [label])
                    st.rerun(scope="fragment")


def _span(label: Label) -> str:
    return f"{formats.clock(label.start, tenths=True)}–{formats.clock(label.end, tenths=True)}"
