"""Cosine search against the full sort it stands for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import NotNumbers, Unfit, WrongShape
from analysis.similarity import Library, best, towards


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 9999), st.integers(1, 60), st.integers(1, 70), st.booleans())
def test_nearest_equals_the_full_sort(seed, count, k, filtered):
    rng = np.random.default_rng(seed)
    vectors, query = rng.normal(size=(count, 5)), rng.normal(size=5)
    allowed = rng.random(count) < 0.5 if filtered else None
    cosines = vectors @ query / np.linalg.norm(vectors, axis=1) / np.linalg.norm(query)
    order = [row for row in np.argsort(-cosines) if allowed is None or allowed[row]][:k]
    found = Library(vectors).nearest(query, k=k, allowed=allowed)
    assert found.rows.tolist() == order
    assert found.cosines == pytest.approx(cosines[order], abs=1e-6)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 9999), st.integers(1, 300), st.integers(1, 12), st.integers(1, 40), st.booleans())
def test_ties_come_in_their_own_order_and_a_coarse_copy_changes_nothing(seed, count, different, k, filtered):
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(different, 24))[rng.integers(different, size=count)]  # many rows are the same
    query = rng.normal(size=24)
    allowed = rng.random(count) < 0.5 if filtered else None
    plain, coarse = Library(vectors), Library(vectors, large=1)
    cosines = np.vecdot(plain.vectors, np.float32(query / np.linalg.norm(query)))
    order = [row for row in np.lexsort((np.arange(count), -cosines)) if allowed is None or allowed[row]][:k]
    for library in (plain, coarse):
        found = library.nearest(query, k=k, allowed=allowed)
        assert found.rows.tolist() == order
        assert found.cosines.tolist() == pytest.approx(cosines[order].tolist(), abs=1e-7)


def test_a_coarse_copy_leaves_few_rows_to_work_out():
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(20_000, 256)) + 5 * rng.normal(size=256)  # as embeddings are: all alike to begin with
    library, everything = Library(vectors, large=1), Library(vectors)
    for query in vectors[:5]:
        assert len(library._candidates(library._direction(query), 10, None)) < 500
        found, expected = library.nearest(query), everything.nearest(query)
        assert found.rows.tolist() == expected.rows.tolist()
        assert found.cosines.tolist() == expected.cosines.tolist()


def test_where_all_are_the_same_the_first_ones_come():
    library = Library(np.ones((500, 16)), large=1)
    assert library.nearest(np.ones(16), k=3).rows.tolist() == [0, 1, 2]


def test_equal_values_keep_their_order():
    assert best(np.array([1, 3, 3, 3, 0], dtype=np.float32), 2).cosines.tolist() == [3, 3]
    assert best(np.array([1, 3, 0, 3], dtype=np.float32), 2).rows.tolist() == [1, 3]


def test_examples_pull_and_counter_examples_push():
    library = Library(np.eye(3) + 0.01)
    query = towards([np.array([1, 1, 0.0])], [np.array([0, 5, 0.0])])
    assert library.nearest(query, k=1).rows.tolist() == [0]
    with pytest.raises(Unfit, match="at least one example"):
        towards([])


def test_bad_questions_are_refused():
    library = Library(np.eye(3))
    with pytest.raises(NotNumbers):
        library.nearest([np.nan, 0, 0])
    with pytest.raises(Unfit):
        library.nearest([1, 0, 0], k=0)
    with pytest.raises(WrongShape):
        library.nearest([1, 0, 0], allowed=np.ones(2, dtype=np.bool_))
    with pytest.raises(WrongShape, match="different models"):
        library.nearest([1, 0])
