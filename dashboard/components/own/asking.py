"""Windows to hear and to answer, the next ones to ask about and those answered already."""

from collections.abc import Sequence

import streamlit as st

from dashboard import own, state
from dashboard.components.own.windows import NO, YES, Asked, draw_windows, signs, touched_in
from dashboard.components.table import Touched, Verdict
from dashboard.texts import text
from data import labels
from data.labels import EMOTION, Label, LabelSet
from data.records import Model

SHOWN = 50  # labels listed


def draw_asking(label_set: LabelSet, model: Model) -> None:
    """Ten windows to answer; they stay until somebody asks for others, so that nothing moves under the hand."""
    st.subheader(text("own.ask"), anchor=False, help=text("own.ask_help"))
    key = f"asked:{label_set.id}:{model.key}"
    if key not in st.session_state:
        st.session_state[key] = own.batch(label_set, model.key)
    asked: Sequence[Label] = st.session_state[key]
    if not asked:
        st.text(text("own.nothing_to_ask"))
    else:
        answers = _answers(label_set, asked)
        told = Asked(asked, answers, signs(label_set.name))
        _act(label_set, asked, draw_windows(told, model, key="asking", playlist=True))
        st.caption(text("own.answered", count=sum(1 for answer in answers if answer), all=len(asked)))
    if st.button(text("own.others"), icon=":material/casino:"):
        del st.session_state[key]
        st.rerun()


def draw_labels(label_set: LabelSet, model: Model) -> None:
    """What was answered already, to hear it again and to change it."""
    with state.store().reading() as read:
        told = labels.of(read, label_set.id)
    if not told:
        if label_set.kind != EMOTION:
            st.text(text("own.no_examples"))
        return
    with st.expander(text("own.all_labels", count=len(told)), expanded=label_set.kind != EMOTION):
        shown = told[:SHOWN]
        if len(told) > SHOWN:
            st.caption(text("own.first_labels", count=SHOWN))
        emotion = label_set.kind == EMOTION
        answers = [(YES if label.answer else NO) if emotion else "" for label in shown]
        verdicts = signs(label_set.name) if emotion else [Verdict(YES, "✕", text("own.leave_out"))]
        _act(label_set, shown, draw_windows(Asked(shown, answers, verdicts), model, key="labels"))


def _answers(label_set: LabelSet, asked: Sequence[Label]) -> list[str]:
    with state.store().reading() as read:
        told = {(label.recording, label.role, label.start): label.answer for label in labels.of(read, label_set.id)}
    said = [told.get((label.recording, label.role, label.start)) for label in asked]
    return ["" if answer is None else YES if answer else NO for answer in said]


def _act(label_set: LabelSet, shown: Sequence[Label], touched: Touched) -> None:
    label = touched_in(shown, touched.judged) if touched.verdict in (YES, NO) else None
    if label is not None:
        own.answer(label_set, label, yes=touched.verdict == YES)
        st.rerun()
