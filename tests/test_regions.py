"""The embedding of a stretch, from hand-worked windows."""

import numpy as np
import pytest

from analysis.errors import NothingHeard
from analysis.regions import embedding_between
from data.records import Reading, Window

ZERO = np.zeros(2, np.float32)
READINGS = [
    Reading(Window("a", "customer", 0.0, 4.0), ZERO, ZERO, np.array([1.0, 0.0], np.float32)),
    Reading(Window("a", "customer", 5.0, 7.0), ZERO, ZERO, np.array([0.0, 1.0], np.float32)),
]


def test_windows_count_by_the_seconds_they_share() -> None:
    # 3–6 s shares one second with each window.
    np.testing.assert_allclose(embedding_between(READINGS, 3.0, 6.0), [0.5, 0.5])
    # 1–7 s shares three with the first and two with the second.
    np.testing.assert_allclose(embedding_between(READINGS, 1.0, 7.0), [0.6, 0.4], rtol=1e-6)


def test_a_stretch_inside_one_window_has_its_embedding() -> None:
    np.testing.assert_array_equal(embedding_between(READINGS, 1.0, 1.5), [1.0, 0.0])


def test_where_nobody_was_read_there_is_none() -> None:
    with pytest.raises(NothingHeard, match=r"4\.20 and 4\.80"):
        embedding_between(READINGS, 4.2, 4.8)
    with pytest.raises(NothingHeard):
        embedding_between([], 0.0, 1.0)
