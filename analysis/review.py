"""What reviewers' verdicts say of a worklist or an alert: precision, and how much sooner the important calls come."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.errors import TooFew
from analysis.intervals import Interval, wilson
from analysis.scores import Doubles


def precision(verdicts: Sequence[bool]) -> Interval:
    """Share of the reviewed calls that were rightly listed, with Wilson's interval; ``TooFew`` before any review."""
    if len(verdicts) == 0:
        raise TooFew("no call of this list has been reviewed yet")
    return wilson(sum(verdicts), len(verdicts))


@dataclass(frozen=True, slots=True, eq=False)
class Gain:
    """What hearing the first n calls of an order brings, n = 1 … N; a cumulative gain (lift) curve."""

    found: NDArray[np.int64]  # (N,) important calls among the first n
    random: Doubles  # (N,) important calls among n drawn at random, on average
    total: int  # important calls in all

    def sentence(self, calls: int, *, what: str = "escalations") -> str:
        """As one line: "these 15 calls hold 11 of 14 escalations; 15 at random would hold 4"."""
        calls = max(1, min(calls, len(self.found)))
        found, random = self.found[calls - 1], self.random[calls - 1]
        return f"these {calls} calls hold {found} of {self.total} {what}; {calls} at random would hold {random:.0f}"


def gain(order: Sequence[int], important: Sequence[bool]) -> Gain:
    """Follow an ``order`` of rows through N calls, of which the ``important`` ones (N,) are known.

    Rows that the order leaves out come last, as if nobody would get to them before all others.
    """
    known = np.asarray(important, dtype=np.bool_)
    if len(known) == 0:
        raise TooFew("a gain curve needs calls")
    listed = np.asarray(order, dtype=np.int64)
    rest = np.setdiff1d(np.arange(len(known)), listed)
    found = np.concatenate((known[listed].cumsum(), known[listed].sum() + known[rest].cumsum()))
    return Gain(found.astype(np.int64), np.arange(1, len(known) + 1) * known.mean(), int(known.sum()))
