"""The job ``map``: a selection's embeddings become coordinates and clusters, kept as a derived thing.

With them is kept what places other days' calls into the map, should somebody save it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.accounts import account, names_of
from analysis.assignment import reach_of
from analysis.clustering import Clusters, cluster
from analysis.frozen import far_limit, freeze
from analysis.labels import english
from analysis.projection import Projection, project
from data import captions, listing, maps, models
from data.captions import Caption
from data.kinds import kinds_of
from data.listing import Points
from data.maps import FILE, ON_SPACE, Drawn, Grouping, Places
from data.records import Floats, Job, Model
from data.store import Store
from jobs.effect import effect_of
from jobs.errors import NothingToDo
from jobs.space import as_read, leading, space_of, speakers_of


def draw(store: Store, job: Job) -> None:
    """Make the map that the job asks for. ``NothingToDo`` when the selection is empty."""
    request = maps.Request.from_options(job.options)
    with store.reading() as read:
        points = listing.points(read, request.selection, unit=request.unit)
        made = maps.details(read, request)
        words = captions.load(read, model=request.selection.model)
        model = models.load(read).get(request.selection.model)
    if model is None or not len(points):
        raise NothingToDo("there is nothing to draw: no recording of this selection has a reading")
    space = space_of(points, request, words)
    projection = project(space.vectors, method=request.method, seed=request.seed)
    clusters = group(projection, request.grouping)
    arrays = {
        "coordinates": projection.coordinates,
        "clusters": clusters.labels,
        "strengths": clusters.strengths,
        "outliers": clusters.outliers,
        **leading(points),
    }
    kinds = known_of(points, words, model)
    names = names_of(clusters.labels, kinds=kinds, recordings=points.recordings)
    found = account(clusters.labels, projection.coordinates, kinds=kinds, recordings=points.recordings)
    whose = points.recordings if request.centre == FILE else speakers_of(points, words)
    effect = effect_of(as_read(points, request), space.vectors, kinds, whose) if request.centre and any(whose) else []
    told = {
        "effect": effect,
        "parameters": dict(projection.parameters),
        "group_names": names,
    }
    notes = tuple(filter(None, (space.note, projection.note, clusters.note)))
    drawn = Drawn(points, made, arrays, notes, _frozen(projection, clusters, request.grouping), told, found.packed())
    with store.atomic() as write:
        maps.save(write, drawn)


def group(projection: Projection, grouping: Grouping) -> Clusters:
    """The groups of a map's points, as asked for."""
    return cluster(
        points_of(projection, grouping),
        min_size=grouping.min_size,
        min_samples=grouping.min_samples,
        epsilon=grouping.epsilon,
    )


def points_of(projection: Projection, grouping: Grouping) -> Floats:
    """(P, 2) or (P, R): where a map's points lie in the space that they are grouped in."""
    return projection.reduced if grouping.on == ON_SPACE else projection.coordinates


def _frozen(projection: Projection, clusters: Clusters, grouping: Grouping) -> dict[str, NDArray[Any]]:
    """What places other points into this map, less its coordinates; a single point has no distances to others."""
    kept: dict[str, NDArray[Any]] = {name: array for name, array in freeze(projection).items() if name != "coordinates"}
    kept["reach"] = reach_of(points_of(projection, grouping), clusters)
    if len(projection.reduced) > 1:
        kept["far_limit"] = np.array([far_limit(projection)], np.float32)
    return kept


def known_of(points: Points, words: Mapping[tuple[str, str], Caption], model: Model) -> dict[str, Sequence[str]]:
    """What is known of each of P points, kind by kind; ``words`` holds the captions of their voices."""
    told = [words[key] for key in zip(points.recordings, points.roles, strict=True)]
    labels = [english(label) for label in model.labels]
    emotions = [labels[number] for number in points.scores.argmax(axis=1)]
    return kinds_of(told, Places(points.recordings, points.roles, points.spans), emotions=emotions)
