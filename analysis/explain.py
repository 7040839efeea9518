"""Is it emotion or is it a voice? What the groups of a map, or its neighbourhoods, really follow.

Speech embeddings also hold who speaks, in which language, over which line. For each such kind two numbers tell how
much of a grouping it explains: adjusted mutual information (Vinh, Epps & Bailey 2010, JMLR 11: 0 for groupings that
agree by chance, 1 for the same), and purity, the share of points whose value is their group's most frequent one,
beside the purity that shuffled values reach.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.clustering import NOISE
from analysis.errors import TooFew, WrongShape
from analysis.neighbours import nearest_others
from analysis.scores import Doubles
from data.records import Floats

VOICE = ("speaker", "customer", "agent", "file", "language", "line")  # kinds that are no emotion
SHUFFLES = 50
SEARCHED = 1000  # neighbours among which those from elsewhere are looked for
SAMPLED = 20_000  # points that mutual information is worked out from, chosen by seed, where there are more
FOLLOWS = 0.05  # adjusted mutual information, or gain over chance, below which nothing is followed
CLEARLY = 1.5  # times as much as the other, to be called the one thing that is followed


@dataclass(frozen=True, slots=True, eq=False)
class Explained:
    """How much of a grouping one kind explains."""

    kind: str
    information: float  # adjusted mutual information, about 0 … 1
    purity: float  # 0 … 1
    chance: float  # purity of shuffled values
    purities: Doubles  # (C,) of each group
    chances: Doubles  # (C,) of shuffled values in each group

    @property
    def gain(self) -> float:
        """Purity beyond chance, as a share of what is possible beyond chance."""
        return gain(self.purity, self.chance)


def explain(labels: NDArray[np.int32], kinds: Mapping[str, Sequence[str]], *, seed: int = 0) -> dict[str, Explained]:
    """For each kind, how much it explains of the groups ``labels`` (N,); noise and unknown ("") values do not count."""
    return {kind: _explained(kind, labels, np.asarray(values, dtype=str), seed) for kind, values in kinds.items()}


def agreement(
    points: Floats, values: Sequence[str], *, k: int = 10, apart: Sequence[str] | None = None
) -> tuple[float, float]:
    """Share of the k nearest neighbours that have a point's own value, and the share to expect by chance.

    With ``apart`` (N,), say each point's speaker, only neighbours from another one count, because a speaker's own
    windows would flatter emotion: they are alike as voices already. Needs no clusters.
    """
    value = np.unique(np.asarray(values, dtype=str), return_inverse=True)[1]
    owner = np.arange(len(value)) if apart is None else np.unique(np.asarray(apart, dtype=str), return_inverse=True)[1]
    if len(points) != len(value) or len(points) != len(owner):
        raise WrongShape(f"{len(points)} points have {len(value)} values")
    if len(points) < 2:
        raise TooFew("neighbours need at least two points")
    enough = k if apart is None else max(SEARCHED, 20 * k)  # the nearest from elsewhere may lie far down the list
    rows, _ = nearest_others(points, k=enough)
    counts = owner[rows] != owner[:, None]
    counts &= counts.cumsum(axis=1) <= k
    same = value[rows] == value[:, None]
    if not counts.any():
        raise TooFew("no point has a neighbour from another group")
    table = np.zeros((owner.max() + 1, value.max() + 1))
    np.add.at(table, (owner, value), 1)
    others = table.sum(axis=0) - table  # (owners, values) points of each value that belong to another owner
    chance = others[owner, value] / np.maximum(others.sum(axis=1), 1)[owner]
    return float(same[counts].mean()), float(chance.mean())


def badge(emotion: float, voice: float) -> str:
    """What a grouping follows, "emotion", "voice", "both" or "neither", from how strongly each explains it.

    Give it adjusted mutual informations for a map, or gains for a single group; ``voice`` is the largest over VOICE.
    """
    if max(emotion, voice) < FOLLOWS:
        return "neither"
    if emotion >= CLEARLY * voice:
        return "emotion"
    return "voice" if voice >= CLEARLY * emotion else "both"


def verdict(explained: Mapping[str, Explained], *, group: int | None = None) -> str:
    """The badge of a whole map, or of one of its groups."""
    strength = {kind: each.information if group is None else _of(each, group) for kind, each in explained.items()}
    voice = max((strength[kind] for kind in VOICE if kind in strength), default=0.0)
    return badge(strength.get("emotion", 0.0), voice)


def gain(purity: float, chance: float) -> float:
    """Purity beyond chance as a share of what is possible beyond chance; 0 where chance is already perfect."""
    return (purity - chance) / (1 - chance) if chance < 1 else 0.0


def _of(explained: Explained, group: int) -> float:
    return gain(float(explained.purities[group]), float(explained.chances[group]))


def _explained(kind: str, labels: NDArray[np.int32], values: NDArray[np.str_], seed: int) -> Explained:
    if len(values) != len(labels):
        raise WrongShape(f"{len(labels)} points have {len(values)} values of {kind}")
    kept = (labels != NOISE) & (values != "")
    groups, value = labels[kept], np.unique(values[kept], return_inverse=True)[1]
    count = int(labels.max(initial=NOISE)) + 1
    if len(groups) == 0:
        return Explained(kind, 0.0, 0.0, 0.0, np.zeros(count), np.zeros(count))
    chance = np.random.default_rng(seed)
    sizes = np.maximum(np.bincount(groups, minlength=count), 1)
    tops = _tops(groups, value, count)
    shuffled = np.mean([_tops(groups, chance.permutation(value), count) for _ in range(SHUFFLES)], axis=0)
    return Explained(
        kind=kind,
        information=_information(groups, value, chance),
        purity=float(tops.sum() / len(groups)),
        chance=float(shuffled.sum() / len(groups)),
        purities=tops / sizes,
        chances=shuffled / sizes,
    )


def _tops(groups: NDArray[np.int32], value: NDArray[np.intp], count: int) -> Doubles:
    """(C,) how often each group's most frequent value occurs in it."""
    width = int(value.max()) + 1
    table = np.bincount(groups.astype(np.int64) * width + value, minlength=count * width)
    return np.asarray(table.reshape(count, width).max(axis=1), dtype=np.float64)


def _information(groups: NDArray[np.int32], value: NDArray[np.intp], chance: np.random.Generator) -> float:
    from sklearn.metrics import adjusted_mutual_info_score

    if len(groups) > SAMPLED:
        rows = chance.choice(len(groups), SAMPLED, replace=False)
        groups, value = groups[rows], value[rows]
    if len(np.unique(groups)) < 2 or len(np.unique(value)) < 2:
        return 0.0  # one group explains nothing; sklearn would call two constant groupings identical
    return float(adjusted_mutual_info_score(groups, value))
