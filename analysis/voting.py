"""Two ways from frames to one emotion per call: the vote of 3-second pieces, and the mean of the logits.

Voting is what people did by hand with clip models: cut the call every three seconds, read each piece, take the most
frequent answer. Mean logits is the model's own utterance score. Both are offered, so that they can be compared.
"""

from dataclasses import dataclass

import numpy as np

from analysis.errors import NothingHeard
from analysis.scores import Cumulative, mean_logits, softmax
from data.records import Floats, Timeline


@dataclass(frozen=True, slots=True, eq=False)
class Aggregation:
    """One call's emotion by both ways."""

    votes: Floats  # (L,) share of the pieces that each label wins
    scores: Floats  # (L,) softmax of the mean logits
    pieces: int

    @property
    def agree(self) -> bool:
        """Whether both ways name the same emotion."""
        return bool(self.votes.argmax() == self.scores.argmax())


def aggregate(timeline: Timeline, *, seconds: float = 3.0) -> Aggregation:
    """Vote and mean of one timeline; pieces lie on the recording's own grid of ``seconds``, empty ones do not vote.

    Of labels with equally many votes the one with the higher mean score leads, by as much as rounding shows.
    """
    if len(timeline.frames) == 0:
        raise NothingHeard("there is no frame to take a vote from")
    last = int(timeline.frames[-1] * timeline.step / seconds) + 1
    starts = np.arange(int(timeline.frames[0] * timeline.step / seconds), last) * seconds
    logits = Cumulative(timeline).many(starts, starts + seconds)
    winners = logits[~np.isnan(logits).any(axis=1)].argmax(axis=1)
    scores = softmax(mean_logits(timeline.logits, timeline.weights))
    votes = np.bincount(winners, minlength=timeline.logits.shape[1]) + scores * 1e-6
    return Aggregation((votes / votes.sum()).astype(np.float32), scores, len(winners))
