"""Own emotions: the fit against scikit-learn's, honest figures, advice."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from analysis.errors import TooFew, WrongShape
from analysis.own import STRENGTH, learn
from analysis.own_trial import advice, balanced, trial
from analysis.vectors import unit


def labelled(count=120, size=40, classes=3, apart=1.0, seed=0):
    """Windows of 30 recordings, each class around its own direction; and the recordings' own directions on top."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(classes, size=count)
    calls = rng.integers(30, size=count)
    moods, voices = rng.normal(size=(classes, size)) * apart, rng.normal(size=(30, size))
    vectors = moods[truth] + voices[calls] + rng.normal(size=(count, size))
    return vectors.astype(np.float32), [f"mood {n}" for n in truth], [f"call {n}" for n in calls]


@pytest.mark.parametrize("size", [20, 300])  # more windows than dimensions, and fewer
@pytest.mark.parametrize("classes", [2, 3])
def test_scores_are_those_of_the_plain_regression(size, classes):
    vectors, answers, _ = labelled(size=size, classes=classes)
    model = learn(vectors, answers)
    standard = (unit(vectors) - model.mean) / model.spread
    reference = LogisticRegression(C=STRENGTH / size, class_weight="balanced", max_iter=2000, tol=1e-8)
    reference.fit(standard, answers)
    assert model.classes == tuple(reference.classes_)
    assert np.abs(model.scores(vectors) - reference.predict_proba(standard)).max() < 2e-3
    assert model.weights.shape == (classes, size) and model.weights.dtype == np.float32


def test_two_labels_with_two_windows_are_needed():
    with pytest.raises(TooFew, match="label more of 'b'"):
        learn(np.eye(3), ["a", "a", "b"])
    with pytest.raises(TooFew):
        learn(np.zeros((0, 3)), [])
    with pytest.raises(WrongShape):
        learn(np.eye(3), ["a"])
    with pytest.raises(WrongShape, match="different models"):
        learn(*labelled()[:2]).scores(np.ones((1, 3)))


def test_figures_are_of_recordings_not_heard():
    # the label is the recording's, so a random split would look perfect while nothing general is learned
    vectors, _, calls = labelled(apart=0.0, count=240)
    answers = ["odd" if int(call.split()[1]) % 2 else "even" for call in calls]
    found = trial(vectors, answers, calls)
    assert found.chance == 0.5 and found.accuracy.low < 0.5 < found.accuracy.high + 0.1
    assert found.accuracy.value < 0.7


def test_what_can_be_learned_is_learned_and_the_curve_rises():
    found = trial(*labelled(apart=0.3))
    assert found.accuracy.value > 0.6 and found.accuracy.low < found.accuracy.value < found.accuracy.high
    assert found.curve[0][0] < found.curve[-1][0] and found.curve[0][1] < found.curve[-1][1]
    assert found.curve[-1][1] == pytest.approx(found.accuracy.value)
    assert found.confusion.sum() == 120
    assert found.recalls == pytest.approx(found.confusion.diagonal() / found.confusion.sum(axis=1))
    assert trial(*labelled(apart=0.3)).accuracy == found.accuracy  # the same seed


def test_a_perfect_trial_is_still_uncertain():
    found = trial(*labelled(apart=2.0))
    assert found.accuracy.value == 1 and found.accuracy.low < 0.95 and "well enough" in found.advice.sentence


def test_balanced_accuracy_counts_rare_classes_fully():
    truth, found = np.array([0] * 9 + [1]), np.zeros(10, dtype=int)
    assert balanced(truth, found) == 0.5


def test_a_label_of_one_recording_has_no_figures():
    vectors, answers, calls = labelled()
    answers[0] = answers[1] = "rare"
    calls[1] = calls[0]
    with pytest.raises(TooFew, match="'rare' is labelled in one recording only"):
        trial(vectors, answers, calls)
    with pytest.raises(TooFew, match="two different labels"):
        trial(vectors, ["same"] * 120, calls)
    with pytest.raises(WrongShape):
        trial(vectors, answers[:3], calls)


def test_a_class_too_rare_to_learn_in_some_fold_is_survived():
    vectors, answers, _ = labelled()
    answers = ["rare" if row in (0, 50) else answer for row, answer in enumerate(answers)]
    found = trial(vectors, answers, [f"call {row // 4}" for row in range(120)])
    assert found.recalls[found.classes.index("rare")] == 0 and found.advice.label == "rare"


def test_advice():
    counts, recalls = np.array([40, 40]), np.array([0.9, 0.5])
    more = advice(("a", "b"), counts, recalls, ((40, 0.6), (80, 0.7))).sentence
    assert more == "label 20 more of b: 50% of it is found so far"
    assert "more labels no longer help" in advice(("a", "b"), counts, recalls, ((40, 0.7), (80, 0.7))).sentence
    assert "well enough" in advice(("a", "b"), counts, np.array([0.9, 0.8]), ()).sentence
