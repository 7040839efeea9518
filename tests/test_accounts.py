"""Accounts of maps: packed and unpacked they are the same, and they are kept beside the map and go with it."""

import json

import numpy as np
import pytest

from analysis.accounts import TOLD, VERSION, account, names_of, unpacked
from analysis.explain import explain, verdict
from analysis.profiles import profiles
from data import accounts, derived
from tests.stores import opened

LABELS = np.array([0, 0, 0, 0, 1, 1, 1, 1, -1, -1], np.int32)
POINTS = np.stack([LABELS * 10.0, np.arange(10.0)], axis=1).astype(np.float32)
KINDS = {
    "emotion": ["angry"] * 4 + ["neutral"] * 4 + ["angry", "neutral"],
    "queue": ["loans"] * 4 + [""] * 6,
    "agent": ["dee", "kim"] * 5,
    "line": ["clear"] * 10,
    "language": [""] * 10,
}
CALLS = [f"call {number}" for number in range(10)]


@pytest.fixture
def write(tmp_path):
    with opened(tmp_path) as store, store.atomic() as write:
        yield write


@pytest.fixture(scope="module")
def made():
    return account(LABELS, POINTS, kinds=KINDS, recordings=CALLS)


def test_an_account_is_what_profiles_and_explanation_say(made):
    told = {kind: KINDS[kind] for kind in TOLD if any(KINDS.get(kind, ()))}
    assert made.profiles == tuple(profiles(LABELS, POINTS, kinds=told, recordings=CALLS))
    assert {trait.kind for profile in made.profiles for trait in profile.traits} == {"emotion", "queue"}
    assert set(made.explained) == {"emotion", "agent", "line"}  # languages are not known
    assert made.explained["emotion"].information == explain(LABELS, KINDS)["emotion"].information == pytest.approx(1)
    assert verdict(made.explained) == "emotion" and made.points == 10


def test_names_are_of_emotion_queue_and_hour_alone(made):
    names = names_of(LABELS, kinds=KINDS, recordings=CALLS)
    assert set(names) == {"0", "1"} and names["0"].startswith("angry")
    assert names == names_of(LABELS, kinds=KINDS | {"language": ["de"] * 4 + ["en"] * 6}, recordings=CALLS)


def test_packed_and_unpacked_it_is_the_same(made):
    again = unpacked(json.loads(json.dumps(made.packed(), allow_nan=False)))
    assert again.profiles == made.profiles
    assert again.points == made.points and list(again.explained) == list(made.explained)
    for kind, each in made.explained.items():
        found = again.explained[kind]
        assert (found.information, found.purity, found.chance) == (each.information, each.purity, each.chance)
        np.testing.assert_array_equal(found.purities, each.purities)
        np.testing.assert_array_equal(found.chances, each.chances)


def test_a_map_without_groups_has_an_account_too():
    none = account(np.full(3, -1, np.int32), POINTS[:3], kinds={"emotion": ["a", "b", "c"]}, recordings=CALLS[:3])
    again = unpacked(none.packed())
    assert again.profiles == () and again.explained["emotion"].purities.shape == (0,)
    assert verdict(again.explained) == "neither"


def test_it_is_kept_under_its_map_until_thrown_away(write, made):
    accounts.keep(write, "one", made.packed())
    told = accounts.find(write, "one", version=VERSION)
    assert unpacked(told).profiles == made.profiles
    assert accounts.find(write, "one", version=VERSION + 1) is None  # another ToneAtlas works it out again
    assert accounts.find(write, "other") is None
    accounts.copy(write, "one", to="other")
    accounts.copy(write, "nobody", to="third")
    accounts.erase(write, "one")
    assert accounts.find(write, "one") is None and accounts.find(write, "third") is None
    assert accounts.find(write, "other") == told


def test_it_goes_with_all_that_is_derived_when_a_recording_is_erased(write, made):
    accounts.keep(write, "one", made.packed())
    derived.erase_all(write)
    assert accounts.find(write, "one") is None
