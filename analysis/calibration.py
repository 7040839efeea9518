"""Whether scores mean what they say: of the readings scored 0.7, seven in ten should be right."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from analysis.errors import TooFew, WrongShape
from data.records import Floats

BINS = 10
COLDEST, HOTTEST = 0.25, 8.0  # temperatures between which the best is looked for


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """Confidence against accuracy, in bins of equal width; bins that hold nothing are left out."""

    confidence: Floats  # (B,) mean score of the dominant label
    accuracy: Floats  # (B,)
    count: NDArray[np.int64]  # (B,)

    @property
    def error(self) -> float:
        """Expected calibration error (Naeini et al. 2015): mean distance of the two, each bin by its count."""
        return float(np.average(np.abs(self.confidence - self.accuracy), weights=self.count))


def reliability(scores: Floats, truth: NDArray[np.integer], *, bins: int = BINS) -> Reliability:
    """Reliability of scores (N, L) that sum to 1 against the true labels' numbers (N,)."""
    _check(scores, truth)
    confidence = scores.max(axis=1).astype(np.float64)
    right = scores.argmax(axis=1) == truth
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    count = np.bincount(place, minlength=bins)
    kept = count > 0
    return Reliability(
        confidence=(np.bincount(place, confidence, bins)[kept] / count[kept]).astype(np.float32),
        accuracy=(np.bincount(place, right, bins)[kept] / count[kept]).astype(np.float32),
        count=count[kept],
    )


def best_temperature(logits: Floats, truth: NDArray[np.integer]) -> float:
    """The number to divide logits (N, L) by so that the truth (N,) is likeliest (Guo et al. 2017), within 0.25 … 8.

    The loss has one minimum in the inverse of the temperature, so a bounded search finds it.
    """
    _check(logits, truth)
    values = logits.astype(np.float64)
    found = minimize_scalar(
        lambda inverse: loss(values * inverse, truth), bounds=(1 / HOTTEST, 1 / COLDEST), method="bounded"
    )
    return float(1 / found.x)


def loss(logits: NDArray[np.floating], truth: NDArray[np.integer]) -> float:
    """Mean negative log-likelihood of the truth (N,) under the softmax of the logits (N, L)."""
    top = logits.max(axis=1, keepdims=True)
    total = np.log(np.exp(logits - top).sum(axis=1)) + top[:, 0]
    return float((total - logits[np.arange(len(truth)), truth]).mean())


def _check(values: Floats, truth: NDArray[np.integer]) -> None:
    if values.ndim != 2 or truth.shape != values.shape[:1]:
        raise WrongShape(f"scores of shape {values.shape} and labels of shape {truth.shape} do not belong together")
    if not len(truth):
        raise TooFew("there is nothing to measure: no reading has a true label")
