"""Learning an own emotion: what there is to learn from, how well it was learned, and which version is in use."""

from functools import partial

import streamlit as st

from analysis.own_trial import MORE_LABELS
from dashboard import formats, own, state
from dashboard.charts.learning import draw_learning
from dashboard.components.waiting import wait_for
from dashboard.texts import text
from data import labels, own_values, versions
from data.labels import APART, EMOTION, LEAST, LabelSet, Tally
from data.records import Model
from data.versions import Version


def draw_training(label_set: LabelSet, model: Model) -> None:
    """The labels in numbers, the button that learns them, and what came of it."""
    with state.store().reading() as read:
        told = Tally.of(labels.of(read, label_set.id))
        known = versions.of_set(read, label_set.id, model=model.key)
    emotion = label_set.kind == EMOTION
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(_tally(label_set, told), width="content")
        enough = told.enough if emotion else told.yes > 0
        if st.button(text("own.train"), type="primary", disabled=not enough, icon=":material/model_training:"):
            own.ask_for(label_set, model.key)
    if not enough and emotion:
        st.text(text("own.too_few", least=LEAST, apart=APART))
    job = own.job_of(label_set, model.key)
    if job is not None:
        wait_for(job.id, about="own", forget=partial(own.ask_for, label_set, model.key))
    in_use = next((version for version in known if version.in_use), None)
    if in_use is not None:
        _draw_result(in_use)
    if len(known) > 1:
        _draw_versions(known)


def _draw_result(version: Version) -> None:
    """What was learned: said with its accuracy, and in how much of what is stored it is heard."""
    with state.store().reading() as read:
        count, heard = own_values.count(read, version.id)
    st.text(text("own.in_use", number=version.number, said=own.said(version)))
    told = version.details
    if told["left_out"]:
        st.caption(text("own.left_out", count=told["left_out"]))
    if version.of.kind != EMOTION:
        st.caption(text("own.alike", own=formats.score(told["own"]), count=formats.count(count)))
        return
    st.caption(text("own.applied", count=formats.count(count), heard=formats.count(heard)))
    if told["accuracy"][1] <= told["chance"]:
        st.text(text("own.guessing"))
    left, right = st.columns([3, 2])
    with left:
        figure = draw_learning(told["curve"], told["accuracy"], chance=told["chance"], theme=state.theme())
        st.plotly_chart(figure, key="learning", theme=None, config={"displayModeBar": False})
    with right:
        found = {name: formats.share(share) for name, share in told["recalls"].items()}
        st.text(text("own.recalls", yes=found["yes"], no=found["no"]))
        st.text(_advice(version))
        st.caption(text("own.accuracy_help", chance=formats.score(told["chance"])))


def _tally(label_set: LabelSet, told: Tally) -> str:
    if label_set.kind != EMOTION:
        return text("own.tally_sample", yes=told.yes, recordings=told.yes_recordings)
    return text(
        "own.tally_emotion",
        yes=told.yes,
        no=told.no,
        yes_recordings=told.yes_recordings,
        no_recordings=told.no_recordings,
    )


def _advice(version: Version) -> str:
    advice = version.details["advice"]
    label = text(f"own.windows_{advice['label']}", name=version.of.name)
    said = {"count": MORE_LABELS, "label": label, "recall": formats.share(advice["recall"])}
    return text(f"own.advice_{advice['kind']}", **said)


def _draw_versions(known: list[Version]) -> None:
    """The versions, newest first, with the ways back and away."""
    with st.expander(text("own.versions", count=len(known))):
        for version in known:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                when = formats.moment(version.made_at)
                st.text(text("own.version", number=version.number, said=own.said(version), when=when), width=620)
                if version.in_use:
                    st.badge(text("own.used"))
                elif st.button(text("own.use"), key=f"use{version.id}", type="tertiary"):
                    own.ask_for(version.of, version.model, version=version.id)
                    st.rerun()
                if not version.in_use and st.button(text("own.remove"), key=f"drop{version.id}", type="tertiary"):
                    with state.store().atomic() as write:
                        versions.erase(write, version.id)
                    st.rerun()
