"""From sound to what is stored: grid, gaps, weights, roles, and what is said where nothing was read."""

import numpy as np
import pytest

from analysis.talk import Talk
from data.records import AGENT, CUSTOMER, MIXED, Recording
from inference.audio import Audio
from inference.contract import RATE, Heard, frames_in
from inference.fake import FakeModel
from jobs import listen as listening
from jobs.listen import Cut, cut, listen, roles_for, roles_to_read, tell, timeline


def recording(*, channels: int = 2, seconds: float = 10.0) -> Recording:
    return Recording("a" * 64, "call.wav", seconds, channels, RATE, "pcm", 1, roles_for(channels))


def heard(frames: int, *, value: float, weight: float = 1.0) -> Heard:
    return Heard(
        np.full((frames, 2), value, np.float32) * np.array([1, -1], np.float32),
        np.full(frames, weight, np.float32),
        np.array([value], np.float32),
    )


def test_roles_follow_the_channels():
    assert roles_for(1) == (MIXED,)
    assert roles_for(2) == (AGENT, CUSTOMER)
    assert roles_for(2, ("customer", "agent")) == ("customer", "agent")
    assert roles_for(3) == ("channel 1", "channel 2", "channel 3")


def test_an_agent_is_read_only_where_everybody_is():
    assert roles_to_read((AGENT, CUSTOMER), "customer") == (CUSTOMER,)
    assert roles_to_read((AGENT, CUSTOMER), "all") == (AGENT, CUSTOMER)
    assert roles_to_read((MIXED,), "customer") == (MIXED,)


def test_a_timeline_has_the_frames_of_its_windows_and_a_gap_between():
    turns = np.array([[1.0, 1.06], [3.0, 3.04]], np.float32)
    line = timeline([(1.0, 1.06), (3.0, 3.06)], [heard(3, value=1), heard(3, value=-1)], turns=turns)
    assert line.frames.tolist() == [50, 51, 52, 150, 151, 152]
    assert line.logits[:, 0].tolist() == [1, 1, 1, -1, -1, -1]
    assert line.speech.tolist() == [True, True, True, True, True, False]


def test_a_window_reads_what_its_frames_in_the_timeline_say():
    random = np.random.default_rng(0)
    logits, weights = random.normal(size=(50, 4)).astype(np.float32), random.uniform(0.5, 2, 50).astype(np.float32)
    spoken = Heard(logits, weights / weights.mean(), np.ones(4, np.float32))
    prepared = Cut(
        recording(), Audio(np.zeros((2, 10 * RATE), np.float32), RATE),
        Talk("a" * 64, 10.0, {AGENT: np.zeros((0, 2), np.float32), CUSTOMER: np.array([[2.0, 3.0]], np.float32)}),
        {CUSTOMER: [(2.0, 3.0)]},
    )  # fmt: skip
    told = {part.voice.role: part for part in tell(prepared, FakeModel(), {CUSTOMER: [spoken]})}
    expected = (logits * weights[:, None]).sum(0) / weights.sum()
    reading = told[CUSTOMER].readings[0]
    assert np.allclose(reading.logits, expected, atol=1e-6)
    assert np.allclose(reading.scores, np.exp(expected) / np.exp(expected).sum(), atol=1e-6)
    assert np.allclose(told[CUSTOMER].voice.speech_scores, reading.scores, atol=1e-5)
    assert told[CUSTOMER].timeline.frames[[0, -1]].tolist() == [100, 149]


def test_who_is_not_read_has_turns_and_a_reason():
    talk = Talk("a" * 64, 10.0, {AGENT: np.array([[0.0, 4.0]], np.float32), CUSTOMER: np.zeros((0, 2), np.float32)})
    prepared = Cut(recording(), Audio(np.zeros((2, 10 * RATE), np.float32), RATE), talk, {CUSTOMER: []})
    agent, customer = (part.voice for part in tell(prepared, FakeModel(), {CUSTOMER: []}))
    assert agent.turns.tolist() == [[0.0, 4.0]]
    assert agent.scores is None and "not read" in agent.reason
    assert customer.dominant == "unknown" and "silent" in customer.reason


def test_an_agent_who_leaks_into_the_customer_s_channel_is_not_read_there(monkeypatch):
    random = np.random.default_rng(3)
    swell = np.abs(np.sin(np.arange(12 * RATE) / RATE * 5))  # louder and softer, as speech is
    agent, customer = (swell * random.uniform(-0.5, 0.5, 12 * RATE) for _ in range(2))
    agent[6 * RATE :], customer[: 6 * RATE] = 0, 0
    samples = np.stack([agent, customer + 0.05 * agent + 1e-4 * random.normal(size=12 * RATE)]).astype(np.float32)
    heard_there = [np.array([[1, 5]], np.float32), np.array([[1, 5], [7, 11]], np.float32)]
    monkeypatch.setattr(listening, "speech", lambda channels, device: heard_there)
    prepared = cut(recording(seconds=12.0), Audio(samples, RATE), read=(CUSTOMER,))
    assert prepared.talk.of(AGENT).tolist() == [[1, 5]]
    assert prepared.talk.of(CUSTOMER).tolist() == [[7, 11]]


def test_a_short_mono_file_reaches_the_model_sample_for_sample(monkeypatch):
    samples = np.random.default_rng(1).uniform(-0.5, 0.5, (1, 2 * RATE + 123)).astype(np.float32)
    monkeypatch.setattr(listening, "speech", lambda channels, device: [np.array([[0.5, 1.5]], np.float32)])
    seconds = samples.shape[1] / RATE
    prepared = cut(recording(channels=1, seconds=seconds), Audio(samples, RATE), read=(MIXED,))
    [window] = prepared.samples(MIXED)
    assert np.array_equal(window, samples[0])
    [told] = listen(prepared, FakeModel())
    assert len(told.timeline.frames) == frames_in(samples.shape[1])
    assert told.timeline.speech.sum() == 50


@pytest.mark.parametrize("seconds", [31.0, 45.3])
def test_windows_of_a_long_file_lie_on_the_grid(monkeypatch, seconds):
    samples = np.random.default_rng(2).uniform(-0.5, 0.5, (1, round(seconds * RATE))).astype(np.float32)
    monkeypatch.setattr(listening, "speech", lambda channels, device: [np.array([[0.013, seconds]], np.float32)])
    prepared = cut(recording(channels=1, seconds=seconds), Audio(samples, RATE), read=(MIXED,))
    for (start, _), window in zip(prepared.windows[MIXED], prepared.samples(MIXED), strict=True):
        first = round(start * RATE)
        assert first % 320 == 0
        assert np.array_equal(window, samples[0, first : first + len(window)])
