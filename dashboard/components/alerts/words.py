"""Rules and what they caught, in the page's words."""

from analysis.alerts import ANY_NEGATIVE, Rule
from analysis.review import precision
from dashboard import formats
from dashboard.texts import catalogue, text
from data.hits import Count


def emotion_name(name: str) -> str:
    """An emotion that a rule can be about."""
    if name == ANY_NEGATIVE:
        return text("alerts.negative")
    return text(f"emotion.{name}") if f"emotion.{name}" in catalogue() else name


def part_name(part: str) -> str:
    """A part of the call."""
    return text(f"alerts.part_{part.replace(' ', '_')}")


def rule_sentence(rule: Rule) -> str:
    """What a rule looks for, in one line."""
    emotions = text("alerts.or").join(emotion_name(name) for name in rule.emotions)
    said = [
        text("alerts.looks_for", emotion=emotions, score=formats.score(rule.threshold), seconds=f"{rule.seconds:g}")
    ]
    if rule.part != "any":
        said.append(part_name(rule.part))
    return " · ".join([*said, *rule.queues])


def caught_sentence(emotion: str, score: float, *, start: float, stop: float) -> str:
    """What was caught: what, how strongly, how long, when."""
    return text(
        "alerts.caught_at",
        emotion=emotion_name(emotion),
        score=formats.score(score),
        seconds=f"{stop - start:.0f}",
        at=formats.clock(start),
    )


def precision_sentence(count: Count) -> str:
    """How often those who listened agreed; a dash before anybody did."""
    if not count.heard:
        return "–"
    right = precision([True] * count.confirmed + [False] * count.false_alarms)
    share, low, high = (formats.share(value) for value in (right.value, right.low, right.high))
    return text("alerts.precision", heard=count.heard, share=share, low=low, high=high)
