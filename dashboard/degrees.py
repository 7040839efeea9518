"""Points of a map by a number: what colours them step by step, or makes them larger or smaller."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dashboard import formats, state
from dashboard.charts.look import REST
from dashboard.components.scatter import Groups, Sizes
from dashboard.maps import Atlas
from dashboard.texts import text
from dashboard.words import FEW
from data import captions, own_values
from data.listing import OWN
from data.records import Floats
from data.schema import NUMBERS

CONFIDENCE, UNLIKE, SECONDS = "confidence", "apart", "seconds"
LONGEST_RUN, SHIFT = "longest_negative_run", "shift"
OF_VOICES = tuple(name for name in NUMBERS if name != "ends_negative")  # which is only yes or no
MEASURES = (CONFIDENCE, *OF_VOICES, SECONDS, UNLIKE)
IN_SECONDS = (LONGEST_RUN, SECONDS)
UNBOUNDED = (*IN_SECONDS, SHIFT)  # not between 0 and 1: their steps hold as many points each
EDGES = (0.2, 0.4, 0.6, 0.8)  # a score falls into five steps
OUTER = 0.05  # share of the points at either end that are drawn as the smallest and the largest: one must not rule all
# One hue from faint to strong, against the page's own ground: told apart by lightness alone, so by everybody.
STEPS = {
    "light": ("#c3d5e8", "#8db4d8", "#4f8dc4", "#1f64a6", "#083a73"),
    "dark": ("#2b4866", "#34689c", "#4c8fce", "#86bbeb", "#cfe6fb"),
}


def is_degree(colouring: str) -> bool:
    """Whether points are coloured by a number and not by a name."""
    return colouring in MEASURES or OWN.fullmatch(colouring) is not None


def degrees_of(atlas: Atlas, measure: str) -> Floats:
    """(P,) the number of every point, NaN where there is none: a version may not have been applied to all calls yet.

    ``measure`` is one of ``MEASURES`` or ``own:`` and a version; what is of a voice holds for each of its moments.
    """
    if measure == CONFIDENCE:
        return atlas.confidence
    if measure == UNLIKE:
        return atlas.outliers
    if measure == SECONDS:
        return (atlas.places.spans[:, 1] - atlas.places.spans[:, 0]).astype(np.float32)
    version = OWN.fullmatch(measure)
    with state.store().reading() as read:
        if version is None:
            told = captions.column(read, measure, model=atlas.model.key)
        else:
            ids = sorted(set(atlas.places.recordings))
            told = own_values.all_of(read, int(version[1]), only=ids if len(ids) < FEW else ())
    keys = zip(atlas.places.recordings, atlas.places.roles, strict=True)
    values = (told.get(key) for key in keys)
    return np.array([np.nan if value is None else value for value in values], np.float32)


def groups_by_degree(
    degrees: Floats,
    *,
    theme: str,
    bounds: Sequence[float] = (0.0, *EDGES, 1.0),
    says: Callable[[float], str] | None = None,
) -> Groups:
    """The steps between ``bounds``, up to five, and those without a number."""
    known = np.isfinite(degrees)
    edges = bounds[1:-1]
    steps: NDArray[np.int32] = np.digitize(np.where(known, degrees, bounds[0]), edges).astype(np.int32)
    told = says or formats.score
    names = [f"{told(low)}–{told(high)}" for low, high in pairwise(bounds)]
    which = np.where(known, steps, len(names)).astype(np.int32)
    colours = STEPS[theme][len(STEPS[theme]) - len(names) :]
    return Groups(which, [*names, text("map.unset")], [*colours, REST[theme]])


def groups_by_measure(atlas: Atlas, measure: str, *, theme: str) -> Groups:
    """The points by one number of theirs, in steps that suit it."""
    degrees = degrees_of(atlas, measure)
    if measure not in UNBOUNDED:
        return groups_by_degree(degrees, theme=theme)
    return groups_by_degree(degrees, theme=theme, bounds=fifths(degrees), says=lambda value: said_of(measure, value))


def fifths(degrees: Floats) -> list[float]:
    """Bounds between which about as many of the known numbers lie; fewer where many are the same."""
    known = degrees[np.isfinite(degrees)]
    if not len(known):
        return [0.0, 1.0]
    bounds = np.unique(np.quantile(known, np.linspace(0, 1, len(EDGES) + 2)))
    return [float(bound) for bound in bounds] if len(bounds) > 1 else [float(bounds[0]), float(bounds[0])]


def sizes_of(atlas: Atlas, measure: str) -> Sizes:
    """How large each point is by one number of its: linear between the outermost twentieths; without one, smallest."""
    degrees = degrees_of(atlas, measure)
    known = degrees[np.isfinite(degrees)]
    low, high = (float(bound) for bound in np.quantile(known, (OUTER, 1 - OUTER))) if len(known) else (0.0, 1.0)
    shares = np.clip((np.nan_to_num(degrees, nan=low) - low) / max(high - low, 1e-9), 0, 1)
    return Sizes(shares.astype(np.float32), (said_of(measure, low), said_of(measure, high)))


def said_of(measure: str, value: float) -> str:
    """A number of that measure for people."""
    if measure in IN_SECONDS:
        return text("map.in_seconds", value=f"{value:.1f}" if value < 10 else f"{value:.0f}")
    return f"{value:+.2f}" if measure == SHIFT else formats.score(value)
