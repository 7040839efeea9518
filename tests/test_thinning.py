"""Points taken out of a frozen map: distances stay, and what went cannot be worked out from what is left."""

import numpy as np
import pytest

from analysis.frozen import freeze, place, thaw
from analysis.projection import project
from analysis.vectors import unit
from data.thinning import without


def frozen(count: int, size: int, *, method: str = "umap"):
    vectors = np.random.default_rng(3).normal(size=(count, size)).astype(np.float32)
    drawn = project(vectors, method=method)
    arrays = freeze(drawn) | {"clusters": np.arange(count, dtype=np.int32), "reach": np.ones(2, np.float32)}
    return vectors, drawn, arrays


@pytest.mark.parametrize(("count", "size"), [(30, 64), (120, 16)])
def test_distances_and_places_stay(count: int, size: int) -> None:
    vectors, drawn, arrays = frozen(count, size)
    kept = np.ones(count, np.bool_)
    kept[[0, 7, 8]] = False
    left = without(arrays, kept)
    before = np.linalg.norm(drawn.reduced[kept][:, None] - drawn.reduced[kept][None], axis=2)
    after = np.linalg.norm(left["reduced"][:, None] - left["reduced"][None], axis=2)
    np.testing.assert_allclose(after, before, atol=2e-3)  # directions in which they hardly differ are left out
    np.testing.assert_array_equal(left["coordinates"], drawn.coordinates[kept])
    np.testing.assert_array_equal(left["clusters"], np.flatnonzero(kept))
    assert "reach" not in left  # it told of the points that went
    again = thaw(left, drawn.parameters)
    np.testing.assert_allclose(again.basis.reduce(vectors[kept]), left["reduced"], atol=1e-4)
    np.testing.assert_allclose(place(again, vectors[kept]).coordinates, drawn.coordinates[kept], atol=1e-2)


def test_of_few_points_the_basis_is_that_of_the_points_left() -> None:
    """30 points fit into the 29 dimensions that are kept, so the result is exactly a map that never saw the others."""
    vectors, _, arrays = frozen(30, 64)
    kept = np.arange(30) != 4
    left = without(arrays, kept)
    mean = unit(vectors[kept]).mean(axis=0)
    axes = np.linalg.svd(unit(vectors[kept]) - mean, full_matrices=False)[2][:28]
    assert left["basis_components"].shape == (28, 64)
    seen = left["basis_components"] @ axes.T  # the same directions but for their signs
    np.testing.assert_allclose(np.abs(np.diag(seen)), 1, atol=1e-3)
    np.testing.assert_allclose(
        left["basis_components"] @ mean, left["basis_components"] @ left["basis_mean"], atol=1e-5
    )


def test_what_went_cannot_be_found_by_subtraction() -> None:
    """The mean times the number of all points, less the points that are left, used to be the point that went."""
    vectors, drawn, arrays = frozen(120, 16)
    kept = np.arange(120) != 5
    gone = unit(vectors)[5]
    found = 120 * drawn.basis.mean - unit(vectors[kept]).sum(axis=0)
    np.testing.assert_allclose(found, gone, atol=1e-3)
    left = without(arrays, kept)
    found = 120 * left["basis_mean"] - unit(vectors[kept]).sum(axis=0)
    assert abs(float(found @ gone) / float(np.linalg.norm(found))) < 0.6
    np.testing.assert_allclose(left["basis_mean"], unit(vectors[kept]).mean(axis=0), atol=1e-4)


def test_a_flat_map_stays_the_picture_of_its_two_first_axes() -> None:
    vectors, drawn, arrays = frozen(80, 12, method="pca")
    kept = np.arange(80) >= 2
    left = without(arrays, kept, flat=True)
    again = thaw(left, drawn.parameters)
    np.testing.assert_allclose(place(again, vectors[kept]).coordinates, left["coordinates"], atol=1e-5)
    for axis in (0, 1):  # neither mirrored nor turned
        assert np.corrcoef(left["coordinates"][:, axis], drawn.coordinates[kept][:, axis])[0, 1] > 0.9


@pytest.mark.parametrize("count", [1, 2])
def test_a_point_or_two_are_left(count: int) -> None:
    vectors, drawn, arrays = frozen(6, 8)
    kept = np.arange(6) < count
    again = thaw(without(arrays, kept), drawn.parameters)
    assert again.basis.components.shape == (count - 1, 8)
    np.testing.assert_allclose(place(again, vectors[:count]).coordinates, drawn.coordinates[:count], atol=1e-2)


def test_points_that_were_all_the_same() -> None:
    drawn = project(np.ones((5, 4), np.float32))
    left = without(freeze(drawn), np.arange(5) > 0)
    assert left["reduced"].shape == (4, 0)
    assert place(thaw(left, drawn.parameters), np.ones((1, 4))).coordinates.tolist() == [[0, 0]]
