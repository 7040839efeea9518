"""Loudness of sound whose level is known beforehand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.loudness import FLOOR, LOUDEST, levels, view

RATE = 16_000


def tone(amplitude: float, seconds: float = 0.5) -> np.ndarray:
    """(N, 1) a 200 Hz sine of whole periods per 10 ms, so that every level is the same."""
    times = np.arange(round(seconds * RATE)) / RATE
    return (amplitude * 32_767 * np.sin(2 * np.pi * 200 * times)).astype(np.int16)[:, None]


def test_a_sine_is_three_decibels_below_its_peak() -> None:
    decibels = 20 * np.log10(0.25) - 10 * np.log10(2)  # −15.05 dB
    expected = (decibels - FLOOR) / (LOUDEST - FLOOR)
    heard = levels(tone(0.25), rate=RATE)
    assert heard.shape == (50, 1)
    np.testing.assert_allclose(heard, expected, atol=1e-3)


def test_silence_is_nothing_and_full_scale_is_all() -> None:
    both = np.concatenate([np.zeros((160, 1), np.int16), np.full((160, 1), 32_767, np.int16)])
    assert levels(both, rate=RATE).ravel().tolist() == [0.0, 1.0]


def test_channels_stay_apart_and_a_rest_under_ten_milliseconds_is_dropped() -> None:
    sound = np.concatenate([tone(0.5), np.zeros_like(tone(0.5))], axis=1)[:7_999]
    heard = levels(sound, rate=RATE)
    assert heard.shape == (49, 2)
    assert (heard[:, 0] > 0.5).all() and not heard[:, 1].any()


def test_a_view_keeps_the_loudest_of_each_piece() -> None:
    heard = np.zeros((1_000, 1), np.float32)  # ten seconds
    heard[777] = 0.9  # one click at 7.77 s
    shown = view(heard, 0.0, 10.0, points=10)
    assert shown.ravel().tolist() == [0, 0, 0, 0, 0, 0, 0, pytest.approx(0.9), 0, 0]


def test_a_view_beyond_the_end_is_silent() -> None:
    heard = np.ones((100, 2), np.float32)
    shown = view(heard, 0.5, 1.5, points=4)
    assert shown[:, 0].tolist() == [1, 1, 0, 0]
    assert not view(np.zeros((0, 2), np.float32), 0.0, 1.0).any()


@given(length=st.integers(0, 300), start=st.floats(0, 3), span=st.floats(0.01, 4), points=st.integers(1, 500))
def test_no_view_is_louder_than_what_it_shows(length: int, start: float, span: float, points: int) -> None:
    heard = np.random.default_rng(length).random((length, 1)).astype(np.float32)
    shown = view(heard, start, start + span, points=points)
    assert 1 <= len(shown) <= points
    assert shown.max() <= heard.max(initial=0.0)
