"""Alert rules: an emotion above a threshold for so many seconds, in whose voice, which part of a call, which queue.

A rule looks at the one-second curve, never at single frames, and short pauses do not end what it sees.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.curves import Curves
from analysis.errors import Unfit
from analysis.intervals import Interval, wilson
from analysis.labels import NEGATIVE, english
from analysis.runs import runs
from data.records import CUSTOMER, Floats, Timeline

PARTS = {
    "any": (0.0, 1.0),
    "first quarter": (0.0, 0.25),
    "first half": (0.0, 0.5),
    "second half": (0.5, 1.0),
    "last quarter": (0.75, 1.0),
}
ANY_NEGATIVE = "negative"  # angry, disgusted, fearful and sad together


@dataclass(frozen=True, slots=True)
class Rule:
    """What to look for. ``Unfit`` says what does not fit together."""

    emotion: str = "angry"  # English name, or "negative"
    threshold: float = 0.6  # score, 0 … 1
    seconds: float = 3.0  # it must be sustained
    role: str = CUSTOMER
    part: str = "any"  # one of PARTS, by the clock of the call
    queues: tuple[str, ...] = ()  # empty: every queue

    def __post_init__(self) -> None:
        if not 0 < self.threshold <= 1:
            raise Unfit(f"a threshold lies between 0 and 1; {self.threshold} does not")
        if not 0 <= self.seconds <= 3600:
            raise Unfit(f"an emotion is sustained for 0 to 3600 seconds; {self.seconds} is outside")
        if self.part not in PARTS:
            raise Unfit(f"a part of the call is one of {', '.join(PARTS)}; {self.part!r} is none")


# A missed complaint costs more than hearing one call too many; a promotion must not be aimed at a mistaken smile.
PRESETS = {
    "complaints": Rule("angry", threshold=0.5, seconds=3),
    "distress": Rule("fearful", threshold=0.5, seconds=3),
    "ends badly": Rule(ANY_NEGATIVE, threshold=0.6, seconds=3, part="last quarter"),
    "marketing": Rule("happy", threshold=0.8, seconds=5),
}


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """One voice of one call, as a rule looks at it."""

    role: str
    queue: str
    seconds: float  # of the call
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class Preview:
    """How many calls a rule would have caught."""

    caught: tuple[int, ...]  # rows of the subjects
    looked_at: int  # voices of the rule's role and queues

    @property
    def share(self) -> Interval:
        """Of the voices looked at."""
        return wilson(len(self.caught), self.looked_at)


def episodes(rule: Rule, subject: Subject, *, labels: Sequence[str]) -> Floats:
    """(N, 2) start and end in seconds of everything in the voice that the rule catches; none where it looks elsewhere.

    ``labels`` are the model's L names; ``Unfit`` if none of them is the rule's emotion.
    """
    wanted = NEGATIVE if rule.emotion == ANY_NEGATIVE else {rule.emotion}
    columns = np.array([english(label) in wanted for label in labels], dtype=np.bool_)
    if not columns.any():
        raise Unfit(f"this model does not know {rule.emotion!r}; it knows {', '.join(map(english, labels))}")
    if not concerns(rule, subject):
        return np.zeros((0, 2), dtype=np.float32)
    curves = Curves(subject.timeline)
    frames, step = curves.timeline.frames, curves.timeline.step
    score = curves.every_frame()[:, columns].sum(axis=1)
    begin, end = (share * subject.seconds for share in PARTS[rule.part])
    inside = (frames * step >= begin - 1e-6) & (frames * step < max(end, begin) + 1e-6)
    found = runs((score >= rule.threshold) & inside, frames, step=step)
    return found[found[:, 1] - found[:, 0] >= rule.seconds - step / 2]


def concerns(rule: Rule, subject: Subject) -> bool:
    """Whether the rule is about this role and queue at all."""
    return rule.role == subject.role and (not rule.queues or subject.queue in rule.queues)


def preview(rule: Rule, subjects: Iterable[Subject], *, labels: Sequence[str]) -> Preview:
    """Try a rule on stored calls before it is switched on."""
    caught, looked_at = [], 0
    for row, subject in enumerate(subjects):
        looked_at += concerns(rule, subject)
        if len(episodes(rule, subject, labels=labels)):
            caught.append(row)
    return Preview(tuple(caught), looked_at)


def emotions(labels: Sequence[str]) -> tuple[str, ...]:
    """What a rule can be about with a model of these labels."""
    names = tuple(dict.fromkeys(english(label) for label in labels))
    return (*names, ANY_NEGATIVE) if NEGATIVE & set(names) else names
