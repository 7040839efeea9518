"""What is special about each group of a map: emotions, hours, queues against the whole day, exemplars, and a name.

A value's lift is its share in the group over its share in the day. Its 95 % interval (``intervals.lift``) counts calls,
not windows, because the windows of one call are not independent. Agents are left out on purpose: nobody is ranked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.clustering import NOISE
from analysis.errors import WrongShape
from analysis.intervals import Interval, lift
from analysis.naming import name
from data.records import Floats

Mask = NDArray[np.bool_]
EXEMPLARS = 3
SAMPLED = 1000  # members that exemplars are chosen from in a larger group, evenly spaced


@dataclass(frozen=True, slots=True)
class Trait:
    """How frequent one value of one kind (emotion, hour, queue …) is in a group."""

    kind: str
    value: str
    count: int  # points of the group that have it
    share: float  # of the group's points for which the kind is known
    lift: Interval  # against the whole day


@dataclass(frozen=True, slots=True)
class Profile:
    """One group of a map."""

    label: int
    size: int
    share: float  # of all points
    traits: tuple[Trait, ...]  # by kind, the most frequent first
    exemplars: tuple[int, ...]  # rows of up to three members that stand for it
    name: str  # what is over-represented: "fearful + neutral · loans · 14–15 h · 3.1×"

    def of(self, kind: str) -> tuple[Trait, ...]:
        """The traits of one kind, the most frequent first."""
        return tuple(trait for trait in self.traits if trait.kind == kind)


def profiles(
    labels: NDArray[np.int32],
    points: Floats,
    *,
    kinds: Mapping[str, Sequence[str]],
    recordings: Sequence[str] | None = None,
) -> list[Profile]:
    """Profile of every group, the largest first.

    ``labels`` (N,) and ``points`` (N, R) are those of the clustering; ``kinds`` has for each kind N values, empty
    where unknown: "emotion", "hour" ("0" … "23") and any others. ``recordings`` (N,) names each point's call; without
    it every point counts as one.
    """
    columns, calls = _checked(labels, kinds, recordings)
    return [_profile(label, labels, points, columns, calls) for label in range(int(labels.max(initial=NOISE)) + 1)]


def group_names(
    labels: NDArray[np.int32], *, kinds: Mapping[str, Sequence[str]], recordings: Sequence[str] | None = None
) -> list[str]:
    """The name alone of every group, in the order of their numbers; takes what ``profiles`` takes."""
    columns, calls = _checked(labels, kinds, recordings)
    return [_named(labels == label, columns, calls) for label in range(int(labels.max(initial=NOISE)) + 1)]


def exemplars(points: Floats, *, count: int = EXEMPLARS) -> tuple[int, ...]:
    """Rows of the points (N, R) that together are nearest to all: medoids, chosen one after another.

    The greedy first phase of PAM (Kaufman & Rousseeuw 1990); the first is the medoid of the whole.
    """
    rows = np.unique(np.linspace(0, len(points) - 1, min(len(points), SAMPLED)).astype(int))
    sample = points[rows].astype(np.float64)
    squares = np.square(sample).sum(axis=1)
    apart = np.sqrt(np.maximum(squares[:, None] + squares[None] - 2 * sample @ sample.T, 0))
    nearest = np.full(len(rows), np.inf)
    chosen: list[int] = []
    for _ in range(min(count, len(rows))):
        cost = np.minimum(nearest[:, None], apart).sum(axis=0)
        cost[chosen] = np.inf
        chosen.append(int(cost.argmin()))
        nearest = np.minimum(nearest, apart[:, chosen[-1]])
    return tuple(int(rows[row]) for row in chosen)


def lift_of(holds: Mask, inside: Mask, calls: NDArray[np.integer]) -> Interval:
    """Lift of what ``holds`` (N,) among the points ``inside`` a group (N,), with an interval that counts calls (N,).

    ``calls`` are numbers from 0 on, fewer than a few times N.
    """
    here, there = _different(calls[inside]), _different(calls[~inside])
    share = float(holds[inside].mean()) if here else 0.0
    elsewhere = float(holds[~inside].mean()) if there else 0.0
    return lift(share * here, here, others=elsewhere * there, other_total=there)


def _checked(
    labels: NDArray[np.int32], kinds: Mapping[str, Sequence[str]], recordings: Sequence[str] | None
) -> tuple[dict[str, NDArray[np.str_]], NDArray[np.integer]]:
    """The values (N,) of each kind as arrays, and the number of each point's call (N,)."""
    columns = {kind: np.asarray(values, dtype=str) for kind, values in kinds.items()}
    calls = np.arange(len(labels)) if recordings is None else np.unique(recordings, return_inverse=True)[1]
    for kind, values in {**columns, "recordings": calls}.items():
        if len(values) != len(labels):
            raise WrongShape(f"{len(labels)} points have {len(values)} values of {kind}")
    return columns, calls


def _named(inside: Mask, columns: Mapping[str, NDArray[np.str_]], calls: NDArray[np.integer]) -> str:
    return name(columns, inside, lambda holds: lift_of(holds, inside, calls))


def _different(calls: NDArray[np.integer]) -> int:
    """How many calls there are; counting is ten times as fast as ``np.unique``, and every trait asks."""
    return int(np.count_nonzero(np.bincount(calls)))


def _profile(
    label: int,
    labels: NDArray[np.int32],
    points: Floats,
    columns: Mapping[str, NDArray[np.str_]],
    calls: NDArray[np.integer],
) -> Profile:
    inside = labels == label
    members = np.flatnonzero(inside)
    traits = [trait for kind, values in columns.items() for trait in _traits(kind, values, inside, calls)]
    return Profile(
        label=label,
        size=len(members),
        share=len(members) / len(labels),
        traits=tuple(traits),
        exemplars=tuple(int(members[row]) for row in exemplars(points[members])),
        name=_named(inside, columns, calls),
    )


def _traits(kind: str, values: NDArray[np.str_], inside: Mask, calls: NDArray[np.integer]) -> list[Trait]:
    known = values != ""
    found, counts = np.unique(values[inside & known], return_counts=True)
    return [
        Trait(
            kind,
            str(found[index]),
            int(counts[index]),
            float(counts[index] / counts.sum()),
            lift_of((values == found[index])[known], inside[known], calls[known]),
        )
        for index in np.argsort(-counts, kind="stable")
    ]
