"""One map, or two side by side: what is chosen in one lights up in the other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.components.scatter import Choice, Points, within
from dashboard.maps import Atlas
from dashboard.sheets import Sheet


@dataclass(frozen=True, slots=True, eq=False)
class Pane:
    """A sheet with all that is needed to draw it."""

    sheet: Sheet
    atlas: Atlas
    points: Points


def chosen_in_all(panes: Sequence[Pane], choice: Choice, *, where: int) -> list[Choice]:
    """What was chosen in the pane number ``where``, and what belongs to it in the others."""
    return [choice if n == where else counterpart(panes[where], choice, pane) for n, pane in enumerate(panes)]


def counterpart(here: Pane, choice: Choice, there: Pane) -> Choice:
    """What on another sheet belongs to a choice on this one.

    On another day of the same saved map it is the same region, or the group of a point that was pressed; on another
    map, or where the same calls are, it is the same recordings.
    """
    if shares_places(here, there) and choice.corners:
        return Choice(within(there.points, choice.corners), choice.corners)
    same = same_calls(here, choice, there)
    if len(same) or not shares_places(here, there):
        return Choice(same)
    groups = set(here.atlas.clusters[choice.points].tolist()) - {-1}
    return Choice(np.flatnonzero(np.isin(there.atlas.clusters, list(groups)) & there.points.shown))


def shares_places(here: Pane, there: Pane) -> bool:
    """Whether a place means the same on both sheets: they are of one saved map."""
    one, other = here.sheet.saved, there.sheet.saved
    return one is not None and other is not None and one.id == other.id


def same_calls(here: Pane, choice: Choice, there: Pane) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """The points of another sheet that are of the same voices; of moments, the same moments."""
    moments = here.sheet.request.unit == there.sheet.request.unit
    wanted = {_name(here.atlas, int(point), moments=moments) for point in choice.points}
    names = (_name(there.atlas, point, moments=moments) in wanted for point in range(len(there.atlas)))
    return np.flatnonzero(np.fromiter(names, np.bool_, len(there.atlas)) & there.points.shown)


def common(here: Pane, there: Pane) -> int:
    """How many recordings are on both sheets."""
    return len(set(here.atlas.places.recordings) & set(there.atlas.places.recordings))


def _name(atlas: Atlas, point: int, *, moments: bool) -> tuple[str, str, float]:
    places = atlas.places
    return places.recordings[point], places.roles[point], float(places.spans[point, 0]) if moments else 0.0
