"""What the map is sent and what comes back from it."""

import base64
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.scatter import Groups, Points, Sizes, _chosen, _labels, _placed, _told

PLACES = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 5.0], [5.0, 2.5]])


def points(shown: list[bool] | None = None) -> Points:
    groups = Groups(np.array([0, 0, 1, 1], np.int32), ("one", "two"), ("#111111", "#222222"))
    kept = np.array([True] * 4 if shown is None else shown)
    return Points("map", PLACES, groups, "cluster", kept, (), ((0, "1"), (1, "2")), "#CCCCCC", "a map")


def chosen(value: Any, shown: list[bool] | None = None) -> list[int]:
    made = points(shown)
    return _chosen(value, made, _placed(made)[0]).points.tolist()


def test_points_fill_the_square_and_keep_their_proportions() -> None:
    placed, aspect = _placed(points())
    assert placed.min() == 0 and placed.max() == 1
    assert aspect == 2
    assert _placed(replace(points(), coordinates=np.zeros((3, 2))))[0].tolist() == [[0, 0]] * 3


def test_labels_stand_in_the_middle_of_their_group() -> None:
    assert _labels(points(), _placed(points())[0]) == [
        {"x": 0.5, "y": 0.0, "text": "1"},
        {"x": 0.75, "y": 0.75, "text": "2"},
    ]


def test_a_pressed_point_and_a_drawn_shape_choose() -> None:
    right = [[0.9, -0.1], [1.1, -0.1], [1.1, 1.1], [0.9, 1.1]]
    assert chosen({"map": "map", "point": 3, "corners": []}) == [3]
    assert chosen({"map": "map", "point": None, "corners": right}) == [1, 2]
    assert chosen({"map": "map", "point": None, "corners": right}, [True, False, True, True]) == [2]


@pytest.mark.parametrize(
    "value",
    [
        None,
        "map",
        {"map": "another", "point": 1, "corners": []},
        {"map": "map", "point": 4, "corners": []},
        {"map": "map", "point": -1, "corners": None},
        {"map": "map", "point": None, "corners": [[0, 0]] * 2_000},
        {"map": "map", "point": None, "corners": [["<b>", 0], [1], None]},
    ],
)
def test_what_makes_no_sense_chooses_nothing(value: Any) -> None:
    assert chosen(value) == []


@given(st.lists(st.lists(st.floats(), min_size=2, max_size=2), min_size=3, max_size=20))
def test_no_polygon_breaks_it(corners: list[list[float]]) -> None:
    assert set(chosen({"map": "map", "point": None, "corners": corners})) <= {0, 1, 2, 3}


def test_coordinates_travel_in_two_bytes() -> None:
    packed = base64.b64encode(np.round(_placed(points())[0] * 65_535).astype("<u2")[:, 0].tobytes())
    assert np.frombuffer(base64.b64decode(packed), "<u2").tolist() == [0, 65_535, 65_535, 32_768]


def test_sizes_travel_in_one_byte_with_what_their_ends_mean() -> None:
    sized = replace(points(), sizes=Sizes(np.array([0.0, 0.5, 1.0, 0.25], np.float32), ("0.1", "0.9")))
    told = _told(sized, None)
    assert list(base64.b64decode(told["sizes"])) == [0, 128, 255, 64]
    assert told["ends"] == ["0.1", "0.9"]
    assert _told(points(), None)["sizes"] is None
