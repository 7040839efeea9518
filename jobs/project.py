"""The job ``map``: a selection's embeddings become coordinates and clusters, kept as a derived thing."""

from analysis.clustering import cluster
from analysis.projection import project
from analysis.vectors import from_scores
from data import listing, maps
from data.records import Job
from data.store import Store
from jobs.errors import NothingToDo


def draw(store: Store, job: Job) -> None:
    """Make the map that the job asks for. ``NothingToDo`` when the selection is empty."""
    request = maps.Request.from_options(job.options)
    with store.reading() as read:
        points = listing.points(read, request.selection, unit=request.unit)
        made = maps.details(read, request)
    if not len(points):
        raise NothingToDo("there is nothing to draw: no recording of this selection has a reading")
    vectors = points.embeddings if request.space == "embeddings" else from_scores(points.scores)
    projection = project(vectors, method=request.method, seed=request.seed)
    clusters = cluster(projection.coordinates)
    arrays = {
        "coordinates": projection.coordinates,
        "clusters": clusters.labels,
        "strengths": clusters.strengths,
        "outliers": clusters.outliers,
    }
    with store.atomic() as write:
        maps.save(write, maps.Drawn(points, made, arrays, tuple(filter(None, (projection.note, clusters.note)))))
