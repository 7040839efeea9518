"""Stretches of speech are those of silero-vad's own rules, on the levelled channel."""

import csv
from collections import defaultdict

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from inference.decode import decode
from inference.silero import load_silero
from inference.vad import _stretches, levelling, speech, speech_mask
from tests.sounds import hiss, tone


@pytest.fixture(scope="module")
def reference():
    """silero-vad's own rules; importing them sets torch to one thread, which is undone."""
    threads = torch.get_num_threads()
    from silero_vad.utils_vad import get_speech_timestamps_from_probs

    torch.set_num_threads(threads)

    def seconds(probabilities, samples):
        found = get_speech_timestamps_from_probs(list(probabilities), audio_length_samples=samples)
        return np.array([[turn["start"] / 16_000, turn["end"] / 16_000] for turn in found]).reshape(-1, 2)

    return seconds


@given(
    runs=st.lists(st.tuples(st.sampled_from([0.0, 0.2, 0.34, 0.36, 0.49, 0.5, 0.9]), st.integers(1, 12)), max_size=30),
    cut=st.integers(0, 511),
)
def test_the_rules_are_silero_vads_own(reference, runs, cut):
    probabilities = np.array([value for value, count in runs for _ in range(count)], dtype=np.float32)
    samples = max(0, len(probabilities) * 512 - cut)
    found = _stretches(probabilities, samples)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, reference(probabilities, samples), atol=1e-4)


@given(arrays(np.float32, st.integers(0, 60), elements=st.floats(0, 1, width=32)))
def test_and_so_on_random_probabilities(reference, probabilities):
    samples = len(probabilities) * 512
    np.testing.assert_allclose(_stretches(probabilities, samples), reference(probabilities, samples), atol=1e-4)


def test_a_channel_is_brought_to_one_level():
    soft, loud = tone(500, 3, height=0.005), tone(500, 3, height=0.5)
    for sound in (soft, loud):
        level = np.sqrt(np.mean((levelling(sound) * sound) ** 2))
        assert 20 * np.log10(level) == pytest.approx(-36, abs=0.2)
    assert levelling(tone(500, 3, height=1e-5)) == 10  # no more than that: a line's hiss is not to become speech
    assert levelling(np.zeros(0, np.float32)) == 1


def test_tones_noise_and_silence_are_no_speech():
    time = np.arange(16_000 * 10) / 16_000
    dialling = (tone(697, 10) + tone(1_209, 10)) * ((time % 0.5) < 0.2).astype(np.float32)
    ringing = tone(425, 10) * ((time % 5) < 1).astype(np.float32)
    for turns in speech([dialling, ringing, hiss(10), np.zeros(160_000, np.float32), np.zeros(0, np.float32)]):
        assert turns.shape == (0, 2)


def test_the_mask_asks_for_the_middle_of_each_frame():
    turns = np.array([[0.02, 0.049], [0.09, 0.2]], np.float32)  # middles at 0.01, 0.03, 0.05, 0.07, 0.09 …
    assert speech_mask(turns, 7).tolist() == [False, True, False, False, False, True, True]
    assert speech_mask(turns[:0], 3).tolist() == [False] * 3
    assert speech_mask(turns, 0).tolist() == []


@pytest.mark.shared
def test_real_calls_are_heard_as_silero_vad_hears_them(reference, shared):
    for name in ("commercial_mono.wav", "katiesteve.wav", "mpeg_sample1.mp3"):
        audio, _ = decode(shared / "calls" / name, name=name)
        [channel] = audio.samples
        levelled = channel * np.float32(levelling(channel))
        [probabilities] = load_silero().probabilities([levelled])
        [found] = speech([channel])
        assert len(found) > 3
        np.testing.assert_allclose(found, reference(probabilities, len(channel)), atol=1e-3)


@pytest.mark.shared
def test_acted_turns_are_heard_shouted_ones_too(shared):
    """A tenth of the turns of which ``benchmarks.hearing`` counts those that are missed."""
    turns = defaultdict(list)
    with (shared / "day" / "turns.csv").open() as table:
        for row in csv.DictReader(table):
            turns[row["file"], row["role"]].append((float(row["start"]), float(row["end"])))
    heard = right = spoken = missed = 0
    for name in sorted({name for name, _ in turns if name.endswith((".wav", ".flac"))})[:6]:
        audio, _ = decode(shared / "day" / name, name=name)
        frames = audio.samples.shape[1] // 320
        for role, found in zip(("agent", "customer"), speech(list(audio.samples)), strict=True):
            truth = np.array(sorted(turns[name, role]), np.float32)
            mask, expected = speech_mask(found, frames), speech_mask(truth, frames)
            heard, right, spoken = heard + mask.sum(), right + (mask & expected).sum(), spoken + expected.sum()
            missed += sum(not mask[int(start * 50) : int(end * 50)].any() for start, end in truth)
    assert right / heard > 0.97
    assert right / spoken > 0.82  # the turns include the silence around each utterance
    assert missed == 0
