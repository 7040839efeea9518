"""Windows cover all speech once, on the grid, within 3 to 15 s, and the whole of a short mono file."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.contract import frames_in
from inference.vad import speech_mask
from inference.windows import cut, split

RATE, STEP = 16_000, 0.02


@st.composite
def recordings(draw):
    """Turns as a voice detector gives them, at least a quarter second long, and the length of their recording."""
    position, turns = draw(st.floats(0, 3)), []
    for _ in range(draw(st.integers(0, 12))):
        length = draw(st.one_of(st.floats(0.3, 6), st.floats(0.3, 80)))
        turns.append((position, position + length))
        position += length + draw(st.one_of(st.floats(0.04, 1.2), st.floats(0.04, 20)))
    seconds = (turns[-1][1] if turns else position) + draw(st.floats(0.001, 5))
    return np.array(turns, np.float32).reshape(-1, 2), round(seconds * RATE) / RATE


def frames_of(windows):
    return [(round(start / STEP), round(end / STEP)) for start, end in windows]


@given(recordings())
def test_windows_are_ordered_disjoint_on_the_grid_and_within_the_recording(recording):
    turns, seconds = recording
    windows = split(turns, seconds, whole=False)
    spans = frames_of(windows)
    assert windows == [(pytest.approx(a * STEP), pytest.approx(b * STEP)) for a, b in spans]
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(first < last for first, last in spans)
    assert not edges or edges[-1] <= frames_in(round(seconds * RATE))


@given(recordings())
def test_all_speech_is_covered_and_no_window_is_too_long(recording):
    turns, seconds = recording
    windows = split(turns, seconds, whole=False)
    frames = frames_in(round(seconds * RATE))
    covered = np.zeros(frames, bool)
    for first, last in frames_of(windows):
        covered[first:last] = True
        assert last - first <= 750
    assert not (speech_mask(turns, frames) & ~covered).any()


@given(recordings())
def test_a_window_holds_pauses_of_at_most_a_second_and_is_short_only_between_longer_ones(recording):
    turns, seconds = recording
    spans = frames_of(split(turns, seconds, whole=False))
    frames = frames_in(round(seconds * RATE))
    mask = speech_mask(turns, frames)
    for number, (first, last) in enumerate(spans):
        silent = np.diff(np.flatnonzero(np.concatenate([[True], mask[first:last], [True]])))
        assert silent.max() <= 50 + 2  # a frame at either side that speech only touches
        if last - first < 150:
            before = first - spans[number - 1][1] if number else 51
            after = spans[number + 1][0] - last if number + 1 < len(spans) else 51
            assert min(before, after) > 50


@given(recordings())
def test_whole_is_one_window_from_start_to_end(recording):
    turns, seconds = recording
    windows = split(turns, seconds, whole=True)
    heard = len(turns) and turns[0, 0] / STEP < frames_in(round(seconds * RATE))
    assert windows == ([(0.0, seconds)] if heard else [])


def test_by_hand():
    # two turns half a second apart are one; a pause of two seconds ends it
    turns = np.array([[0.1, 2.0], [2.5, 4.01], [6.01, 7.0]], np.float32)
    assert split(turns, 8.0, whole=False) == [(0.1, 4.02), (6.0, 7.0)]
    # forty seconds without a pause are cut evenly, at 20 ms: 2,000 frames in three
    assert split(np.array([[1, 41]], np.float32), 50.0, whole=False) == [(1, 14.32), (14.32, 27.66), (27.66, 41)]
    # twenty seconds with pauses are cut at the longest that leaves no part under 3 s
    turns = np.array([[0, 2], [2.9, 9], [9.2, 12], [12.6, 19], [19.8, 20]], np.float32)
    assert split(turns, 21.0, whole=False) == [(0, 12), (12.6, 20)]
    # the last frame that is whole ends the last window: 3 s hold 149 frames
    assert split(np.array([[1, 3]], np.float32), 3.0, whole=False) == [(1, 2.98)]


def test_a_window_hears_its_frames_and_eighty_samples_more():
    samples = np.arange(16_000, dtype=np.float32)
    heard = cut(samples, 0.1, 0.5)
    assert (heard[0], len(heard), frames_in(len(heard))) == (1_600, 20 * 320 + 80, 20)
    assert len(cut(samples, 0.0, 1.0)) == 16_000  # off the grid: every sample there is
    assert len(cut(samples, 0.0, 0.98)) == 49 * 320 + 80  # the last whole frame


@given(recordings())
def test_every_window_is_cut_to_its_frames_without_padding(recording):
    turns, seconds = recording
    samples = np.zeros(round(seconds * RATE), np.float32)
    for start, end in split(turns, seconds, whole=False):
        assert frames_in(len(cut(samples, start, end))) == round((end - start) / STEP)
