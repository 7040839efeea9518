"""Own emotions: what a team calls hesitant or perfunctory, learned from labelled windows on stored embeddings.

Logistic regression on standardised embeddings, with classes weighted as if they were equally frequent. The figures are
honest: cross-validation never tests on a recording that it learned from, the interval comes from drawing recordings,
and with too few recordings there are no figures instead of bright ones. A fitted model is four plain arrays.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import TooFew, WrongShape
from analysis.scores import softmax
from analysis.vectors import checked, same_size, unit
from data.records import Floats

STRENGTH = 5.0  # C of the regression times the dimensions, so that it does not depend on the embedding's size
EVERY_CLASS = 2  # labelled windows that a class needs to be learned at all


@dataclass(frozen=True, slots=True, eq=False)
class OwnEmotions:
    """A fitted classifier of K classes."""

    classes: tuple[str, ...]
    mean: Floats  # (D,) of the unit embeddings
    spread: Floats  # (D,)
    weights: Floats  # (K, D)
    bias: Floats  # (K,)

    def scores(self, embeddings: ArrayLike) -> Floats:
        """(N, K) scores that sum to 1, of embeddings (N, D): of stored ones too, no audio is touched."""
        vectors = checked(embeddings)
        same_size(vectors.shape[1], len(self.mean), what="those it was learned from")
        return softmax((unit(vectors) - self.mean) / self.spread @ self.weights.T + self.bias)


def learn(embeddings: ArrayLike, answers: Sequence[str]) -> OwnEmotions:
    """Fit to labelled embeddings (N, D); ``TooFew`` with less than two classes or two windows of one."""
    vectors = unit(checked(embeddings))
    if len(vectors) != len(answers):
        raise WrongShape(f"{len(vectors)} windows have {len(answers)} labels")
    classes, counts = np.unique(np.asarray(answers, dtype=str), return_counts=True)
    if len(classes) < 2 or counts.min() < EVERY_CLASS:
        few = str(classes[counts.argmin()]) if len(classes) else "anything"
        raise TooFew(f"at least two labels with {EVERY_CLASS} windows each are needed: label more of {few!r} or others")
    mean = vectors.mean(axis=0)
    spread = np.maximum(vectors.std(axis=0), 1e-6)
    weights, bias = _fit((vectors - mean) / spread, np.searchsorted(classes, np.asarray(answers, dtype=str)))
    return OwnEmotions(tuple(map(str, classes)), mean, spread.astype(np.float32), weights, bias)


def _fit(vectors: Floats, classes: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Weights (K, D) and bias (K,). Learned in the span of the N windows, which is exact for an L2 penalty and,
    with fewer windows than dimensions, much smaller (Hastie & Tibshirani 2004, https://doi.org/10.1093/biostatistics/kxh010).
    """
    from sklearn.linear_model import LogisticRegression

    basis = np.eye(vectors.shape[1], dtype=np.float32)
    if len(vectors) < vectors.shape[1]:
        basis = np.linalg.svd(vectors, full_matrices=False)[2]
    fit = LogisticRegression(C=STRENGTH / vectors.shape[1], class_weight="balanced", max_iter=500)
    fit.fit(vectors @ basis.T, classes)
    weights, bias = fit.coef_ @ basis, fit.intercept_
    if len(weights) == 1:  # of two classes scikit-learn keeps the second's log odds alone
        weights, bias = np.concatenate([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    return weights.astype(np.float32), bias.astype(np.float32)
