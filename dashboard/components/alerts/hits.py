"""What the rules caught, as a table to hear: each call with its rule and its second, judged by one press."""

import contextlib
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard import formats, state
from dashboard.components.alerts.trial import clip_around
from dashboard.components.alerts.words import caught_sentence
from dashboard.components.table import Row, Touched, Verdict, draw_table
from dashboard.components.voices import columns_of, labels_of, row_of
from dashboard.components.worklist import SIGNS
from dashboard.texts import text
from data import hits, outlines, rules
from data.errors import Missing
from data.hits import Hit, Wanted
from data.records import Model, Recording, Voice

COLUMNS = ("play", "reason", "rule", "course", "started_at", "agent", "queue", "flags", "verdict")
PAGE = 25


@st.fragment
def draw_hits(wanted: Wanted, *, model: Model, key: str) -> None:
    """One page of hits; a verdict redraws this part alone."""
    page = int(st.session_state.get(f"{key}_page", 0))
    with state.store().reading() as read:
        total = hits.total(read, wanted)
        page = min(page, max(0, total - 1) // PAGE)
        shown = hits.page(read, wanted, offset=page * PAGE, limit=PAGE)
        names = {rule.id: rule.name for rule in rules.load(read)}
    if not shown:
        st.caption(text("alerts.no_hits"))
        return
    touched = _draw(shown, names, model=model, key=key)
    if total > PAGE:
        _choose_page(page, total, key=key)
    _act(touched, model)


def _draw(shown: Sequence[tuple[Recording, Voice, Hit]], names: dict[int, str], *, model: Model, key: str) -> Touched:
    with state.store().reading() as read:
        lines = outlines.load(read, [recording.id for recording, _, _ in shown], model=model.key)
    rows: list[Row] = []
    for recording, voice, hit in shown:
        said = caught_sentence(hit.emotion, hit.score, start=hit.start, stop=hit.stop)
        row = row_of(
            recording,
            voice,
            model=model,
            outlines=lines,
            clip=clip_around(recording.id, hit.start, hit.stop, seconds=recording.seconds),
            reason=[said, recording.name],
            rule=names.get(hit.rule, ""),
            at=hit.start,
            verdict=hit.verdict,
        )
        rows.append(replace(row, id=f"{row.id}/{hit.rule}"))
    verdicts = [Verdict(one, sign, text(f"table.{one}")) for one, sign in SIGNS.items()]
    return draw_table(columns_of(*COLUMNS), rows, key=key, labels=labels_of(model), verdicts=verdicts)


def _choose_page(page: int, total: int, *, key: str) -> None:
    pages = (total - 1) // PAGE + 1
    with st.container(horizontal=True, vertical_alignment="center"):
        for name, to, possible in (("newer", page - 1, page > 0), ("older", page + 1, page < pages - 1)):
            st.button(
                text(f"alerts.{name}"),
                key=f"{key}_{name}",
                disabled=not possible,
                on_click=st.session_state.__setitem__,
                args=(f"{key}_page", to),
            )
        st.caption(text("alerts.page", page=page + 1, pages=pages, total=formats.count(total)))


def _act(touched: Touched, model: Model) -> None:
    """Keep a verdict, or open the call that was pressed."""
    if touched.verdict:
        voice, _, rule = touched.judged.rpartition("/")
        recording, _, role = voice.partition("/")
        hit = {"rule": int(rule), "recording": recording, "model": model.key, "role": role}
        with contextlib.suppress(Missing), state.store().atomic() as write:  # its rule was changed meanwhile
            hits.judge(write, hit, touched.verdict)
        st.rerun(scope="fragment")
    state.open_touched(touched)
