"""How well own emotions are learned, said honestly: by recordings held out, with an interval and a learning curve."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import TooFew, WrongShape
from analysis.intervals import Interval, wilson
from analysis.own import learn
from analysis.scores import Doubles, Index
from analysis.vectors import checked
from data.records import Floats

FOLDS = 5
DRAWS = 1000
SHARES = (0.25, 0.5, 0.75, 1.0)  # of the learning recordings, for the learning curve
MORE_LABELS = 20  # to ask for at a time
CERTAIN = 0.75  # recall of a class from which no more labels of it are asked for


ENOUGH, MORE, UNHEARD = "enough", "more", "unheard"


@dataclass(frozen=True, slots=True)
class Advice:
    """What to label next: ``MORE`` of the class that is found worst, or why more of it will not help."""

    kind: str  # ENOUGH, MORE or UNHEARD
    label: str
    recall: float  # of that class

    @property
    def sentence(self) -> str:
        """The advice in words."""
        if self.kind == ENOUGH:
            return "every label is found well enough; more labels will help little"
        if self.kind == MORE:
            return f"label {MORE_LABELS} more of {self.label}: {self.recall:.0%} of it is found so far"
        return (
            f"{self.label} is found in {self.recall:.0%} of cases and more labels no longer help: "
            "perhaps it does not sound different enough, or is labelled in two ways"
        )


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """What cross-validation found. Balanced accuracy is the mean of the classes' recalls."""

    classes: tuple[str, ...]
    accuracy: Interval  # balanced
    chance: float  # 1 / number of classes
    recalls: Doubles  # (K,)
    curve: tuple[tuple[int, float], ...]  # labelled windows learned from, balanced accuracy
    confusion: NDArray[np.int64]  # (K, K) true by found
    advice: Advice


def trial(embeddings: ArrayLike, answers: Sequence[str], recordings: Sequence[str], *, seed: int = 0) -> Trial:
    """Cross-validate on labelled embeddings (N, D), holding out whole ``recordings`` (N,).

    Raises ``TooFew`` unless every class is labelled in at least two recordings: what is learned in one recording is
    as likely its speaker or its line as the emotion.
    """
    vectors = checked(embeddings)
    if not len(vectors) == len(answers) == len(recordings):
        raise WrongShape(f"{len(vectors)} windows have {len(answers)} labels and {len(recordings)} recordings")
    classes, truth = np.unique(np.asarray(answers, dtype=str), return_inverse=True)
    calls = np.unique(np.asarray(recordings, dtype=str), return_inverse=True)[1]
    _enough(classes, truth, calls)
    folds = _folds(truth, calls, seed)
    held = [_held_out(vectors, truth, calls, folds, share=share, seed=seed) for share in SHARES]
    curve = tuple((round(size), balanced(truth, found)) for found, size in held)
    found = held[-1][0]
    confusion = np.zeros((len(classes), len(classes)), dtype=np.int64)
    np.add.at(confusion, (truth, found), 1)
    recalls = confusion.diagonal() / confusion.sum(axis=1)
    names = tuple(map(str, classes))
    return Trial(
        names, _interval(truth, found, calls, seed), 1 / len(classes), recalls, curve, confusion,
        advice(names, confusion.sum(axis=1), recalls, curve),
    )  # fmt: skip


def balanced(truth: Index, found: Index) -> float:
    """Mean over the classes of the share that was found, so that a rare class counts as much as a frequent one."""
    return float(np.mean([np.mean(found[truth == number] == number) for number in np.unique(truth)]))


def advice(
    classes: Sequence[str], counts: NDArray[np.int64], recalls: Doubles, curve: Sequence[tuple[int, float]]
) -> Advice:
    """What to label next: the class that is found worst, as long as the learning curve rises."""
    worst = int(np.argmin(recalls + counts / max(1, counts.sum()) * 1e-3))
    rising = len(curve) < 2 or curve[-1][1] - curve[-2][1] > 0.005
    kind = MORE if rising or counts[worst] < MORE_LABELS else UNHEARD
    return Advice(ENOUGH if recalls[worst] >= CERTAIN else kind, classes[worst], float(recalls[worst]))


def _enough(classes: NDArray[np.str_], truth: Index, calls: Index) -> None:
    if len(classes) < 2:
        raise TooFew("at least two different labels are needed")
    for number, name in enumerate(classes.tolist()):
        if len(np.unique(calls[truth == number])) < 2:
            raise TooFew(f"{name!r} is labelled in one recording only: label it in others too before trusting figures")


def _folds(truth: Index, calls: Index, seed: int) -> list[tuple[Index, Index]]:
    from sklearn.model_selection import StratifiedGroupKFold

    spread = min(len(np.unique(calls[truth == number])) for number in np.unique(truth))
    splitter = StratifiedGroupKFold(n_splits=min(FOLDS, spread), shuffle=True, random_state=seed)
    return list(splitter.split(truth, truth, calls))


def _held_out(
    vectors: Floats, truth: Index, calls: Index, folds: list[tuple[Index, Index]], *, share: float, seed: int
) -> tuple[Index, float]:
    """(N,) the class found for each window by a model that did not hear its recording, and the mean learning size."""
    chance = np.random.default_rng(seed)
    found = np.zeros(len(truth), dtype=np.intp)
    sizes = []
    for learned, tested in folds:
        heard = np.unique(calls[learned])
        kept = chance.permutation(heard)[: max(2, round(share * len(heard)))]
        rows = learned[np.isin(calls[learned], kept)] if share < 1 else learned
        found[tested] = _find(vectors[rows], truth[rows], vectors[tested])
        sizes.append(len(rows))
    return found, float(np.mean(sizes))


def _find(known: Floats, classes: Index, unknown: Floats) -> Index:
    """The classes found by a model of the known; of one that cannot be learned, the most frequent known class."""
    numbers, counts = np.unique(classes, return_counts=True)
    usable = np.isin(classes, numbers[counts >= 2])
    try:
        model = learn(known[usable], [f"{number:06d}" for number in classes[usable]])
    except TooFew:
        return np.full(len(unknown), numbers[counts.argmax()], dtype=np.intp)
    known_as: Index = np.array([int(name) for name in model.classes], dtype=np.intp)
    return np.asarray(known_as[model.scores(unknown).argmax(axis=1)])


def _interval(truth: Index, found: Index, calls: Index, seed: int) -> Interval:
    """Percentile bootstrap over recordings (Efron 1979): the windows of one are not independent.

    Where all or none were found nothing varies, and Wilson's interval over the recordings stands in.
    """
    chance = np.random.default_rng(seed)
    count, width = int(calls.max()) + 1, int(truth.max()) + 1
    right, total = np.zeros((count, width)), np.zeros((count, width))
    np.add.at(total, (calls, truth), 1)
    np.add.at(right, (calls, truth), found == truth)
    times = chance.multinomial(count, np.full(count, 1 / count), size=DRAWS)
    seen = times @ total
    with np.errstate(invalid="ignore", divide="ignore"):
        recalls = np.where(seen > 0, times @ right / seen, np.nan)
    low, high = np.quantile(np.nanmean(recalls, axis=1), [0.025, 0.975])
    value = balanced(truth, found)
    if value in (0.0, 1.0):
        return wilson(value * count, count)
    return Interval(value, float(low), float(high))
