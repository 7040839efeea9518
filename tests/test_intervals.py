"""Intervals against published values, and against simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from analysis.intervals import cautious, lift, ratio, resampled_means, wilson


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


def test_resampled_means_spread_as_the_normal_interval_does():
    values = np.random.default_rng(1).normal(5, 2, size=400)
    means = resampled_means(values, np.random.default_rng(3))
    half = 1.96 * values.std() / 20
    assert means.shape == (2000,) and means.mean() == pytest.approx(values.mean(), abs=0.02)
    assert np.quantile(means, [0.025, 0.975]) == pytest.approx([values.mean() - half, values.mean() + half], abs=0.03)
