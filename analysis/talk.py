"""Who spoke when: talk, silence and overlap of one call, from the turns of its roles alone. No model is needed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from data.records import Floats

TURN_PAUSE = 1.0  # seconds; shorter pauses do not end a turn unless somebody else speaks in them


@dataclass(frozen=True, slots=True, eq=False)
class Talk:
    """One call's stretches of speech: (N, 2) starts and ends in seconds for each role."""

    recording: str
    seconds: float
    turns: Mapping[str, Floats]

    def of(self, role: str) -> Floats:
        """(N, 2) the role's stretches of speech; none if the role is not in the call."""
        return self.turns.get(role, np.zeros((0, 2), dtype=np.float32))

    def others(self, role: str) -> Floats:
        """(N, 2) all stretches in which somebody else speaks, merged."""
        return merged(stretches for name, stretches in self.turns.items() if name != role)

    def numbers(self, role: str) -> dict[str, float]:
        """The role's share of the call.

        ``speech_seconds`` of this role; ``talk_ratio``, its part of all roles' speech; ``silence``, the share of the
        call in which nobody speaks; ``overlap``, the share of this role's speech that others speak over; ``turns``,
        how often it takes the word.
        """
        own, others = merged([self.of(role)]), self.others(role)
        spoken, anyone = length(own), length(merged(self.turns.values()))
        everybody = sum(length(merged([stretches])) for stretches in self.turns.values())
        return {
            "speech_seconds": spoken,
            "talk_ratio": spoken / everybody if everybody else 0.0,
            "silence": min(1.0, max(0.0, 1 - anyone / self.seconds)) if self.seconds else 1.0,
            "overlap": (spoken + length(others) - anyone) / spoken if spoken else 0.0,
            "turns": float(count_turns(own, others)),
        }


def length(stretches: Floats) -> float:
    """Seconds in all stretches (N, 2) together."""
    return float(np.sum(stretches[:, 1].astype(np.float64) - stretches[:, 0]))


def merged(groups: Iterable[Floats]) -> Floats:
    """(N, 2) the union of stretches from several groups, in order, without overlap."""
    everything = [stretches for stretches in groups if len(stretches)]
    if not everything:
        return np.zeros((0, 2), dtype=np.float32)
    stretches = np.concatenate(everything)
    stretches = stretches[np.argsort(stretches[:, 0], kind="stable")]
    reach = np.maximum.accumulate(stretches[:, 1])
    opens = np.concatenate(([True], stretches[1:, 0] > reach[:-1]))
    closes = np.concatenate((opens[1:], [True]))
    return np.stack([stretches[opens, 0], reach[closes]], axis=1).astype(np.float32)


def count_turns(own: Floats, others: Floats) -> int:
    """How often a voice takes the word: after a pause of over a second, or when another began to speak meanwhile."""
    if len(own) == 0:
        return 0
    ends, starts = own[:-1, 1], own[1:, 0]
    began = np.searchsorted(others[:, 0], starts) > np.searchsorted(others[:, 0], ends)
    return 1 + int(np.sum((starts - ends > TURN_PAUSE) | began))
