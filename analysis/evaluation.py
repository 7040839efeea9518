"""How well readings agree with what people heard: accuracy, recall of every label, confusions, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.errors import TooFew, WrongShape
from analysis.intervals import Interval, wilson

Numbers = NDArray[np.integer]
DRAWS = 1000  # of the bootstrap


@dataclass(frozen=True, slots=True)
class LabelScore:
    """How one label fared. A share of nothing is None."""

    label: str
    count: int  # of the truth
    heard: int  # how often the model said so
    recall: Interval | None  # of those that are it, how many were heard as it
    precision: Interval | None  # of those heard as it, how many are it
    f1: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """Agreement of a model with the truth over N readings."""

    labels: tuple[str, ...]
    confusion: NDArray[np.int64]  # (L, L) rows are the truth, columns what was heard
    accuracy: Interval  # Wilson's
    recall: Interval  # unweighted average recall over the labels that occur (balanced accuracy); bootstrap
    per_label: tuple[LabelScore, ...]


def evaluate(truth: Numbers, heard: Numbers, *, labels: Sequence[str], groups: Numbers | None = None) -> Evaluation:
    """Compare label numbers (N,). ``groups`` (N,), say speakers, are drawn whole in the bootstrap: readings of one
    voice are no independent evidence. Raises ``WrongShape`` or ``TooFew``."""
    if truth.shape != heard.shape or truth.ndim != 1 or (groups is not None and groups.shape != truth.shape):
        raise WrongShape(f"{truth.shape} labels and {heard.shape} readings do not belong together")
    if not len(truth):
        raise TooFew("there is nothing to measure: no reading has a true label")
    table = confusion(truth, heard, len(labels))
    low, high = _bootstrap(truth, heard, groups if groups is not None else np.arange(len(truth)), len(labels))
    return Evaluation(
        labels=tuple(labels),
        confusion=table,
        accuracy=wilson(int(np.trace(table)), len(truth)),
        recall=Interval(average_recall(table), low, high),
        per_label=tuple(_label(table, number, label) for number, label in enumerate(labels)),
    )


def confusion(truth: Numbers, heard: Numbers, labels: int) -> NDArray[np.int64]:
    """Counts (L, L): rows are the truth, columns what was heard."""
    return np.bincount(truth * labels + heard, minlength=labels * labels).reshape(labels, labels)


def average_recall(table: NDArray[np.int64]) -> float:
    """Mean recall over the labels that occur in a confusion matrix (L, L): UAR, or balanced accuracy."""
    count = table.sum(axis=1)
    occurring = count > 0
    return float((np.diag(table)[occurring] / count[occurring]).mean())


def _label(table: NDArray[np.int64], number: int, label: str) -> LabelScore:
    hits, count, heard = int(table[number, number]), int(table[number].sum()), int(table[:, number].sum())
    return LabelScore(
        label=label,
        count=count,
        heard=heard,
        recall=wilson(hits, count) if count else None,
        precision=wilson(hits, heard) if heard else None,
        f1=2 * hits / (count + heard) if count + heard else None,
    )


def _bootstrap(truth: Numbers, heard: Numbers, groups: Numbers, labels: int) -> tuple[float, float]:
    """2.5th and 97.5th percentile of the average recall over redrawn groups; the same data give the same interval."""
    names, member = np.unique(groups, return_inverse=True)
    flat = member * labels * labels + truth * labels + heard
    tables = np.bincount(flat, minlength=len(names) * labels * labels).reshape(len(names), labels * labels)
    chance = np.random.default_rng(0)
    counts = chance.multinomial(len(names), np.full(len(names), 1 / len(names)), size=DRAWS)
    drawn = (counts @ tables).reshape(DRAWS, labels, labels)
    low, high = np.percentile([average_recall(table) for table in drawn], [2.5, 97.5])
    return float(low), float(high)
