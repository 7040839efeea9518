"""Flags and levels against sounds whose faults were put there."""

import numpy as np
import pytest
import soxr
from hypothesis import given
from hypothesis import strategies as st

from inference.crosstalk import own_speech
from inference.quality import CLIPPED, CUT_OFF, NARROW_BAND, NOISY, contrast, flags_of, loudness, treble
from tests.sounds import hiss, tone

TURNS = np.array([[1.0, 3.0], [4.0, 5.0]], np.float32)


def voice(*, seconds=6.0, turns=TURNS, width=16_000, seed=0):
    """Heavy-tailed noise, as speech is, in the turns, swelling and fading; of 8 kHz bandwidth or less."""
    noise = np.random.default_rng(seed).laplace(0, 0.03, round(seconds * width))
    sound = soxr.resample(noise, width, 16_000) if width != 16_000 else noise
    level = np.zeros(len(sound))
    for start, end in turns:
        span = slice(round(start * 16_000), round(end * 16_000))
        level[span] = np.sin(np.linspace(0, np.pi, span.stop - span.start))
    return (sound * level).astype(np.float32)


def test_a_clean_voice_has_no_flags():
    assert flags_of(voice() + hiss(6, height=0.0003), TURNS) == ()


def test_without_speech_nothing_is_said():
    assert flags_of(voice(), TURNS[:0]) == ()
    assert flags_of(np.zeros(100, np.float32), TURNS) == ()


@pytest.mark.parametrize(("level", "width"), [(1.0, 16_000), (0.2, 16_000), (1.0, 8_000)])
def test_flat_tops_are_clipped_at_any_level_and_in_8_khz_files_too(level, width):
    sound = voice(width=8_000)[::2] if width == 8_000 else voice()
    flat = np.clip(sound, -0.06, 0.06)
    if width == 8_000:
        flat = soxr.resample(flat, 8_000, 16_000)
    assert CLIPPED in flags_of((level * flat).astype(np.float32), TURNS)
    assert CLIPPED not in flags_of((level * voice(width=width)).astype(np.float32), TURNS)


@pytest.mark.parametrize(("decibels", "noisy"), [(20, False), (14, False), (10, True), (0, True)])
def test_noise_is_measured_against_the_voice(decibels, noisy):
    sound = voice()
    spoken = np.concatenate([sound[16_000:48_000], sound[64_000:80_000]])
    height = np.sqrt(np.mean(spoken.astype(np.float64) ** 2)) * 10 ** (-decibels / 20)
    noise = hiss(6, height=height)
    assert (NOISY in flags_of(sound + noise, TURNS)) == noisy
    frames = (sound + noise).reshape(-1, 320)
    mask = np.zeros(len(frames), bool)
    mask[50:150] = mask[200:250] = True
    assert contrast(frames, mask) == pytest.approx(decibels, abs=0.5)


def test_where_nobody_pauses_the_quietest_speech_is_the_background():
    loud, soft = hiss(3.6, height=0.1), hiss(0.4, height=0.01)
    frames = np.concatenate([loud, soft]).reshape(-1, 320)
    assert contrast(frames, np.ones(len(frames), bool)) == pytest.approx(20, abs=1)


@pytest.mark.parametrize(("width", "narrow"), [(16_000, False), (12_000, False), (8_000, True)])
def test_a_telephone_band_is_narrow(width, narrow):
    assert (NARROW_BAND in flags_of(voice(width=width), TURNS)) == narrow


def test_treble_is_the_share_of_power_above_the_edge():
    frames = (tone(1_000, 1, height=0.5) + tone(6_000, 1, height=0.05)).reshape(-1, 320)
    assert treble(frames) == pytest.approx(-20, abs=0.1)


def test_a_recording_that_ends_in_full_voice_is_cut_off():
    sound = voice()
    assert CUT_OFF in flags_of(sound[:32_000], np.array([[1, 2]], np.float32))
    assert CUT_OFF in flags_of(sound[32_000:], np.array([[0, 1], [2, 3]], np.float32))
    assert CUT_OFF not in flags_of(sound[:48_000], np.array([[1, 3]], np.float32))  # it has faded out by then


def test_loudness_is_the_level_of_each_tenth_of_a_second():
    sound = np.concatenate([tone(500, 0.2, height=1.0), tone(500, 0.1, height=0.1), np.zeros(800, np.float32)])
    np.testing.assert_allclose(loudness(sound), [-3.01, -3.01, -23.01, -100], atol=0.01)
    assert loudness(np.zeros(0, np.float32)).tolist() == []


@given(st.integers(1, 5_000), st.sampled_from([0.02, 0.1, 1.0]))
def test_loudness_has_one_value_for_each_step_begun(samples, step):
    assert len(loudness(np.ones(samples, np.float32), step=step)) == -(-samples // round(step * 16_000))


def test_the_leak_of_another_voice_is_no_speech_of_ones_own():
    theirs = np.array([[1, 2.5], [7, 8]], np.float32)
    mine = np.array([[4, 5.5]], np.float32)
    first, second = voice(seconds=9, turns=theirs), voice(seconds=9, turns=mine, seed=1)
    floor = hiss(9, height=1e-4), hiss(9, height=1e-4, seed=1)
    leaky = second + 0.1 * np.roll(first, 80) + floor[1]
    heard = np.concatenate([theirs[:1], mine, theirs[1:]])
    kept = own_speech([first + floor[0], leaky], [theirs, heard])
    assert kept[0].tolist() == theirs.tolist()
    assert kept[1].tolist() == mine.tolist()


def test_two_who_talk_at_once_are_both_kept():
    both = np.array([[1, 4]], np.float32)
    first, second = voice(turns=both), 0.2 * voice(turns=both, seed=1)
    soft = own_speech([first, second + hiss(6, height=1e-4)], [both, both])
    steady = own_speech([first, 0.3 * hiss(6, seed=2)], [both, both])
    assert [len(turns) for turns in steady] == [1, 1]
    assert len(soft[0]) == 1


def test_nothing_is_nobodys_leak():
    silence = np.zeros(16_000, np.float32)
    none = np.zeros((0, 2), np.float32)
    assert [len(turns) for turns in own_speech([silence, silence], [none, np.array([[0, 1]], np.float32)])] == [0, 1]
