"""Alert rules: an emotion held above a threshold for some seconds, in whose voice, which part of a call, which queue.

A rule looks at the one-second curve, never at single frames, and short pauses do not end what it sees.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np

from analysis.curves import Curves
from analysis.errors import Unfit
from analysis.labels import NEGATIVE, english
from analysis.runs import runs
from data.records import AGENT, CUSTOMER, MIXED, Floats, Timeline, Whole

PARTS = {
    "any": (0.0, 1.0),
    "first quarter": (0.0, 0.25),
    "first half": (0.0, 0.5),
    "second half": (0.5, 1.0),
    "last quarter": (0.75, 1.0),
}
DURATIONS = (0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 20.0, 30.0, 60.0)  # what is kept of every voice
ANY_NEGATIVE = "negative"  # angry, disgusted, fearful and sad together
MOST = 200  # emotions or queues of one rule
LISTS = ("emotions", "roles", "queues")


@dataclass(frozen=True, slots=True)
class Rule:
    """What to look for. ``Unfit`` says what does not fit together."""

    emotions: tuple[str, ...] = ("angry",)  # English names, or "negative"; one of them is enough
    threshold: float = 0.6  # score, in hundredths
    seconds: float = 3.0  # it must be sustained; one of DURATIONS
    roles: tuple[str, ...] = (CUSTOMER, MIXED)  # never the agent's
    part: str = "any"  # one of PARTS, by the clock of the call
    queues: tuple[str, ...] = ()  # empty: every queue

    def __post_init__(self) -> None:
        if not self.emotions:
            raise Unfit("a rule needs an emotion to look for")
        if not 0 < self.threshold <= 1 or abs(self.threshold * 100 - self.level) > 1e-6:
            raise Unfit(f"a threshold is a score from 0.01 to 1.00, in hundredths; {self.threshold} is not")
        if self.seconds not in DURATIONS:
            known = ", ".join(f"{duration:g}" for duration in DURATIONS)
            raise Unfit(f"an emotion is sustained for {known} seconds; {self.seconds:g} is none of these")
        if self.part not in PARTS:
            raise Unfit(f"a part of the call is one of {', '.join(PARTS)}; {self.part!r} is none")
        if not self.roles or AGENT in self.roles:  # to watch employees' emotions is prohibited in the EU
            raise Unfit("a rule looks at the voices of customers (customer, mixed); agents are not watched")

    @property
    def level(self) -> int:
        """The threshold in hundredths."""
        return round(self.threshold * 100)

    @property
    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        return {name: list(value) if name in LISTS else value for name, value in asdict(self).items()}

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Rule":
        """A rule from JSON; what is not told is as usual. ``Unfit`` for what cannot be."""
        if unknown := [name for name in told if name not in {field.name for field in fields(cls)}]:
            raise Unfit(f"a rule has no {unknown[0]!r}; it has {', '.join(field.name for field in fields(cls))}")
        for name, value in told.items():
            if name in LISTS:
                right = isinstance(value, list | tuple) and len(value) <= MOST
                right = right and all(isinstance(one, str) for one in value)
            else:
                right = isinstance(value, str) if name == "part" else type(value) in (int, float) and abs(value) < 1e6
            if not right:
                raise Unfit(f"{name} of a rule cannot be {str(value)[:80]!r}")
        whole: dict[str, Any] = {
            name: float(value) if isinstance(value, int) else value for name, value in told.items()
        }
        return cls(**whole | {name: tuple(whole[name]) for name in LISTS if name in whole})


# A missed complaint costs more than hearing one call too many; a promotion must not be aimed at a mistaken smile.
PRESETS = {
    "complaints": Rule(("angry",), threshold=0.5),
    "distress": Rule(("fearful",), threshold=0.5),
    "ends badly": Rule((ANY_NEGATIVE,), threshold=0.6, part="last quarter"),
    "marketing": Rule(("happy",), threshold=0.8, seconds=5.0),
}


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """One voice of one call, as a rule looks at it."""

    role: str
    queue: str
    seconds: float  # of the call
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class Episode:
    """A stretch in which a rule's emotion is held."""

    start: float  # seconds
    end: float
    emotion: str
    score: float  # mean over the stretch


def episodes(rule: Rule, subject: Subject, *, labels: Sequence[str]) -> list[Episode]:
    """Everything in the voice that the rule catches, in order of time; nothing where it looks elsewhere.

    ``labels`` are the model's L names; ``Unfit`` if none of them is among the rule's emotions.
    """
    names = emotions(labels)
    if not knows(rule, labels):
        raise Unfit(f"this model does not know {' or '.join(rule.emotions)}; it knows {', '.join(names)}")
    if not concerns(rule, role=subject.role, queue=subject.queue):
        return []
    frames, scores = strengths(subject.timeline, labels=labels)
    step = subject.timeline.step
    first, last = rows_of(rule.part, frames, seconds=subject.seconds, step=step)
    found = []
    for name in dict.fromkeys(rule.emotions):
        if name in names:
            score = scores[first:last, names.index(name)]
            held = runs(score >= np.float32(rule.level / 100), frames[first:last], step=step)
            for start, end in held[held[:, 1] - held[:, 0] >= rule.seconds - step / 2].astype(float):
                inside = slice(*np.searchsorted(frames[first:last], np.round(np.array([start, end]) / step)))
                found.append(Episode(start, end, name, float(score[inside].mean())))
    return sorted(found, key=lambda episode: (episode.start, episode.end))


def knows(rule: Rule, labels: Sequence[str]) -> bool:
    """Whether a model of these labels can hear any of the rule's emotions."""
    return not set(rule.emotions).isdisjoint(emotions(labels))


def concerns(rule: Rule, *, role: str, queue: str) -> bool:
    """Whether the rule is about this role and queue at all."""
    return role in rule.roles and (not rule.queues or queue in rule.queues)


def emotions(labels: Sequence[str]) -> tuple[str, ...]:
    """What a rule can be about with a model of these labels: E names."""
    names = tuple(dict.fromkeys(english(label) for label in labels))
    return (*names, ANY_NEGATIVE) if NEGATIVE & set(names) else names


def strengths(timeline: Timeline, *, labels: Sequence[str]) -> tuple[Whole, Floats]:
    """(T,) frames in speech, and (T, E) one-second scores there of everything a rule can be about."""
    curves = Curves(timeline)
    scores = curves.every_frame()
    columns = np.zeros((len(labels), len(emotions(labels))), dtype=np.float32)
    for row, label in enumerate(labels):
        for column, name in enumerate(emotions(labels)):
            columns[row, column] = english(label) == name or (name == ANY_NEGATIVE and english(label) in NEGATIVE)
    return curves.timeline.frames, scores @ columns


def rows_of(part: str, frames: Whole, *, seconds: float, step: float) -> tuple[int, int]:
    """First row of ``frames`` (T,) in a part of the call, and the row after its last."""
    begin, end = (share * seconds for share in PARTS[part])
    first, last = np.searchsorted(frames * step, [begin - 1e-6, max(end, begin) + 1e-6])
    return int(first), int(last)
