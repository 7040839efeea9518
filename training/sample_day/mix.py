"""Lines of speech set on the two channels of a telephone call."""

from dataclasses import dataclass

import numpy as np

from data.records import AGENT, CUSTOMER, Floats
from training.sample_day.acting import ACTINGS, act, telephone
from training.sample_day.script import Call, Line
from training.sample_day.speech import speak

RATE = 8_000  # Hz
NOISE = 10 ** (-62 / 20)  # of full scale: a quiet line is not digitally silent
CHANNELS = {AGENT: 0, CUSTOMER: 1}


@dataclass(frozen=True, slots=True)
class Turn:
    """When one line is heard, in seconds."""

    role: str
    start: float
    end: float
    mood: str


def mix(call: Call, seed: int) -> tuple[Floats, list[Turn]]:
    """The call as samples (2, N) in -1 … 1 at 8 kHz, agent left, and its turns in order of their start."""
    rng = np.random.default_rng(seed)
    spoken = [_say(call, line, rng) for line in call.lines]
    turns: list[Turn] = []
    end = rng.uniform(0.3, 0.7)
    for line, samples in zip(call.lines, spoken, strict=True):
        pause = -rng.uniform(0.5, 0.8) if line.early else ACTINGS[line.mood].gap * rng.uniform(0.7, 1.3)
        start = round((end + pause) * RATE) / RATE
        end = start + len(samples) / RATE
        turns.append(Turn(line.role, start, end, line.mood))
    total = round((max(turn.end for turn in turns) + 0.4) * RATE)
    channels = rng.standard_normal((2, total)).astype(np.float32) * np.float32(NOISE)
    for turn, samples in zip(turns, spoken, strict=True):
        first = round(turn.start * RATE)
        channels[CHANNELS[turn.role], first : first + len(samples)] += samples
    return channels.clip(-1, 1), sorted(turns, key=lambda turn: turn.start)


def _say(call: Call, line: Line, rng: np.random.Generator) -> Floats:
    acting = ACTINGS[line.mood]
    speech = speak(line.text, language=call.language, speaker=call.speakers[line.role], acting=acting)
    return telephone(act(speech, acting, rng))
