"""Other shares of silence round a voice: the voice itself stays what it was, and everything is standardised anew."""

import numpy as np
import pytest

from inference import mel
from training import silence

LEAD, VOICE, TAIL = 30, 60, 20  # frames


def window(seed=0):
    """Decibels (110, 64) and frames (110, 66): a voice 60–70 dB above nothing, and silence at 0–2 dB at either end."""
    chance = np.random.default_rng(seed)
    bands = chance.uniform(0, 2, (LEAD + VOICE + TAIL, mel.BANDS)).astype(np.float32)
    bands[LEAD : LEAD + VOICE] += chance.uniform(58, 68, (VOICE, mel.BANDS)).astype(np.float32)
    pitch = np.linspace(0, 1, len(bands), dtype=np.float32)[:, None]
    return bands, np.hstack([mel.standardised(bands), pitch, 1 - pitch])


def voice_of(frames):
    """The voice's frames in decibels less their mean, wherever in the window they are."""
    bands = silence.decibels(frames[:, : mel.BANDS])
    loud = np.flatnonzero(bands.mean(axis=1) > bands.max() - 30)
    assert len(loud) == VOICE and loud[-1] - loud[0] == VOICE - 1
    return bands[loud] - bands[loud].mean(), frames[loud, mel.BANDS :]


def test_decibels_are_what_was_standardised_but_for_its_mean():
    bands, frames = window()
    np.testing.assert_allclose(silence.decibels(frames[:, : mel.BANDS]), bands - bands.mean(), atol=1e-3)


def test_half_of_the_windows_stay_a_quarter_is_cut_and_a_quarter_surrounded():
    frames = window()[1]
    altered = [silence.altered(frames, np.random.default_rng(seed)) for seed in range(400)]
    kept = sum(one is frames for one in altered)
    shorter = [len(one) for one in altered if len(one) < len(frames)]
    longer = [len(one) for one in altered if len(one) > len(frames)]
    assert (kept, len(shorter), len(longer)) == pytest.approx((200, 100, 100), abs=40)  # 4 and 4.6 deviations
    assert min(shorter) >= VOICE and max(shorter) <= VOICE + 2 * silence.MARGIN
    assert max(longer) <= len(frames) + 2 * silence.SURROUND


@pytest.mark.parametrize("seed", range(20))
def test_the_voice_is_the_same_and_the_window_is_standardised(seed):
    bands, frames = window(seed)
    altered = silence.altered(frames, np.random.default_rng(seed))
    heard, melody = voice_of(altered)
    spoken = bands[LEAD : LEAD + VOICE]
    np.testing.assert_allclose(heard, spoken - spoken.mean(), atol=2e-3)
    np.testing.assert_array_equal(melody, frames[LEAD : LEAD + VOICE, mel.BANDS :])
    again = mel.standardised(silence.decibels(altered[:, : mel.BANDS]))
    np.testing.assert_allclose(altered[:, : mel.BANDS], again, atol=1e-4)
    assert abs(altered[:, : mel.BANDS].mean()) < 1e-4


def test_a_cut_window_is_what_the_product_makes_of_one_that_was_cut_tightly():
    bands, frames = window()
    altered = [silence.altered(frames, np.random.default_rng(seed)) for seed in range(60)]
    cut = [one for one in altered if len(one) < len(frames)]
    assert cut
    for one in cut:
        first = int(np.flatnonzero(frames[:, mel.BANDS] == one[0, mel.BANDS])[0])  # the pitch counts the frames
        expected = mel.standardised(bands[first : first + len(one)])
        np.testing.assert_allclose(one[:, : mel.BANDS], expected, atol=1e-4)


def test_what_is_put_on_lies_no_deeper_than_the_floor():
    frames = window()[1]
    for seed in range(60):
        bands = silence.decibels(silence.altered(frames, np.random.default_rng(seed))[:, : mel.BANDS])
        assert bands.max() - bands.min() <= mel.RANGE + 1e-2


def test_a_window_that_would_become_too_short_stays():
    frames = window()[1][LEAD : LEAD + 8]
    altered = [silence.altered(frames, np.random.default_rng(seed)) for seed in range(100)]
    assert all(one is frames or len(one) >= silence.FEWEST for one in altered)


def test_no_window_is_changed_in_place():
    frames = window()[1]
    before = frames.copy()
    for seed in range(20):
        silence.altered(frames, np.random.default_rng(seed))
    np.testing.assert_array_equal(frames, before)
