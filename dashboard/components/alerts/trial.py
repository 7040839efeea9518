"""What a rule would have caught, answered while it is edited: how many, at which threshold, and a few to hear."""

import streamlit as st

from analysis.alerts import Rule, knows
from dashboard import formats, previews, state
from dashboard.charts.thresholds import draw_thresholds
from dashboard.components.alerts.words import caught_sentence
from dashboard.components.table import Clip, draw_table
from dashboard.components.voices import columns_of, labels_of, row_of
from dashboard.previews import ALL, DAY, PERIODS, Example, Preview
from dashboard.texts import text
from data import held, outlines
from data.records import Model

COLUMNS = ("play", "reason", "course", "started_at", "queue", "flags")
BEFORE, AFTER = 1.0, 1.5  # seconds heard around a stretch
MOST = 20.0  # seconds heard of a long one


def draw_trial(rule: Rule, *, model: Model) -> None:
    """The preview of a rule over a period that somebody chooses."""
    period = st.segmented_control(
        text("alerts.period"),
        PERIODS,
        default=DAY,
        required=True,
        format_func=lambda name: text(f"alerts.period_{name}"),
        key="alerts_period",
        label_visibility="collapsed",
    )
    if not knows(rule, model.labels):
        st.text(text("alerts.model_unknown"))
        return
    with state.store().reading() as read:
        question, newest = previews.within(read, previews.question_of(rule, model=model), period)
        found = previews.preview(read, rule, question, model=model)
        lacking = held.lacking(read)
    day = formats.day(newest) if newest and period != ALL else text("alerts.all_days")
    _say(found, text(f"alerts.of_{period}", day=day) if newest else day)
    if lacking:
        st.caption(text("alerts.lacking", count=formats.count(lacking)))
    if found.tally.total:
        names = (text("alerts.threshold"), text("alerts.caught"))
        figure = draw_thresholds(found.tally.caught, level=found.level, names=names, theme=state.theme())
        st.plotly_chart(figure, key="thresholds", theme=None, config={"displayModeBar": False})
    if found.examples:
        st.caption(text("alerts.examples"))
        _draw_examples(found.examples, model)


def _say(found: Preview, when: str) -> None:
    share = found.tally.share(found.level)
    if not found.tally.total:
        st.text(text("alerts.nothing_to_try", when=when))
        return
    st.text(
        text(
            "alerts.would",
            caught=formats.count(found.caught),
            total=formats.count(found.tally.total),
            when=when,
            share=_share(share.value),
            low=_share(share.low),
            high=_share(share.high),
        )
    )


def _share(value: float) -> str:
    """Rare things need a decimal: 0.4 % is not 0 %."""
    return text("format.share", value=f"{value * 100:.1f}")


def clip_around(recording: str, start: float, stop: float, *, seconds: float) -> Clip:
    """What is heard of a stretch."""
    first = max(0.0, start - BEFORE)
    return Clip(recording, first, min(seconds, stop + AFTER, first + MOST))


def _draw_examples(examples: tuple[Example, ...], model: Model) -> None:
    with state.store().reading() as read:
        lines = outlines.load(read, [one.recording.id for one in examples], model=model.key)
    rows = []
    for one in examples:
        call, episode = one.recording, one.episode
        said = caught_sentence(episode.emotion, episode.score, start=episode.start, stop=episode.end)
        clip = clip_around(call.id, episode.start, episode.end, seconds=call.seconds)
        rows.append(
            row_of(call, one.voice, model=model, outlines=lines, clip=clip, at=episode.start, reason=[said, call.name])
        )
    state.open_touched(draw_table(columns_of(*COLUMNS), rows, key="examples", labels=labels_of(model)))
