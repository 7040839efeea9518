"""Maps, the space they are made from, and clusters: planted groups, tiny and broken inputs."""

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score

from analysis.clustering import by_size, cluster
from analysis.errors import NotNumbers, Unfit, WrongShape
from analysis.projection import project
from analysis.reduction import fit_basis
from analysis.vectors import unit


def blobs(sizes, dimensions=24, seed=0, spread=0.15):
    """Points around random unit directions, and which direction each is around."""
    rng = np.random.default_rng(seed)
    centres = unit(rng.normal(size=(len(sizes), dimensions)).astype(np.float32))
    truth = np.repeat(np.arange(len(sizes)), sizes)
    noise = rng.normal(size=(len(truth), dimensions)) * spread
    return (centres[truth] + noise).astype(np.float32), truth


@pytest.mark.parametrize("shape", [(200, 30), (30, 200)])
def test_the_basis_is_the_pca_of_unit_vectors(shape):
    vectors = np.random.default_rng(2).normal(size=shape).astype(np.float32)
    basis = fit_basis(vectors, dimensions=7)
    reference = PCA(7, svd_solver="full").fit(unit(vectors).astype(np.float64))
    assert np.abs(np.abs(basis.components) - np.abs(reference.components_)).max() < 1e-3
    assert basis.explained == pytest.approx(reference.explained_variance_ratio_.sum(), abs=1e-4)
    assert np.abs(np.abs(basis.reduce(vectors)) - np.abs(reference.transform(unit(vectors)))).max() < 1e-3
    assert (basis.components[np.arange(7), np.abs(basis.components).argmax(axis=1)] > 0).all()


def test_a_basis_refuses_another_models_vectors():
    basis = fit_basis(np.eye(4, dtype=np.float32))
    with pytest.raises(WrongShape, match="different models"):
        basis.reduce(np.eye(5, dtype=np.float32))


@pytest.mark.parametrize("method", ["umap", "tsne", "pca"])
def test_planted_groups_come_apart(method):
    vectors, truth = blobs([60, 50, 40])
    drawn = project(vectors, method=method, seed=4)
    assert drawn.coordinates.shape == (150, 2) and drawn.note == "" and drawn.parameters["method"] == method
    found = cluster(drawn.coordinates, min_size=15)
    assert found.count == 3
    kept = found.labels >= 0
    assert adjusted_rand_score(truth[kept], found.labels[kept]) > 0.95 and kept.mean() > 0.7


def test_the_same_seed_gives_the_same_map():
    vectors, _ = blobs([40, 40])
    first, second = (project(vectors, seed=7).coordinates for _ in range(2))
    assert (first == second).all()


@pytest.mark.parametrize("method", ["umap", "tsne", "pca"])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 14])
def test_few_points_are_drawn(method, count):
    vectors = np.random.default_rng(count).normal(size=(count, 6))
    drawn = project(vectors, method=method)
    assert drawn.coordinates.shape == (count, 2) and np.isfinite(drawn.coordinates).all()
    if count < 5 and method != "pca":
        assert drawn.parameters["method"] == "pca"
        assert ("no points" if count == 0 else "too few") in drawn.note
    found = cluster(drawn.coordinates)
    assert found.labels.shape == (count,) and (count > 5 or found.count == 0)


@pytest.mark.parametrize("method", ["umap", "tsne", "pca"])
def test_identical_points_lie_on_one_spot(method):
    drawn = project(np.ones((20, 6)), method=method)
    assert np.ptp(drawn.coordinates, axis=0).max() == 0
    if method != "pca":
        assert drawn.note == "all 20 points are the same: they lie on one spot"
    assert "all 20 points are the same" in cluster(drawn.coordinates).note


def test_many_identical_points_among_others():
    vectors = np.random.default_rng(0).normal(size=(60, 6))
    vectors[:30] = vectors[0]
    assert np.isfinite(project(vectors).coordinates).all()


def test_zero_vectors_do_no_harm():
    vectors = np.random.default_rng(0).normal(size=(30, 6))
    vectors[3] = 0
    assert np.isfinite(project(vectors).coordinates).all()


def test_rows_that_are_not_numbers_are_named():
    vectors = np.ones((9, 4))
    vectors[2, 1], vectors[5, 0] = np.nan, np.inf
    with pytest.raises(NotNumbers, match=r"2 of 9 points .* \(rows 2, 5\)"):
        project(vectors)
    with pytest.raises(NotNumbers):
        cluster(vectors)


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(Unfit, match="umap, tsne, pca"):
        project(np.eye(9), method="som")
    with pytest.raises(Unfit, match="at least 2 neighbours"):
        project(np.eye(9), neighbours=1)
    with pytest.raises(WrongShape):
        project(np.ones(5))


def test_noise_stays_noise_and_is_the_most_unlike():
    rng = np.random.default_rng(5)
    points = np.concatenate([rng.normal(size=(60, 2)) * 0.1, rng.normal(size=(40, 2)) * 0.1 + 5, [[2.5, 40]]])
    found = cluster(points, min_size=10)
    assert found.count == 2 and found.labels[-1] == -1 and found.strengths[-1] == 0
    assert found.outliers.argmax() == 100
    assert (np.bincount(found.labels[found.labels >= 0]) > 30).all()


def test_fine_groups_are_the_smallest_there_are():
    rng = np.random.default_rng(6)
    pairs = np.array([[0, 0], [1.2, 0], [30, 0], [31.2, 0]])  # two pairs of groups, far from each other
    points = np.concatenate([centre + rng.normal(size=(60, 2)) * 0.2 for centre in pairs])
    assert cluster(points, min_size=40, epsilon=3).count == 2
    assert cluster(points, min_size=40, fine=True).count == 4


def test_all_noise_is_said():
    points = np.random.default_rng(0).uniform(size=(60, 2))
    found = cluster(points, min_size=25)
    assert (found.labels == -1).all() and "all points are noise" in found.note


def test_groups_are_numbered_by_size():
    assert by_size(np.array([5, 5, -1, 2, 2, 2, 9])).tolist() == [1, 1, -1, 0, 0, 0, 2]
    assert by_size(np.array([-1, -1])).tolist() == [-1, -1]


def test_cluster_options_are_checked():
    with pytest.raises(Unfit):
        cluster(np.ones((9, 2)), min_size=1)
