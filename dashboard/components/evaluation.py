"""How well a model reads an own set of labelled recordings: a table is sent, and held against the stored readings."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import formats, state
from dashboard.components.waiting import wait_for
from dashboard.texts import catalogue, reason, text
from data import evaluations, jobs
from data.errors import DataError
from data.evaluations import Kept
from data.records import Model

JOB = "evaluation_job"  # in the session: the comparison that was asked for
UNKNOWN = "labels_the_model_does_not_have"  # of a report
LABELS_WIDTH, CONFUSIONS_WIDTH = 470, 580  # pixels of the tables: five columns, and up to ten
COLUMNS = ("emotion", "count", "found", "range", "right")


def draw_evaluation(model: Model) -> None:
    """The choice of a table, how far the comparison is, and what the newest one says of this model."""
    st.subheader(text("evaluation.title"), anchor=False)
    st.caption(formats.literal(text("evaluation.about", model=model.name)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        file = st.file_uploader(
            text("evaluation.file"),
            type=["csv"],
            max_upload_size=evaluations.MOST_BYTES >> 20,
            key="evaluation_table",
            width=460,
        )
        if st.button(text("evaluation.compare"), disabled=file is None, key="evaluation_compare") and file is not None:
            _ask(model, file.name, file.getvalue())
    job = st.session_state.get(JOB)
    if job is not None and not _is_over(job):
        wait_for(job, about="evaluation", forget=_forget)
    with state.store().reading() as read:
        kept = evaluations.newest(read, model=model.key)
    if kept is not None:
        _draw(kept)


def _ask(model: Model, name: str, content: bytes) -> None:
    try:
        with state.store().atomic() as write:
            options = {"model": model.key, "table": evaluations.keep_table(write, content, name=name)}
            st.session_state[JOB] = jobs.ask(write, evaluations.KIND, options=options)
    except DataError as error:
        st.text(reason(str(error)))


def _is_over(job: int) -> bool:
    """Whether a comparison was made; one that failed stays to say why."""
    with state.store().reading() as read:
        return jobs.find(read, job).state == jobs.DONE


def _forget() -> None:
    st.session_state.pop(JOB, None)


def _draw(kept: Kept) -> None:
    """What share was read as people heard it, altogether and of each emotion, and what could not be counted."""
    told = kept.report
    st.text(text("evaluation.of", table=kept.table, when=formats.moment(kept.made_at)))
    figures = {
        "accuracy": told["free_choice"]["accuracy"],
        "recall": told["free_choice"]["unweighted_average_recall"],
        "among": told["among_the_tables_labels"]["unweighted_average_recall"],
    }
    columns = st.columns(len(figures) + 1)
    for place, (name, (value, low, high)) in zip(columns, figures.items(), strict=False):
        place.metric(text(f"evaluation.{name}"), formats.share(value), help=text(f"evaluation.{name}_help"))
        place.caption(text("evaluation.between", low=formats.share(low), high=formats.share(high)))
    columns[-1].metric(text("evaluation.counted"), formats.count(told["counted"]))
    columns[-1].caption(text("evaluation.of_rows", rows=formats.count(told["rows"])))
    with st.container(horizontal=True, gap="medium"):  # one below the other where the page is narrow
        with st.container(width=LABELS_WIDTH):
            _draw_labels(told["free_choice"])
        with st.container(width=CONFUSIONS_WIDTH):
            _draw_confusions(told["free_choice"])
    _draw_left_out(told)
    page = kept.page.encode()
    st.download_button(
        text("evaluation.page"), page, "evaluation.html", "text/html", on_click="ignore", icon=":material/download:"
    )


def _draw_labels(told: Mapping[str, Any]) -> None:
    st.caption(text("evaluation.labels"))
    rows = [
        {
            "emotion": _name(one["label"]),
            "count": one["count"],
            "found": _share(one["recall"]),
            "range": _range(one["recall"]),
            "right": _share(one["precision"]),
        }
        for one in told["per_label"]
        if one["count"]
    ]
    columns = {
        name: st.column_config.Column(text(f"evaluation.{name}"), alignment="left" if name == "emotion" else "right")
        for name in COLUMNS
    }
    st.dataframe(rows, column_config=columns, hide_index=True, key="evaluation_labels")


def _draw_confusions(told: Mapping[str, Any]) -> None:
    """Counts: a row for what people heard, a column for what the model heard; what never occurs is left out."""
    st.caption(text("evaluation.confusions"))
    table, names = told["confusion"], [_name(label) for label in told["labels"]]
    heard = [column for column in range(len(names)) if any(row[column] for row in table)]
    rows = [
        {text("evaluation.heard_as"): names[number], **{names[column]: row[column] for column in heard}}
        for number, row in enumerate(table)
        if any(row)
    ]
    st.dataframe(rows, hide_index=True, key="evaluation_confusions")


def _draw_left_out(told: Mapping[str, Any]) -> None:
    """Rows that count nowhere, and why: labels the model does not have, and what was not read."""
    unknown = {text("evaluation.unknown", label=name): count for name, count in told[UNKNOWN].items()}
    left_out = unknown | {reason(why): count for why, count in told["rows_not_read"].items()}
    if not left_out:
        return
    with st.expander(text("evaluation.left_out", count=formats.count(sum(left_out.values())))):
        rows = [{"why": why, "count": count} for why, count in left_out.items()]
        names = {"why": text("evaluation.why"), "count": text("evaluation.count")}
        st.dataframe(rows, column_config=names, hide_index=True, key="evaluation_left_out")


def _name(label: str) -> str:
    key = f"emotion.{label}"
    return text(key) if key in catalogue() else label


def _share(told: list[float] | None) -> str:
    """A share; a dash where it is one of nothing."""
    return "–" if told is None else formats.share(told[0])


def _range(told: list[float] | None) -> str:
    return "–" if told is None else text("evaluation.range_of", low=round(told[1] * 100), high=round(told[2] * 100))
