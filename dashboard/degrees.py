"""Points of a map coloured by how strongly something holds in them: how sure a reading is, or what the team taught."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dashboard import formats, state
from dashboard.charts.look import REST
from dashboard.components.scatter import Groups
from dashboard.maps import Atlas
from dashboard.texts import text
from dashboard.words import FEW
from data import own_values
from data.listing import OWN
from data.records import Floats

CONFIDENCE = "confidence"
EDGES = (0.2, 0.4, 0.6, 0.8)  # a score falls into five steps
# One hue from faint to strong, against the page's own ground: told apart by lightness alone, so by everybody.
STEPS = {
    "light": ("#c3d5e8", "#8db4d8", "#4f8dc4", "#1f64a6", "#083a73"),
    "dark": ("#2b4866", "#34689c", "#4c8fce", "#86bbeb", "#cfe6fb"),
}


def is_degree(colouring: str) -> bool:
    """Whether points are coloured by a score and not by a name."""
    return colouring == CONFIDENCE or OWN.fullmatch(colouring) is not None


def degrees_of(atlas: Atlas, colouring: str) -> Floats:
    """(P,) the score of every point, NaN where there is none: a version may not have been applied to all calls yet."""
    version = OWN.fullmatch(colouring)
    if version is None:
        return atlas.confidence
    ids = sorted(set(atlas.places.recordings))
    with state.store().reading() as read:
        told = own_values.all_of(read, int(version[1]), only=ids if len(ids) < FEW else ())
    keys = zip(atlas.places.recordings, atlas.places.roles, strict=True)
    return np.array([told.get(key, np.nan) for key in keys], np.float32)


def groups_by_degree(degrees: Floats, *, theme: str) -> Groups:
    """Five steps of a score, and those without one."""
    known = np.isfinite(degrees)
    steps: NDArray[np.int32] = np.digitize(np.where(known, degrees, 0.0), EDGES).astype(np.int32)
    bounds = [0.0, *EDGES, 1.0]
    names = [f"{formats.score(low)}–{formats.score(high)}" for low, high in pairwise(bounds)]
    which = np.where(known, steps, len(names)).astype(np.int32)
    return Groups(which, [*names, text("map.unset")], [*STEPS[theme], REST[theme]])
