"""The job ``place``: other calls go into a saved map, so that a place and a group mean the same on every day."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.accounts import account
from analysis.assignment import Assignment, assign
from analysis.clustering import Clusters
from analysis.frozen import Placement, drift, far_limit, place, thaw
from analysis.projection import Projection
from data import captions, listing, maps, models, placements, saved_maps
from data.listing import Points
from data.maps import Drawn
from data.placements import Wanted
from data.records import Floats, Job
from data.saved_maps import SavedMap
from data.store import Store
from jobs.errors import NothingToDo, OtherModel
from jobs.project import known_of, points_of
from jobs.space import leading, space_of

ALONE = "the map has a single point, so how far other calls are from it cannot be said"


@dataclass(frozen=True, slots=True, eq=False)
class Frozen:
    """A saved map as it is stored: what it is, its arrays by name, and the projection that they make."""

    saved: SavedMap
    arrays: Mapping[str, NDArray[Any]]
    projection: Projection


def put(store: Store, job: Job) -> None:
    """Place the calls that the job names. ``OtherModel`` or ``NothingToDo`` where that cannot be done."""
    wanted = Wanted.from_options(job.options)
    with store.reading() as read:
        saved = saved_maps.load(read, wanted.map)
        known = models.load(read)
        if saved.model != wanted.selection.model:
            raise OtherModel(_mixed(saved, wanted, {key: model.name for key, model in known.items()}))
        made = placements.details(read, wanted)
        points = listing.points(read, wanted.selection, unit=saved.request.unit)
        arrays = saved_maps.frozen(read, wanted.map)
        words = captions.load_some(read, sorted(set(points.recordings)), model=saved.model)
    if not len(points):
        raise NothingToDo("there is nothing to place: none of these calls has a reading")
    space = space_of(points, saved.request, words)
    frozen = Frozen(saved, arrays, thaw(arrays, saved.details["parameters"]))
    drawn = _placed(frozen, points, space.vectors)
    kinds = known_of(points, words, known[saved.model])
    clusters, coordinates = drawn.arrays["clusters"], drawn.arrays["coordinates"]
    found = account(clusters, coordinates, kinds=kinds, recordings=points.recordings)
    notes = tuple(filter(None, (space.note, *drawn.notes)))
    told = {**drawn.told, "group_names": saved.details.get("group_names", {})}
    kept = Drawn(points, made, drawn.arrays, notes, told=told, account=found.packed())
    with store.atomic() as write:
        maps.save(write, kept, kind=saved_maps.PLACED)


def _placed(frozen: Frozen, points: Points, vectors: Floats) -> Drawn:
    placed = place(frozen.projection, vectors)
    joined = _join(frozen, placed, vectors)
    limit = _limit(frozen)
    arrays = {
        "coordinates": placed.coordinates,
        "clusters": joined.labels,
        "strengths": joined.strengths,
        "outliers": _beyond(placed, limit),
        **leading(points),
    }
    if limit is None:
        return Drawn(points, {}, arrays, (ALONE,), told={"drift": None})
    calls = len(set(points.recordings))
    found = drift(frozen.projection, placed, limit=limit, calls=calls)
    return Drawn(points, {}, arrays, told={"drift": {**asdict(found.far), "calls": calls, "refit": found.refit}})


def _join(frozen: Frozen, placed: Placement, vectors: Floats) -> Assignment:
    """The groups that the new points join, in the space that the map's own points were grouped in."""
    arrays, grouping = frozen.arrays, frozen.saved.request.grouping
    there = Clusters(arrays["clusters"], arrays["strengths"], arrays["outliers"])
    moved = Projection(placed.coordinates, frozen.projection.basis.reduce(vectors), frozen.projection.basis)
    new = points_of(moved, grouping)
    return assign(points_of(frozen.projection, grouping), there, new, reach=arrays.get("reach"))


def _limit(frozen: Frozen) -> float | None:
    """How far the map's own points are from their neighbours; None of a map with a single point."""
    if "far_limit" in frozen.arrays:
        return float(frozen.arrays["far_limit"][0])
    return far_limit(frozen.projection) if len(frozen.projection.reduced) > 1 else None


def _beyond(placed: Placement, limit: float | None) -> Floats:
    """(M,) 0 for a point within the map's own distances, towards 1 the farther it lies beyond them."""
    if limit is None:
        return np.zeros(len(placed.distances), np.float32)
    distances = placed.distances[:, -1].astype(np.float64)
    return np.where(distances > limit, 1 - limit / np.maximum(distances, 1e-9), 0.0).astype(np.float32)


def _mixed(saved: SavedMap, wanted: Wanted, names: Mapping[str, str]) -> str:
    other = names.get(wanted.selection.model, wanted.selection.model)
    return f"this map holds readings of {names[saved.model]}; those of {other} have no place in it: choose that model"
