"""Pitch, descriptors and functionals of sounds whose values are known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from inference import descriptors, functionals, mel, pitch
from inference.compact import listen
from inference.contract import frames_in

TIME = np.arange(24_000) / 16_000


def voice(hertz, seconds=1.5):
    """A sawtooth-like sum of eight harmonics whose fundamental follows ``hertz`` (a number, or one a sample)."""
    turns = np.cumsum(np.broadcast_to(hertz, TIME.shape)) / 16_000
    sound = sum(np.sin(2 * np.pi * k * turns) / k for k in range(1, 9))
    return (0.1 * sound).astype(np.float32)[: int(seconds * 16_000)]


@pytest.mark.parametrize("hertz", [75, 110, 180, 260, 340])
def test_the_pitch_of_a_steady_voice_is_its_fundamental(hertz):
    followed = pitch.track(voice(hertz))
    inner = slice(2, -2)
    np.testing.assert_allclose(followed.semitones[inner], 12 * np.log2(hertz / 55), atol=0.15)
    assert (followed.voicing[inner] > 0.9).all()


def test_a_voice_without_its_fundamental_keeps_its_pitch():
    """A telephone cuts 120 Hz away; the distance of the harmonics remains."""
    turns = 120 * TIME
    sound = sum(np.sin(2 * np.pi * k * turns) / k for k in range(3, 20)).astype(np.float32)
    np.testing.assert_allclose(np.median(pitch.track(sound).semitones), 12 * np.log2(120 / 55), atol=0.15)


def test_noise_and_silence_are_not_voiced():
    noise = np.random.default_rng(0).standard_normal(16_000).astype(np.float32)
    assert np.median(pitch.track(noise).voicing) < functionals.VOICED
    assert pitch.track(np.zeros(16_000, np.float32)).voicing.max() == 0


def test_a_glide_of_an_octave_is_followed_without_a_jump():
    followed = pitch.track(voice(120 * 2 ** (TIME / 1.5)))
    inner = slice(3, -3)
    middles = (np.arange(len(followed.semitones)) * 320 + 200) / 16_000
    expected = 12 * np.log2(120 / 55) + 12 * middles / 1.5
    np.testing.assert_allclose(followed.semitones[inner], expected[inner], atol=0.3)


@pytest.mark.parametrize("samples", [400, 719, 720, 5000])
def test_pitch_has_a_value_for_every_frame(samples):
    followed = pitch.track(np.zeros(samples, np.float32))
    assert len(followed.semitones) == len(followed.voicing) == frames_in(samples)


def test_loudness_is_relative_to_the_loud_frames():
    sound = voice(150)
    sound[12_000:] *= 0.1
    level = descriptors.loudness(mel.power(sound))
    assert np.median(level[:60]) == pytest.approx(0, abs=0.5)
    assert np.median(level[90:]) == pytest.approx(-20, abs=0.5)
    np.testing.assert_allclose(level, descriptors.loudness(mel.power(sound * 0.25)), atol=0.01)


def test_cepstra_are_those_of_the_orthonormal_cosine_transform():
    from scipy.fft import dct

    bands = np.random.default_rng(0).standard_normal((5, 64)).astype(np.float32)
    np.testing.assert_allclose(bands @ descriptors.cosines(), dct(bands, norm="ortho")[:, 1:17], atol=1e-5)


def test_runs_are_the_lengths_of_stretches():
    mask = np.array([1, 1, 0, 0, 0, 1, 0, 1, 1, 1], dtype=bool)
    np.testing.assert_allclose(functionals._runs(mask), [0.02, 0.01, 0.03])
    assert len(functionals._runs(np.zeros(4, bool))) == 0


def test_modulation_is_largest_in_the_band_of_the_syllables():
    envelope = 10 * np.sin(2 * np.pi * 4 * np.arange(300) / 100)
    energy = functionals._modulation(envelope.astype(np.float32))
    assert np.digitize(4, functionals.MODULATION) - 1 == energy.argmax()


def test_statistics_are_numpys_own():
    frames = np.random.default_rng(1).gamma(2, 1, (200, 3)).astype(np.float32)
    mean, deviation, *percentiles, skewness = functionals._statistics(frames).reshape(8, 3)
    np.testing.assert_allclose(mean, frames.mean(axis=0), rtol=1e-5)
    np.testing.assert_allclose(deviation, frames.std(axis=0), rtol=1e-5)
    np.testing.assert_allclose(percentiles, np.percentile(frames, [5, 25, 50, 75, 95], axis=0), rtol=1e-5)
    assert (skewness > 0.5).all()  # a gamma distribution leans to the right: 2 / √2 = 1.4 in the limit


def test_gain_leaves_the_functionals_as_they_are():
    sound = voice(140) + np.random.default_rng(2).standard_normal(24_000).astype(np.float32) * 0.003
    one, other = listen(sound).functionals, listen(sound * np.float32(0.3)).functionals
    np.testing.assert_allclose(one, other, atol=0.05, rtol=0.05)


@settings(max_examples=25, deadline=None)
@given(arrays(np.float32, st.integers(400, 6000), elements=st.floats(-1, 1, width=32)))
def test_any_window_has_as_many_finite_functionals(window):
    vector = listen(window).functionals
    assert vector.shape == (414,) and vector.dtype == np.float32 and np.isfinite(vector).all()
