"""Frozen maps: placing, drift, and joining stored groups."""

import hdbscan
import numpy as np
import pytest

from analysis.assignment import assign
from analysis.clustering import Clusters, cluster
from analysis.errors import NotNumbers, TooFew, WrongShape
from analysis.frozen import drift, freeze, memberships, place, thaw
from analysis.neighbours import nearest_others, nearest_rows
from analysis.projection import project
from analysis.vectors import unit


def groups(seed, count, shift=0.0):
    """Points around four fixed directions in 32 dimensions, and which direction each is around."""
    centres = unit(np.random.default_rng(0).normal(size=(4, 32)).astype(np.float32))
    rng = np.random.default_rng(seed)
    truth = rng.integers(4, size=count)
    return (centres[truth] + rng.normal(size=(count, 32)) * 0.1 + shift).astype(np.float32), truth


@pytest.fixture(scope="module")
def day():
    vectors, truth = groups(1, 200)
    return vectors, truth, project(vectors, seed=1)


def test_nearest_rows_equal_the_full_sort():
    rng = np.random.default_rng(3)
    stored, queries = rng.normal(size=(50, 4)).astype(np.float32), rng.normal(size=(7, 4)).astype(np.float32)
    full = np.linalg.norm(queries[:, None] - stored[None], axis=2)
    rows, distances = nearest_rows(stored, queries, k=6)
    assert (rows == np.argsort(full, axis=1)[:, :6]).all()
    assert distances == pytest.approx(np.sort(full, axis=1)[:, :6], abs=1e-5)
    assert nearest_rows(stored, queries[:0], k=6)[0].shape == (0, 6)


def test_nearest_others_leave_each_point_out_even_among_twins():
    points = np.zeros((9, 2), dtype=np.float32)
    points[8] = 3
    rows, distances = nearest_others(points, k=3)
    assert rows.shape == (9, 3) and (rows != np.arange(9)[:, None]).all()
    assert distances[:8].max() == 0 and distances[8] == pytest.approx(18**0.5)
    assert nearest_others(points[:1], k=3)[0].shape == (1, 0)


def test_memberships_sum_to_umaps_target():
    distances = np.sort(np.random.default_rng(0).uniform(0.5, 3, size=(20, 15)), axis=1).astype(np.float32)
    weights = memberships(distances)
    # before scaling the nearest has strength 1 and all together log2(15)
    assert weights.sum(axis=1) == pytest.approx(1)
    assert 1 / weights[:, 0] == pytest.approx(np.log2(15), rel=1e-6)
    assert (np.diff(weights, axis=1) <= 0).all()


def test_memberships_of_itself_of_twins_and_of_equal_distances():
    rows = np.array([[0, 1, 2], [0, 0, 2], [1, 1, 1]], dtype=np.float32)
    assert memberships(rows) == pytest.approx(np.array([[1, 0, 0], [0.5, 0.5, 0], [1 / 3, 1 / 3, 1 / 3]]))
    assert memberships(np.ones((2, 1), dtype=np.float32)) == pytest.approx(np.ones((2, 1)))


def test_the_maps_own_points_keep_their_places(day):
    vectors, _, drawn = day
    assert np.abs(place(drawn, vectors).coordinates - drawn.coordinates).max() < 1e-3


def test_new_points_land_in_their_group(day):
    _, truth, drawn = day
    vectors, new_truth = groups(2, 100)
    placed = place(drawn, vectors)
    nearest = nearest_rows(drawn.coordinates, placed.coordinates, k=1)[0][:, 0]
    assert (truth[nearest] == new_truth).mean() > 0.97
    assert not drift(drawn, placed).refit


def test_a_map_comes_back_from_its_arrays(day):
    _, _, drawn = day
    again = thaw(freeze(drawn), drawn.parameters)
    vectors, _ = groups(2, 20)
    assert (place(again, vectors).coordinates == place(drawn, vectors).coordinates).all()
    assert again.parameters == drawn.parameters and again.basis.explained == pytest.approx(drawn.basis.explained)
    broken = freeze(drawn) | {"reduced": drawn.reduced[:, :-1]}
    with pytest.raises(WrongShape, match="do not fit together"):
        thaw(broken, {})


def test_a_pca_map_places_by_its_matrix():
    vectors, _ = groups(1, 60)
    whole, half = project(vectors, method="pca"), project(vectors[:30], method="pca")
    assert place(whole, vectors).coordinates == pytest.approx(whole.coordinates, abs=1e-6)
    elsewhere = place(half, vectors[30:]).coordinates
    assert elsewhere == pytest.approx(half.basis.reduce(vectors[30:])[:, :2], abs=1e-6)


def test_points_of_a_new_kind_are_drift(day):
    placed = place(day[2], groups(2, 100, shift=0.3)[0])
    found = drift(day[2], placed)
    assert found.refit and found.far.value > 0.5 and found.expected == pytest.approx(0.05)


def test_what_cannot_be_placed(day):
    with pytest.raises(WrongShape, match="different models"):
        place(day[2], np.ones((3, 5)))
    with pytest.raises(NotNumbers):
        place(day[2], np.full((3, 32), np.nan))
    with pytest.raises(TooFew):
        place(project(np.zeros((0, 32))), np.ones((3, 32)))
    one = project(np.ones((1, 32)))
    placed = place(one, np.eye(32)[:2])
    assert placed.coordinates == pytest.approx(np.zeros((2, 2)))
    with pytest.raises(TooFew):
        drift(one, placed)
    assert place(day[2], np.zeros((0, 32))).coordinates.shape == (0, 2)


def test_new_points_join_groups_as_hdbscan_predicts():
    rng = np.random.default_rng(8)
    centres = np.array([[0, 0], [6, 0], [0, 6]])
    points = np.concatenate([centres[rng.integers(3, size=300)] + rng.normal(size=(300, 2)) * 0.5])
    new = np.concatenate([centres[rng.integers(3, size=100)] + rng.normal(size=(100, 2)) * 0.5, [[30, 30]]])
    fit = hdbscan.HDBSCAN(min_cluster_size=20, min_samples=5, prediction_data=True, core_dist_n_jobs=1).fit(points)
    clusters = Clusters(fit.labels_.astype(np.int32), fit.probabilities_, fit.outlier_scores_)
    found = assign(points, clusters, new)
    assert found.labels[-1] == -1 and found.strengths[-1] == 0
    assert (found.labels == hdbscan.approximate_predict(fit, new)[0]).mean() > 0.85


def test_without_groups_all_new_points_are_noise():
    points = np.random.default_rng(0).uniform(size=(30, 2))
    assert assign(points, cluster(points, min_size=14), points).labels.tolist() == [-1] * 30
    with pytest.raises(WrongShape):
        assign(points[:5], cluster(points), points)
