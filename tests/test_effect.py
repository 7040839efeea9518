"""What taking a voice out changes, held against points whose voices and emotions are known."""

import numpy as np
import pytest

from jobs.effect import effect_of


def planted() -> tuple[np.ndarray, list[str], list[str]]:
    """Two emotions under the voices of six speakers, which lie four times as far apart."""
    rng = np.random.default_rng(0)
    emotion, speaker = rng.integers(2, size=180), np.repeat(np.arange(6), 30)
    voices, emotions = 4 * rng.normal(size=(6, 16)), rng.normal(size=(2, 16))
    points = (voices[speaker] + emotions[emotion] + 0.2 * rng.normal(size=(180, 16))).astype(np.float32)
    return points, ["calm" if one else "angry" for one in emotion], [f"speaker {one}" for one in speaker]


def test_without_the_voice_neighbours_share_the_emotion_and_no_longer_the_speaker():
    points, emotion, speaker = planted()
    means = np.stack([points[np.array(speaker) == one].mean(axis=0) for one in speaker])
    kinds = {"emotion": emotion, "customer": speaker, "quality": ["clear"] * 180, "agent": [""] * 180}
    by_emotion, by_customer = effect_of(points, points - means, kinds, speaker)
    assert by_emotion["kind"] == "emotion" and by_emotion["after"] > by_emotion["before"] + 0.2
    assert by_customer["kind"] == "customer"  # all are of one quality, and nobody knows the agents
    assert by_customer["before"] == pytest.approx(1) and by_customer["after"] < 0.2


def test_with_a_single_voice_nothing_can_be_said():
    points, emotion, _ = planted()
    assert effect_of(points, points, {"emotion": emotion}, ["one"] * 180) == []
