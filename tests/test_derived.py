"""Derived things: kept by what they were made from, replaced, listed and thrown away."""

from datetime import datetime

import numpy as np
import pytest

from data import derived
from data.errors import DataError, Missing


def test_what_was_made_is_found_by_what_it_was_made_from(write):
    arrays = {
        "places": np.arange(6, dtype=np.float32).reshape(3, 2),
        "none": np.zeros((0, 2)),
        "mask": np.array([True]),
    }
    key = derived.save(write, "map", name="Monday", details={"seed": 1, "note": "Ä"}, arrays=arrays)
    assert key == derived.key_of("map", {"note": "Ä", "seed": 1})
    found = derived.load(write, key)
    assert (found.key, found.kind, found.name, found.details) == (key, "map", "Monday", {"seed": 1, "note": "Ä"})
    assert found.arrays.keys() == arrays.keys()
    for name, array in arrays.items():
        np.testing.assert_array_equal(found.arrays[name], array)
        assert (found.arrays[name].dtype, found.arrays[name].shape) == (array.dtype, array.shape)


@pytest.mark.parametrize("other", [("map", {"seed": 2}), ("index", {"seed": 1}), ("map", {"seed": "1"}), ("map", {})])
def test_other_details_are_another_key(other):
    assert derived.key_of("map", {"seed": 1}) != derived.key_of(*other)


def test_times_and_tuples_make_a_key(write):
    one = derived.key_of("map", {"since": datetime(2026, 3, 2), "roles": ("customer",)})
    assert one == derived.key_of("map", {"since": datetime(2026, 3, 2), "roles": ["customer"]})
    assert one != derived.key_of("map", {"since": datetime(2026, 3, 3), "roles": ["customer"]})


def test_making_it_again_replaces_it_with_all_its_arrays(write):
    derived.save(write, "map", name="", details={}, arrays={"a": np.zeros(1), "b": np.zeros(1)})
    key = derived.save(write, "map", name="", details={}, arrays={"a": np.ones(2)})
    np.testing.assert_array_equal(derived.load(write, key).arrays["a"], [1, 1])
    assert derived.load(write, key).arrays.keys() == {"a"}


def test_notes_are_added_without_changing_the_key(write):
    key = derived.save(write, "map", name="", details={"seed": 1}, arrays={})
    derived.annotate(write, key, {"seed": 1, "note": "two groups"})
    assert derived.load(write, key).details == {"seed": 1, "note": "two groups"}


def test_one_detail_and_the_time_are_read_without_the_rest(write):
    key = derived.save(write, "map", name="", details={"seed": 1, "names": {"0": "ü"}}, arrays={"a": np.zeros(9)})
    assert derived.detail(write, key, "names") == {"0": "ü"} and derived.detail(write, key, "seed") == 1
    assert derived.detail(write, key, "notes") is None
    assert derived.made_at(write, key) == derived.load(write, key).created_at
    assert derived.made_at(write, "nobody") is None
    with pytest.raises(Missing):
        derived.detail(write, "nobody", "names")


def test_the_newest_of_a_kind_come_first(write):
    keys = [derived.save(write, "map", name=name, details={"name": name}, arrays={}) for name in ("a", "b")]
    derived.save(write, "index", name="c", details={}, arrays={})
    assert derived.find(write, "map") == [(keys[1], "b", {"name": "b"}), (keys[0], "a", {"name": "a"})]


def test_what_was_thrown_away_is_missing(write):
    keys = [derived.save(write, "map", name="", details={"seed": seed}, arrays={"a": np.ones(1)}) for seed in range(3)]
    derived.erase(write, keys[0])
    with pytest.raises(Missing, match="not been worked out yet, or was thrown away: ask for it again"):
        derived.load(write, keys[0])
    assert derived.load(write, keys[1]).arrays
    derived.erase_all(write)
    assert derived.find(write, "map") == []


def test_objects_are_no_arrays(write):
    with pytest.raises(DataError, match="arrays of object are not stored"):
        derived.save(write, "map", name="", details={}, arrays={"a": np.array([{}])})
