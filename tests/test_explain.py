"""Emotion or voice: planted answers, chance, and what centring does."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_mutual_info_score

from analysis.centring import centred, compare
from analysis.errors import TooFew, WrongShape
from analysis.explain import agreement, badge, explain, verdict
from analysis.reduction import fit_basis
from analysis.vectors import unit


def spoken(strength_of_voice, seed=0, count=240):
    """Points that are a sum of an emotion's and a speaker's direction, and both names."""
    rng = np.random.default_rng(seed)
    emotion, speaker = rng.integers(4, size=count), rng.integers(6, size=count)
    moods, voices = unit(rng.normal(size=(4, 40))), unit(rng.normal(size=(6, 40))) * strength_of_voice
    points = moods[emotion] + voices[speaker] + rng.normal(size=(count, 40)) * 0.08
    return points.astype(np.float32), [f"e{n}" for n in emotion], [f"s{n}" for n in speaker]


def test_a_grouping_by_emotion_is_recognised():
    _, emotion, speaker = spoken(1)
    labels = np.array([int(name[1]) for name in emotion], dtype=np.int32)
    found = explain(labels, {"emotion": emotion, "speaker": speaker})
    assert found["emotion"].information == pytest.approx(1) and found["emotion"].purity == 1
    assert abs(found["speaker"].information) < 0.03
    assert found["speaker"].purity == pytest.approx(found["speaker"].chance, abs=0.05)
    assert verdict(found) == "emotion" and verdict(found, group=2) == "emotion"


def test_a_grouping_by_speaker_is_recognised():
    _, emotion, speaker = spoken(1)
    labels = np.array([int(name[1]) for name in speaker], dtype=np.int32)
    assert verdict(explain(labels, {"emotion": emotion, "speaker": speaker})) == "voice"


def test_purity_and_its_chance_worked_by_hand():
    labels = np.array([0, 0, 0, 1, 1, -1], dtype=np.int32)
    found = explain(labels, {"emotion": ["a", "a", "b", "b", "b", "a"]})["emotion"]
    assert found.purity == pytest.approx(4 / 5) and found.purities == pytest.approx([2 / 3, 1])
    # of the ten ways to give "a" two of five places, three put none in group 0 … : (3 + 6·2 + 1·3 …) / groups
    ways = [(three, 2 - three) for three in (0, 1, 2)]
    chances = [1 / 10, 6 / 10, 3 / 10]
    expected = sum(p * (max(a, 3 - a) + max(b, 2 - b)) for p, (a, b) in zip(chances, ways, strict=True)) / 5
    assert found.chance == pytest.approx(expected, abs=0.05)
    assert found.information == pytest.approx(adjusted_mutual_info_score(labels[:5], [0, 0, 1, 1, 1]))


def test_constant_values_and_empty_groupings_explain_nothing():
    found = explain(np.array([0, 0, 1, 1], dtype=np.int32), {"language": ["de"] * 4, "agent": [""] * 4})
    assert found["language"].information == 0 and found["language"].gain == 0
    assert found["agent"].purity == 0
    assert verdict(found) == "neither"
    assert explain(np.full(3, -1, dtype=np.int32), {"emotion": ["a", "b", "c"]})["emotion"].purities.shape == (0,)
    with pytest.raises(WrongShape):
        explain(np.zeros(3, dtype=np.int32), {"emotion": ["a"]})


@pytest.mark.parametrize(
    ("emotion", "voice", "expected"),
    [(0.04, 0.01, "neither"), (0.3, 0.1, "emotion"), (0.1, 0.3, "voice"), (0.3, 0.28, "both")],
)
def test_badges(emotion, voice, expected):
    assert badge(emotion, voice) == expected


def test_agreement_of_neighbours_and_its_chance():
    points = np.array([[0.0], [1], [2], [10], [11], [12]], dtype=np.float32)
    assert agreement(points, list("aaabbb"), k=2) == (1.0, pytest.approx(2 / 5))
    # only neighbours of another owner: 0 ↔ 3, 4, 5 and so on
    share, chance = agreement(points, list("abcabc"), k=1, apart=list("xxxyyy"))
    assert share == pytest.approx(2 / 6)  # a finds 10 (a), b and c find a; 10 finds 2 (c), 11 also, 12 (c) also
    assert chance == pytest.approx(1 / 3)


def test_agreement_needs_neighbours():
    with pytest.raises(TooFew):
        agreement(np.zeros((1, 2), dtype=np.float32), ["a"])
    with pytest.raises(TooFew, match="another group"):
        agreement(np.zeros((3, 2), dtype=np.float32), list("abc"), apart=["same"] * 3)
    with pytest.raises(WrongShape):
        agreement(np.zeros((3, 2), dtype=np.float32), ["a"])


def test_centring_takes_the_voice_out_and_leaves_the_emotion():
    points, emotion, speaker = spoken(1.5)
    after = centred(points, speaker)
    reduced = [fit_basis(each, dimensions=20).reduce(each) for each in (points, after)]
    by_emotion, by_speaker = compare(*reduced, {"emotion": emotion, "speaker": speaker})
    assert by_speaker.before > 0.9 and by_speaker.after < 0.2
    assert by_emotion.after > by_emotion.before and by_emotion.after > 0.9


def test_centring_shrinks_the_means_of_small_groups():
    vectors = np.array([[1.0, 0], [1, 0], [1, 0], [0, 1]])
    after = centred(vectors, ["a", "a", "a", ""])
    # the mean of three points counts by 3 / 6, around the common mean (0.75, 0.25)
    assert after == pytest.approx(np.array([[1 - 0.125, 0.125]] * 3 + [[0, 1]]))
    assert centred(np.zeros((0, 2)), []).shape == (0, 2)
    with pytest.raises(WrongShape):
        centred(vectors, ["a"])
