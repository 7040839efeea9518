"""The invented calls, as ``day.toml`` tells them."""

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.records import AGENT, CUSTOMER

MOODS = ("neutral", "happy", "angry", "fearful", "sad", "surprised")
LINE = re.compile(r"(?P<early>\+ )?(?P<role>agent|customer)(?: (?P<mood>\w+))?: (?P<text>.+)")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A synthetic voice: an espeak-ng variant and its base pitch, 0 to 99."""

    variant: str
    pitch: int


@dataclass(frozen=True, slots=True)
class Line:
    """What one side says in one go. ``early`` lines come in before the line before them has ended."""

    role: str
    mood: str
    text: str
    early: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """One scripted call; ``format`` is a key of ``encode.FORMATS``, ``kind`` says how the call goes."""

    started_at: datetime
    agent: str
    queue: str
    language: str
    customer: str
    kind: str
    format: str
    speakers: dict[str, Speaker]  # by role
    lines: tuple[Line, ...]


def load_day(path: Path) -> list[Call]:
    """All calls of a day, in the order of the file; ``ValueError`` names the line that cannot be understood."""
    day = tomllib.loads(path.read_text(encoding="utf-8"))
    agents = {name: Speaker(**voice) for name, voice in day["agents"].items()}
    return [
        Call(
            started_at=datetime.combine(day["date"], call["at"]),
            agent=call["agent"],
            queue=call["queue"],
            language=call["language"],
            customer=call["customer"]["id"],
            kind=call["kind"],
            format=call["format"],
            speakers={
                AGENT: agents[call["agent"]],
                CUSTOMER: Speaker(call["customer"]["variant"], call["customer"]["pitch"]),
            },
            lines=tuple(parse_line(line) for line in call["talk"].splitlines()),
        )
        for call in day["call"]
    ]


def parse_line(text: str) -> Line:
    """One line of a talk: an optional ``+``, the role, an optional mood, a colon, and what is said."""
    found = LINE.fullmatch(text)
    if found is None:
        raise ValueError(f"not a line of a talk: {text!r}")
    mood = found["mood"] or "neutral"
    if mood not in MOODS:
        raise ValueError(f"no such mood: {mood!r} in {text!r}")
    return Line(role=found["role"], mood=mood, text=found["text"], early=found["early"] is not None)
