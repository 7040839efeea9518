"""Which calls to hear first, each with its reason and the second to start at; and a random sample beside them.

The order is a fixed sum of four parts that a person can check against the call, not a trained model:
how long and how strongly the longest negative run lasts, how negative the voice is as a whole, how it ends, and how
much it turned. It ranks customers' calls by what is expressed in them; it never ranks agents.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.errors import Unfit, WrongShape
from analysis.labels import english
from data.records import Voice

WHOLE, RUN, END, TURN = 0.4, 0.3, 0.2, 0.1  # weights of the parts; they sum to 1
LASTING = 10.0  # seconds at which a run counts 63 % of one that never ends
WORTH_TELLING = 1.0  # seconds; a shorter run is one word, or the edge of one
TURNED = 0.2  # rise of the negative score that is worth telling
QUARTERS = ("first quarter", "second quarter", "third quarter", "last quarter")


@dataclass(frozen=True, slots=True)
class Entry:
    """One call to hear."""

    row: int  # of the voices given
    urgency: float  # 0 … 1
    kind: str  # of the reason: run, turn or peak
    reason: str  # "customer angry 0.81 for 14 s, last quarter, 03:12"
    second: float  # where to start listening
    until: float  # where ends what the reason tells of


def worklist(
    voices: Sequence[Voice], seconds: Sequence[float], *, labels: Sequence[str], count: int = 15
) -> list[Entry]:
    """The ``count`` most urgent of the voices, each of a call of so many ``seconds``; unread voices are left out.

    ``labels`` are the model's L names, which the numbers of a voice point to.
    """
    if len(voices) != len(seconds):
        raise WrongShape(f"{len(voices)} voices have {len(seconds)} lengths")
    entries = [
        entry(row, voice, length, labels=labels)
        for row, (voice, length) in enumerate(zip(voices, seconds, strict=True))
        if not voice.reason
    ]
    return sorted(entries, key=lambda each: (-each.urgency, each.row))[:count]


def entry(row: int, voice: Voice, seconds: float, *, labels: Sequence[str]) -> Entry:
    """How urgent one voice is, and its strongest reason. A number that an older store lacks counts as 0."""
    numbers = voice.numbers
    length = numbers.get("longest_negative_run", 0.0)
    run = numbers.get("longest_negative_run_score", 0.0) * (1 - np.exp(-length / LASTING))
    turn = max(0.0, numbers.get("shift", 0.0))
    whole, end = numbers.get("negative", 0.0), numbers.get("last_quarter", 0.0)
    urgency = WHOLE * whole + RUN * run + END * end + TURN * turn
    if run and length >= WORTH_TELLING:  # it names a moment, so it speaks whenever there is one
        kind, (reason, second, until) = "run", _run(voice, seconds, labels)
    elif turn >= TURNED:
        kind, (reason, second, until) = "turn", _turn(voice, seconds)
    else:
        kind, (reason, second, until) = "peak", _peak(voice, labels)
    return Entry(row, float(urgency), kind, reason, second, until)


def sample(count: int, total: int, *, seed: int, leave_out: Sequence[int] = ()) -> NDArray[np.int64]:
    """Rows of ``count`` calls drawn evenly from ``total``, in order: what is usual, to hold the worklist against."""
    if count < 0 or total < 0:
        raise Unfit("a sample has 0 or more calls")
    rows = np.setdiff1d(np.arange(total), np.asarray(leave_out, dtype=np.int64))
    drawn = np.random.default_rng(seed).choice(rows, size=min(count, len(rows)), replace=False)
    return np.sort(drawn).astype(np.int64)


def clock(second: float) -> str:
    """Minutes and seconds as on a player: ``03:12``, from an hour on ``1:03:12``.

    >>> clock(192.9), clock(3792)
    ('03:12', '1:03:12')
    """
    minutes, left = divmod(int(second), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{left:02d}" if minutes >= 60 else f"{minutes:02d}:{left:02d}"


def part_of_call(second: float, seconds: float) -> str:
    """Which quarter of the call, by the clock, a second is in."""
    return QUARTERS[min(3, int(4 * second / seconds))] if seconds > 0 else QUARTERS[0]


def _run(voice: Voice, seconds: float, labels: Sequence[str]) -> tuple[str, float, float]:
    numbers = voice.numbers
    start, length = numbers["longest_negative_run_start"], numbers["longest_negative_run"]
    emotion = english(labels[int(numbers["longest_negative_run_label"])])
    score = f"{numbers['longest_negative_run_score']:.2f} for {length:.0f} s"
    where = part_of_call(start + length / 2, seconds)
    return f"{voice.role} {emotion} {score}, {where}, {clock(start)}", start, start + length


def _turn(voice: Voice, seconds: float) -> tuple[str, float, float]:
    second = float(voice.turns[-1, 0]) if len(voice.turns) else 0.0
    last, shift = voice.numbers.get("last_quarter", 0.0), voice.numbers["shift"]
    return f"{voice.role} ends {last:.2f} negative, {shift:+.2f} since the start, {clock(second)}", second, seconds


def _peak(voice: Voice, labels: Sequence[str]) -> tuple[str, float, float]:
    numbers = voice.numbers
    if "peak_label" not in numbers:
        return f"{voice.role}: nothing stands out", 0.0, 0.0
    emotion = english(labels[int(numbers["peak_label"])])
    at = numbers["peak_at"]
    return f"{voice.role} {emotion} {numbers['peak_score']:.2f} at {clock(at)}", at, at
