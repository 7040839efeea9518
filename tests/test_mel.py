"""Spectra and mel bands against closed forms and slower ways of the same sums."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from inference import mel
from inference.contract import FIELD, frames_in

TIME = np.arange(16_000) / 16_000


def tone(hertz, level=0.1):
    return (level * np.sin(2 * np.pi * hertz * TIME)).astype(np.float32)


@pytest.mark.parametrize("samples", [400, 559, 560, 719, 720, 16_000, 16_079, 16_080])
def test_every_second_row_is_a_frame_of_the_contract(samples):
    spectrum = mel.power(np.zeros(samples, np.float32))
    assert len(spectrum[::2]) == frames_in(samples) and spectrum.shape[1] == 257


def test_a_row_is_the_spectrum_of_its_own_samples_only():
    window = np.random.default_rng(0).standard_normal(2000).astype(np.float32)
    taper = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FIELD) / FIELD)
    expected = np.abs(np.fft.rfft(window[3 * 160 : 3 * 160 + FIELD] * taper, 512)) ** 2
    np.testing.assert_allclose(mel.power(window)[3], expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("hertz", [250, 1000, 4000])
def test_a_tone_lights_the_band_of_its_frequency(hertz):
    bands = mel.log_mel(mel.power(tone(hertz)))
    edges = 700 * (10 ** (np.linspace(*(2595 * np.log10(1 + np.array([60, 7600]) / 700)), 66) / 2595) - 1)
    loudest = np.bincount(bands.argmax(axis=1)).argmax()
    assert edges[loudest] < hertz < edges[loudest + 2]


def test_filters_are_triangles_that_meet():
    filters = mel.filters()
    assert filters.shape == (257, 64) and filters.min() == 0 and filters.max() <= 1
    hertz = np.arange(257) * 31.25
    inside = (hertz > 700) & (hertz < 7000)  # above, where triangles are wider than a bin
    np.testing.assert_allclose(filters[inside].sum(axis=1), 1, atol=1e-5)


def test_ten_times_the_amplitude_is_twenty_decibels_and_the_same_once_standardised():
    quiet, loud = (mel.log_mel(mel.power(tone(440, level))) for level in (0.05, 0.5))
    np.testing.assert_allclose(loud.max() - quiet.max(), 20, atol=1e-3)
    np.testing.assert_allclose(mel.standardised(loud), mel.standardised(quiet), atol=1e-2)


@given(arrays(np.float32, st.integers(400, 2000), elements=st.floats(-1, 1, width=32)))
def test_bands_are_finite_and_span_at_most_eighty_decibels(window):
    bands = mel.log_mel(mel.power(window))
    assert bands.dtype == np.float32 and np.isfinite(bands).all()
    assert bands.max() - bands.min() <= mel.RANGE + 1e-3
    assert np.isfinite(mel.standardised(bands)).all()
