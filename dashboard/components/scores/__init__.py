"""Cards of what was read in each voice of a call: the verdict, the nine scores, the numbers of its course."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from analysis.labels import english
from dashboard import formats, palette
from dashboard.components.assets import script, style
from dashboard.components.scores.quarters import quarters_of
from dashboard.texts import catalogue, reason, text, translate
from dashboard.thresholds import thresholds
from data import result
from data.records import LOW_CONFIDENCE, Floats, Model, Timeline, Voice

SHARES = ("talk_ratio", "silence", "overlap")
SECONDS = ("speech_seconds", "longest_negative_run", "recovery")
LONG = 120.0  # seconds from which a length reads better as minutes
SHOWN = (
    "speech_seconds", "talk_ratio", "silence", "overlap", "turns", "negative", "longest_negative_run", "recovery",
    "margin",
)  # fmt: skip


def draw_scores(
    voices: Sequence[Voice],
    *,
    model: Model,
    timelines: Mapping[str, Timeline],
    whole: Sequence[str] = (),
    key: str,
) -> None:
    """One card per voice, with its quarters where its role has a timeline.

    ``whole`` are roles whose verdict is over the whole file, as FunASR gives it.
    """
    cards = st.components.v2.component(
        "toneatlas_scores",
        html='<div class="cards"></div>',
        css=style("scores/scores.css"),
        js=script("kit.js", "scores/quarters.js", "scores/scores.js"),
    )
    told = [
        _card(voice, model, voice.role in whole) | {"quarters": quarters_of(voice, timelines.get(voice.role), model)}
        for voice in voices
    ]
    cards(key=key, data={"cards": told})


def role_name(role: str) -> str:
    """A role as people say it; a speaker's own name where it is no role of ours."""
    return text(f"role.{role}") if f"role.{role}" in catalogue() else role


def both_names(label: str) -> str:
    """``angry 生气``: an emotion in both languages, the page's own first."""
    key = f"emotion.{english(label)}"
    if key not in catalogue():
        return label
    own, other = text(key), {translate(key, "en"), translate(key, "zh")} - {text(key)}
    return " ".join([own, *other])


def _card(voice: Voice, model: Model, whole: bool) -> dict[str, Any]:
    scores = result.headline(voice, whole=whole)
    if scores is None:
        return {
            "title": role_name(voice.role),
            "emoji": "",  # a voice nobody has read expresses nothing, not even the model's "unknown"
            "label": text("call.unread"),
            "said": reason(voice.reason),
            "advice": "",
            "scores": [],
            "numbers": _numbers(voice),
        }
    best = int(scores.argmax())
    return {
        "title": role_name(voice.role),
        "emoji": palette.emoji(model.labels[best]),
        "label": both_names(model.labels[best]),
        "said": text("call.whole" if whole else "call.speech", confidence=formats.score(float(scores[best]))),
        "advice": _advice(voice),
        "scores": _bars(scores, model),
        "numbers": _numbers(voice),
    }


def _bars(scores: Floats, model: Model) -> list[dict[str, Any]]:
    named = {english(label): float(score) for label, score in zip(model.labels, scores, strict=True)}
    return [
        {"name": name, "label": both_names(name), "value": named[name], "text": formats.score(named[name])}
        for name in palette.NAMES
        if name in named
    ]


def _advice(voice: Voice) -> str:
    if "little_speech" in voice.flags:
        return text("call.advice_short")
    return text("call.advice_weak") if LOW_CONFIDENCE in voice.warnings(thresholds().weak) else ""


def _numbers(voice: Voice) -> list[dict[str, str]]:
    return [
        {
            "label": text(f"number.{name}"),
            "value": _said(name, voice.numbers[name]),
            "help": text(f"number.{name}_help"),
        }
        for name in SHOWN
        if name in voice.numbers
    ]


def _said(name: str, value: float) -> str:
    if name in SHARES:
        return formats.share(value)
    if name in SECONDS:
        if value >= LONG:
            return formats.clock(value)
        return text("voices.seconds", seconds=f"{value:.1f}")
    return f"{value:.0f}" if name == "turns" else formats.score(value)
