"""The four quarters of what a voice says: the nine scores of each, beside how far it turned from start to end."""

from typing import Any

from analysis.course import quarter_spans, quarters
from analysis.labels import english, negative
from analysis.scores import in_speech
from analysis.summary import LITTLE_SPEECH
from dashboard import formats, palette
from dashboard.texts import catalogue, text
from data.records import Floats, Model, Timeline, Voice


def quarters_of(voice: Voice, timeline: Timeline | None, model: Model) -> dict[str, Any] | None:
    """What the script draws; None for a voice of which no speech was read."""
    if timeline is None or voice.speech_scores is None:
        return None
    speech = in_speech(timeline)
    pale = len(speech.frames) * speech.step / 4 < LITTLE_SPEECH
    parts = zip(quarters(speech), quarter_spans(speech), strict=True)
    shift = voice.numbers.get("shift")
    return {
        "title": text("quarters.title"),
        "help": text("quarters.help"),
        "shift": "" if shift is None else text("quarters.shift", shift=f"{shift:+.2f}"),
        "shift_help": text("quarters.shift_help"),
        "pale": pale,
        "parts": [_part(scores, span, model) for scores, span in parts],
    }


def _part(scores: Floats, span: Floats, model: Model) -> dict[str, Any]:
    names = [english(label) for label in model.labels]
    said = dict(zip(names, (float(score) for score in scores), strict=True))
    leading = max(said, key=said.__getitem__)
    return {
        "span": text("quarters.span", start=formats.clock(float(span[0])), end=formats.clock(float(span[1]))),
        "leading": f"{_name(leading)} {formats.score(said[leading])}",
        "negative": text("quarters.negative", score=formats.score(float(scores[negative(model.labels)].sum()))),
        "scores": [
            {"name": name, "value": said[name], "text": f"{_name(name)} {formats.score(said[name])}"}
            for name in palette.NAMES
            if name in said
        ],
    }


def _name(emotion: str) -> str:
    return text(f"emotion.{emotion}") if f"emotion.{emotion}" in catalogue() else emotion
