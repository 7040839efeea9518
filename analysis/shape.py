"""Calls whose emotion runs like this one: neutral → angry → relieved, whatever the tempo.

A voice's shape is its score curve over what it says, at 24 equal shares of its speech. Two shapes are compared by
dynamic time warping (Sakoe & Chiba 1978, https://doi.org/10.1109/TASSP.1978.1163055) within a band of a quarter of the
length, with the Hellinger distance between score vectors, which is 0 for the same and 1 for no emotion in common.
"""

from collections.abc import Sequence

import numpy as np

from analysis.errors import NothingHeard, Unfit, WrongShape
from analysis.labels import english
from analysis.scores import Cumulative, Doubles, in_speech, softmax
from analysis.similarity import Neighbours, best
from analysis.vectors import same_size
from data.records import Floats, Timeline

POINTS = 24
BAND = 0.25  # of the length: how far one call may run ahead of the other
BLOCK = 20_000  # shapes compared at once: 92 MB of distances


def shape(timeline: Timeline, *, points: int = POINTS) -> Floats:
    """(P, L) scores of ``points`` equal shares of what a voice says, in order."""
    speech = in_speech(timeline)
    total = len(speech.frames)
    if total == 0:
        raise NothingHeard("a voice without speech has no shape")
    edges = np.arange(points + 1) * total / points
    rows = np.minimum(edges[:-1].astype(int), total - 1)
    ends = np.maximum(np.ceil(edges[1:]).astype(int), rows + 1)
    return softmax(Cumulative(speech).between(rows, ends))


def drawn(course: Sequence[str], *, labels: Sequence[str], strength: float = 0.7, points: int = POINTS) -> Floats:
    """(P, L) a shape that a person asks for, as a course of emotions: ``("neutral", "angry", "happy")``.

    Each emotion holds for an equal part with ``strength``; the other labels share the rest. ``Unfit`` for an emotion
    that the model does not know.
    """
    names = [english(label) for label in labels]
    unknown = [emotion for emotion in course if emotion not in names]
    if unknown or not course:
        raise Unfit(f"a course is made of {', '.join(names)}; {', '.join(unknown) or 'nothing'} cannot be drawn")
    which = np.array([names.index(emotion) for emotion in course])[np.arange(points) * len(course) // points]
    scores = np.full((points, len(labels)), (1 - strength) / max(1, len(labels) - 1), dtype=np.float32)
    scores[np.arange(points), which] = strength
    return scores


def distances(query: Floats, shapes: Floats) -> Floats:
    """(N,) aligned distance of each shape (N, P, L) from the query (P, L): mean Hellinger distance on the best path."""
    if shapes.ndim != 3 or query.ndim != 2:
        raise WrongShape("shapes are compared as one (points, labels) array with many")
    same_size(query.shape[1], shapes.shape[2])
    roots = np.sqrt(query)
    blocks = [_aligned(roots, np.sqrt(shapes[row : row + BLOCK])) for row in range(0, len(shapes), BLOCK)]
    return np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.float32)


def alike(query: Floats, shapes: Floats, *, k: int = 10) -> Neighbours:
    """The ``k`` shapes most alike the query, best first; ``cosines`` holds 1 - distance."""
    return best(1 - distances(query, shapes), min(k, len(shapes)))


def _aligned(query: Floats, shapes: Floats) -> Floats:
    """Dynamic time warping of one (P, L) with many (N, Q, L) at once: the table is filled cell by cell for all N."""
    overlap = np.einsum("pl,nql->pqn", query, shapes, optimize=True)
    costs: Doubles = np.sqrt(np.clip(1 - overlap, 0, 1)).astype(np.float64)
    height, width = costs.shape[:2]
    reach = max(1, int(np.ceil(BAND * max(height, width))))
    table = np.full((height, width, costs.shape[2]), np.inf)
    for i in range(height):
        middle = i * width // height
        for j in range(max(0, middle - reach), min(width, middle + reach + 1)):
            # a diagonal step stands for two, as in Sakoe & Chiba's symmetric form, so that every path weighs the same
            steps = [2 * costs[i, j]] if i == j == 0 else []
            if i:
                steps.append(table[i - 1, j] + costs[i, j])
            if j:
                steps.append(table[i, j - 1] + costs[i, j])
            if i and j:
                steps.append(table[i - 1, j - 1] + 2 * costs[i, j])
            table[i, j] = np.minimum.reduce(steps)
    return np.asarray(table[-1, -1] / (height + width), dtype=np.float32)
