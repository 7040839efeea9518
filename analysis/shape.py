"""Calls whose emotion runs like this one: neutral → angry → relieved, whatever the tempo.

A voice's shape is its course at equal shares of what it says (``analysis.outlines.course``). Two shapes are compared by
dynamic time warping (Sakoe & Chiba 1978, https://doi.org/10.1109/TASSP.1978.1163055) within a band of a quarter of the
length, with the Hellinger distance between score vectors, which is 0 for the same and 1 for no emotion in common.
"""

from collections.abc import Sequence

import numpy as np

from analysis.errors import WrongShape
from analysis.labels import expressive
from analysis.scores import Doubles
from analysis.similarity import Neighbours, best
from analysis.vectors import same_size
from data.records import Floats

BAND = 0.25  # of the length: how far one call may run ahead of the other
BLOCK = 20_000  # shapes compared at once: 92 MB of distances


def stages(course: Floats) -> list[int]:
    """Which label leads in each quarter of a shape (P, L), in order; one that goes on leading is told once."""
    leads = [int(part.mean(axis=0).argmax()) for part in np.array_split(course, 4)]
    return [lead for place, lead in enumerate(leads) if place == 0 or lead != leads[place - 1]]


def matching_point(query: Floats, other: Floats, *, labels: Sequence[str]) -> int:
    """The point of another shape (Q, L) that is most like the moment at which the query (P, L) expresses most.

    It is looked for as far around the same place as two shapes may run apart. What is expressed is any emotion but
    neutral, other and unknown.
    """
    same_size(query.shape[1], other.shape[1])
    strongest = int(np.where(expressive(labels), query, 0.0).max(axis=1).argmax())
    middle, reach = strongest * len(other) // len(query), _reach(len(query), len(other))
    first = max(0, middle - reach)
    overlap = np.sqrt(other[first : middle + reach + 1]) @ np.sqrt(query[strongest])
    return first + int(overlap.argmax())


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


def _reach(height: int, width: int) -> int:
    return max(1, int(np.ceil(BAND * max(height, width))))


def _aligned(query: Floats, shapes: Floats) -> Floats:
    """Dynamic time warping of one (P, L) with many (N, Q, L) at once: the table is filled cell by cell for all N."""
    overlap = np.einsum("pl,nql->pqn", query, shapes, optimize=True)
    costs: Doubles = np.sqrt(np.clip(1 - overlap, 0, 1)).astype(np.float64)
    height, width = costs.shape[:2]
    reach = _reach(height, width)
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
