"""What is told of a map's groups: a profile of each, and what the grouping as a whole follows.

It depends on the map alone, and for 100,000 points takes seconds: so it is worked out once, packed and kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.explain import VOICE, Explained, explain
from analysis.intervals import Interval
from analysis.profiles import Profile, Trait, group_names, profiles
from data.records import Floats

TOLD = ("emotion", "hour", "queue", "role", "quality", "language")  # of a profile; no agents: nobody is ranked
NAMED_AFTER = ("emotion", "queue", "hour")  # what a group's name is made of
VERSION = 1  # of what ``Account.packed`` gives

Kinds = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """The G groups of a map of P points."""

    points: int  # P
    profiles: tuple[Profile, ...]  # G, in the order of their numbers
    explained: Mapping[str, Explained]  # by kind, of emotion and of each kind of voice that is known

    def packed(self) -> dict[str, Any]:
        """All of it as plain JSON values, for ``unpacked``."""
        return {
            "version": VERSION,
            "points": self.points,
            "groups": [asdict(profile) for profile in self.profiles],
            "kinds": [_packed(each) for each in self.explained.values()],
        }


def account(labels: NDArray[np.int32], points: Floats, *, kinds: Kinds, recordings: Sequence[str]) -> Account:
    """The account of a map with ``labels`` (P,) and ``points`` (P, 2); all else as ``profiles`` takes it."""
    found = profiles(labels, points, kinds=_known(kinds, TOLD), recordings=recordings)
    return Account(len(labels), tuple(found), explain(labels, _known(kinds, ("emotion", *VOICE))))


def names_of(labels: NDArray[np.int32], *, kinds: Kinds, recordings: Sequence[str]) -> dict[str, str]:
    """Names of a map's groups by their number, to be kept even when other days' calls are placed into them."""
    names = group_names(labels, kinds=_known(kinds, NAMED_AFTER), recordings=recordings)
    return {str(number): name for number, name in enumerate(names)}


def unpacked(told: Mapping[str, Any]) -> Account:
    """The account that was ``packed`` so."""
    explained = {kind["kind"]: _kind(kind) for kind in told["kinds"]}
    return Account(told["points"], tuple(_profile(group) for group in told["groups"]), explained)


def _known(kinds: Kinds, names: Sequence[str]) -> dict[str, Sequence[str]]:
    """Of the kinds named, those that are known of some point."""
    return {name: kinds[name] for name in names if name in kinds and any(kinds[name])}


def _packed(each: Explained) -> dict[str, Any]:
    return {**asdict(each), "purities": each.purities.tolist(), "chances": each.chances.tolist()}


def _profile(group: Mapping[str, Any]) -> Profile:
    traits = tuple(Trait(**{**trait, "lift": Interval(**trait["lift"])}) for trait in group["traits"])
    return Profile(**{**group, "traits": traits, "exemplars": tuple(group["exemplars"])})


def _kind(told: Mapping[str, Any]) -> Explained:
    arrays = {name: np.array(told[name], np.float64) for name in ("purities", "chances")}
    return Explained(**{**told, **arrays})
