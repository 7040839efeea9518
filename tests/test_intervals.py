"""Intervals against published values, and against simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from analysis.errors import TooFew
from analysis.intervals import bootstrap_mean, cautious, lift, ratio, weighted_shares, wilson


@given(st.integers(0, 200), st.integers(1, 200))
@pytest.mark.parametrize(("interval", "method"), [(wilson, "wilson"), (cautious, "wilsoncc")])
def test_shares_are_scipys(interval, method, count, more):
    total = count + more - 1 or 1
    reference = binomtest(min(count, total), total).proportion_ci(method=method)
    found = interval(min(count, total), total)
    assert (found.low, found.high) == pytest.approx((reference.low, reference.high), abs=1e-9)


def test_of_nothing_anything_is_possible():
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0, 1) and np.isnan(wilson(0, 0).value)


def test_ratio_follows_donner_and_zou():
    # their equations 12 and 13, on Newcombe's limits as scipy has them
    found = ratio(24, 73, others=12, other_total=75)
    assert found.value == pytest.approx(2.0548, abs=1e-4)
    one, two = 24 / 73, 12 / 75
    l1, u1 = binomtest(24, 73).proportion_ci(method="wilsoncc")
    l2, u2 = binomtest(12, 75).proportion_ci(method="wilsoncc")
    low = (one * two - ((one * two) ** 2 - l1 * u2 * (2 * one - l1) * (2 * two - u2)) ** 0.5) / (u2 * (2 * two - u2))
    high = (one * two + ((one * two) ** 2 - u1 * l2 * (2 * one - u1) * (2 * two - l2)) ** 0.5) / (l2 * (2 * two - l2))
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-9)


def test_ratios_of_none():
    assert np.isnan(ratio(0, 5, others=0, other_total=5).value)
    infinite = ratio(3, 5, others=0, other_total=50)
    assert infinite.value == infinite.high == np.inf and 1 < infinite.low < np.inf
    zero = ratio(0, 50, others=30, other_total=50)
    assert zero.value == zero.low == 0 and zero.high < 1


def test_the_ratios_interval_holds_the_truth_19_times_in_20():
    chance = np.random.default_rng(0)
    ones, twos = chance.binomial(40, 0.3, 600), chance.binomial(120, 0.15, 600)
    found = [ratio(one, 40, others=two, other_total=120) for one, two in zip(ones, twos, strict=True)]
    assert 0.94 < np.mean([each.low <= 2 <= each.high for each in found]) < 0.995


def test_lift_compares_the_part_with_the_whole():
    # 8 of 10 here, 12 of 90 elsewhere: 0.8 against 20 of 100
    found = lift(8, 10, others=12, other_total=90)
    assert found.value == pytest.approx(4.0)
    assert 1 < found.low < 4 < found.high <= 10
    assert lift(5, 10, others=0, other_total=90).value == pytest.approx(10)  # all of it is here: 1 / f
    assert lift(0, 10, others=5, other_total=90).value == 0
    assert lift(5, 10, others=0, other_total=0).value == 1
    assert np.isnan(lift(0, 0, others=5, other_total=9).value)


def test_half_a_call_elsewhere_sets_no_limit():
    """A share of windows, counted in calls, can be half a call of six: there might as well be none."""
    found = ratio(8, 30, others=0.5, other_total=6)
    assert (found.value, found.high) == (pytest.approx(8 / 30 / (0.5 / 6)), np.inf)
    assert lift(8, 30, others=0.5, other_total=6).high == pytest.approx(36 / 30)  # all of it could be here


def test_three_calls_are_no_trend():
    assert lift(3, 3, others=40, other_total=97).low < 1


def test_bootstrap_mean_is_close_to_the_normal_interval():
    values = np.random.default_rng(1).normal(5, 2, size=400)
    found = bootstrap_mean(values, seed=3)
    half = 1.96 * values.std() / 20
    assert (found.value, found.low, found.high) == pytest.approx(
        (values.mean(), values.mean() - half, values.mean() + half), abs=0.03
    )
    assert bootstrap_mean(values, seed=3) == found
    assert bootstrap_mean([2.0]).high == 2
    with pytest.raises(TooFew):
        bootstrap_mean([])


def test_shares_of_equal_weight_have_wilsons_interval_and_unequal_ones_a_wider():
    shares = [[0.0, 0.2], [1.0, 0.4], [0.0, 0.6], [0.0, 0.8]]
    quarter, half = weighted_shares(shares, [7.0] * 4)
    assert (quarter, half) == (wilson(1, 4), wilson(2, 4))
    [_, uneven] = weighted_shares(shares, [7.0, 1.0, 1.0, 7.0])  # 16² / 100 = 2.56 calls' worth
    assert (uneven.low, uneven.high) == pytest.approx((wilson(1.28, 2.56).low, wilson(1.28, 2.56).high))


def test_the_weighted_share_lies_in_its_interval_at_least_as_often_as_it_says():
    chance = np.random.default_rng(0)
    inside = 0
    for _ in range(500):
        share = chance.beta(0.2, 0.5, size=25)  # nearly yes or no, with mean 2/7
        [found] = weighted_shares(share[:, None], chance.uniform(5, 60, size=25))
        inside += found.low <= 2 / 7 <= found.high
    assert inside >= 0.95 * 500


def test_three_calls_that_agree_are_not_sure_and_none_has_no_share():
    assert weighted_shares([[1.0]] * 3, [5, 5, 5]) == [wilson(3, 3)]
    with pytest.raises(TooFew):
        weighted_shares(np.zeros((0, 3)), [])
