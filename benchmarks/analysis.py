"""Maps, clusters, placing and search, timed and compared side by side with the plain libraries.

``python -m benchmarks.analysis`` prints one line per figure; ``--small`` leaves out 100,000 windows and a million
vectors, which take 12 GiB of memory and are left out where there is less. The points are made: 1024 dimensions in which
12 groups of 24 dimensions lie under noise, as much as a day's embeddings are; times depend on their number and size,
not on whose voices they are.
"""

import argparse
import time
import warnings
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from sklearn.manifold import trustworthiness
from sklearn.metrics import adjusted_rand_score

from analysis.clustering import Clusters, cluster, usual_size
from analysis.curves import Curves
from analysis.frozen import place
from analysis.neighbours import nearest_rows
from analysis.own import OwnEmotions, learn
from analysis.own_measure import NO, YES, arrays_of
from analysis.own_measure import measure as measure_own
from analysis.own_trial import trial
from analysis.profiles import Profile, profiles
from analysis.projection import Projection, project, warm_up
from analysis.reduction import fit_basis
from analysis.similarity import Library
from benchmarks.figures import Figure, figure
from benchmarks.machine import available
from data.records import Floats, Timeline

DIMENSIONS = 1024
EMOTIONS = ("angry", "fearful", "happy", "neutral", "sad")
QUEUES = ("billing", "loans", "sales", "support")
JUDGED = 1500  # points that trustworthiness is worked out from: it needs all their distances
ROOM = 12 * 2**30  # bytes that a million vectors take: twice while they are scaled, and their coarse copy
Answer = TypeVar("Answer")


def measure(*, large: bool = True) -> list[Figure]:
    """Every figure; the large ones only where there is memory for them."""
    warm_up()
    figures = [
        *hour_of_curves(),
        *own_emotion(),
        *map_of(1_247),
        *map_of(20_000),
        *placing(20_000, 1_000),
        *search(100_000),
    ]
    if large and available() > ROOM:
        figures += [*map_of(100_000, plain=False), *search(1_000_000)]
    return figures


def timed(what: Callable[[], Answer]) -> tuple[Answer, float]:
    """What a call returns, and its seconds."""
    start = time.perf_counter()
    answer = what()
    return answer, time.perf_counter() - start


def planted(count: int, *, seed: int = 0) -> tuple[Floats, np.ndarray]:
    """Embeddings (count, 1024) and the group each is from; the groups are the same for every seed."""
    fixed = np.random.default_rng(1)
    centres, lifted = fixed.normal(size=(12, 24)) * 1.2, fixed.normal(size=(24, DIMENSIONS)) / 24**0.5
    chance = np.random.default_rng(seed)
    groups = chance.integers(12, size=count)
    vectors = np.empty((count, DIMENSIONS), dtype=np.float32)
    for row in range(0, count, 10_000):
        block = groups[row : row + 10_000]
        inner = centres[block] + chance.normal(size=(len(block), 24))
        vectors[row : row + 10_000] = inner @ lifted + chance.normal(size=(len(block), DIMENSIONS)) * 0.4
    return vectors, groups


def map_of(count: int, *, plain: bool = True) -> list[Figure]:
    """Map + clusters + profiles, and the plain libraries on the same points."""
    vectors, groups = planted(count)
    (drawn, clusters, _), seconds = timed(lambda: _ours(vectors, groups))
    name = f"{count:,} × 1024: map + clusters + profiles"
    truth = adjusted_rand_score(groups, clusters.labels)
    if not plain:
        return [figure(name, seconds, "s"), figure(f"{count:,}: agreement with the planted groups", truth, "ARI")]
    (theirs, labels), baseline = timed(lambda: _plain(vectors))
    rows = np.random.default_rng(0).choice(count, min(JUDGED, count), replace=False)
    ours, plainly = (
        trustworthiness(vectors[rows], points[rows], n_neighbors=15) for points in (drawn.coordinates, theirs)
    )
    plain_truth = adjusted_rand_score(groups, labels)
    return [
        figure(name, seconds, "s", baseline),
        figure(f"{count:,}: trustworthiness of the map, k = 15", ours, "", plainly, more_is_better=True),
        figure(f"{count:,}: agreement with the planted groups", truth, "ARI", plain_truth, more_is_better=True),
        figure(f"{count:,}: agreement with the plain clusters", adjusted_rand_score(labels, clusters.labels), "ARI"),
    ]


def hour_of_curves() -> list[Figure]:
    """Score curves of an hour of speech: made once, then any stretch at 1,000 points."""
    frames = np.arange(180_000, dtype=np.int32)
    logits = np.random.default_rng(0).normal(size=(len(frames), 9)).astype(np.float32)
    line = Timeline(frames, logits, np.ones(len(frames), np.float32), np.ones(len(frames), np.bool_))
    curves, making = timed(lambda: Curves(line))
    _, viewing = timed(lambda: curves.view(0, 3600))
    return [figure("curves of 60 minutes, made", making * 1000, "ms"), figure("  and drawn", viewing * 1000, "ms")]


def own_emotion(labels: int = 120, voices: int = 20_000) -> list[Figure]:
    """Training an own emotion with its cross-validation, from labels in 30 recordings; then applying it."""
    vectors, groups = planted(labels)
    answers = [YES if group % 2 else NO for group in groups]
    recordings = [str(row % 30) for row in range(labels)]

    def train() -> OwnEmotions:
        trial(vectors, answers, recordings)
        return learn(vectors, answers)

    train()  # imports scikit-learn
    own, training = timed(train)
    windows, _ = planted(voices * 5, seed=2)
    seconds, firsts = np.full(len(windows), 4.0), np.arange(0, len(windows), 5)
    arrays = arrays_of(own)
    _, applying = timed(lambda: measure_own(arrays, windows, seconds=seconds, firsts=firsts, heard=0.5))
    return [
        figure(f"own emotion from {labels} labels × 1024: trained and cross-validated", training, "s"),
        figure(f"  and applied to {len(windows):,} windows in memory", applying, "s"),
    ]


def placing(stored: int, new: int) -> list[Figure]:
    """New points into a frozen map, against ``UMAP.transform`` of the same fitted map."""
    from umap import UMAP

    vectors, more = planted(stored)[0], planted(new, seed=9)[0]
    basis = fit_basis(vectors)
    reduced, arriving = basis.reduce(vectors), basis.reduce(more)
    fit = UMAP(random_state=0, n_jobs=1).fit(reduced)
    frozen = Projection(np.asarray(fit.embedding_, np.float32), reduced, basis)
    fit.transform(arriving[:50])  # compiles
    theirs, baseline = timed(lambda: fit.transform(arriving))
    placed, seconds = timed(lambda: place(frozen, more))
    apart = np.linalg.norm(placed.coordinates - theirs, axis=1)
    extent = float(np.linalg.norm(frozen.coordinates.std(axis=0)))
    kept, plainly = (_kept(frozen, placed.rows, points) for points in (placed.coordinates, theirs))
    return [
        figure(f"{new:,} new points into a frozen map of {stored:,}", seconds, "s", baseline),
        figure(
            "placing: median distance to UMAP.transform's place, of the map's spread", np.median(apart) / extent, ""
        ),
        figure("placing: 90 % lie closer than", np.quantile(apart, 0.9) / extent, "of the map's spread"),
        figure(
            "placing: of the 15 true neighbours among the 150 nearest on the map",
            kept,
            "",
            plainly,
            more_is_better=True,
        ),
    ]


def search(count: int) -> list[Figure]:
    """Exact cosine top 10, against numpy's product and a full sort."""
    chance = np.random.default_rng(0)
    vectors = chance.standard_normal((count, DIMENSIONS), dtype=np.float32)
    library = Library(vectors)
    del vectors
    queries = chance.standard_normal((7, DIMENSIONS), dtype=np.float32)
    ours = np.median([timed(lambda query=query: library.nearest(query))[1] for query in queries])
    plain = np.median([timed(lambda query=query: np.argsort(-(library.vectors @ query))[:10])[1] for query in queries])
    return [figure(f"cosine top 10 of {count:,} × 1024", ours * 1000, "ms", plain * 1000)]


def _ours(vectors: Floats, groups: np.ndarray) -> tuple[Projection, Clusters, list[Profile]]:
    chance = np.random.default_rng(0)
    drawn = project(vectors)
    clusters = cluster(drawn.coordinates)
    kinds = {
        "emotion": np.array(EMOTIONS)[groups % 5],
        "queue": chance.choice(QUEUES, len(vectors)),
        "hour": chance.integers(8, 18, len(vectors)).astype(str),
    }
    return drawn, clusters, profiles(clusters.labels, drawn.reduced, kinds={k: v.tolist() for k, v in kinds.items()})


def _plain(vectors: Floats) -> tuple[Floats, np.ndarray]:
    from hdbscan import HDBSCAN
    from umap import UMAP

    points = UMAP().fit_transform(vectors)
    return points, HDBSCAN(min_cluster_size=usual_size(len(vectors))).fit_predict(points)


def _kept(frozen: Projection, true: np.ndarray, points: Floats) -> float:
    """Share of the true neighbours (M, 15) that are among the 150 nearest on the map."""
    near = nearest_rows(frozen.coordinates, points, k=150)[0]
    return float(np.mean([np.isin(own, found).mean() for own, found in zip(true, near, strict=True)]))


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="without 100,000 windows and a million vectors")
    warnings.simplefilter("ignore")
    for each in measure(large=not parser.parse_args().small):
        beside = "" if each["baseline"] is None else f"   plain {each['baseline']:.3f}, ratio {each['ratio']:.2f}"
        print(f"{each['name']}: {each['value']:.3f} {each['unit']}{beside}", flush=True)


if __name__ == "__main__":
    main()
