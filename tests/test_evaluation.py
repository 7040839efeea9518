"""Agreement and calibration against hand-worked cases and other implementations."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, balanced_accuracy_score, confusion_matrix, f1_score, precision_score

from analysis.calibration import best_temperature, loss, reliability
from analysis.errors import TooFew, WrongShape
from analysis.evaluation import evaluate
from analysis.scores import softmax

LABELS = ("angry", "happy", "sad")


def test_a_hand_worked_case():
    truth = np.array([0, 0, 0, 0, 1, 1])
    heard = np.array([0, 0, 0, 1, 1, 0])
    told = evaluate(truth, heard, labels=LABELS)
    assert told.confusion.tolist() == [[3, 1, 0], [1, 1, 0], [0, 0, 0]]
    assert told.accuracy.value == pytest.approx(4 / 6)
    assert told.recall.value == pytest.approx((3 / 4 + 1 / 2) / 2)  # sad does not occur and does not count
    angry, happy, sad = told.per_label
    assert (angry.count, angry.heard, angry.f1) == (4, 4, pytest.approx(6 / 8))
    assert happy.precision.value == pytest.approx(1 / 2)
    assert (sad.recall, sad.precision, sad.f1) == (None, None, None)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=3, max_size=60))
def test_figures_are_scikit_learns(pairs):
    truth, heard = np.array(pairs).T
    told = evaluate(truth, heard, labels=LABELS)
    occurring = np.unique(truth)
    np.testing.assert_array_equal(told.confusion, confusion_matrix(truth, heard, labels=[0, 1, 2]))
    assert told.accuracy.value == pytest.approx(accuracy_score(truth, heard))
    recalls = [told.per_label[one].recall.value for one in occurring]
    assert told.recall.value == pytest.approx(np.mean(recalls))
    if set(heard) <= set(occurring) and len(occurring) > 1:
        assert told.recall.value == pytest.approx(balanced_accuracy_score(truth, heard))
    f1 = f1_score(truth, heard, labels=[0, 1, 2], average=None, zero_division=0)
    precision = precision_score(truth, heard, labels=[0, 1, 2], average=None, zero_division=0)
    for one, expected, sharp in zip(told.per_label, f1, precision, strict=True):
        assert (one.f1 or 0) == pytest.approx(expected)
        assert (one.precision.value if one.precision else 0) == pytest.approx(sharp)


def test_readings_of_one_speaker_are_drawn_together():
    """Two speakers, one always right and one always wrong: 400 readings are no more evidence than two."""
    truth = np.zeros(400, int)
    heard = np.repeat([0, 1], 200)
    alone = evaluate(truth, heard, labels=LABELS).recall
    together = evaluate(truth, heard, labels=LABELS, groups=np.repeat([0, 1], 200)).recall
    assert 0.44 < alone.low < 0.5 < alone.high < 0.56
    assert (together.low, together.high) == (0, 1)


def test_the_same_readings_give_the_same_interval():
    chance = np.random.default_rng(0)
    truth, heard = chance.integers(0, 3, (2, 50))
    assert evaluate(truth, heard, labels=LABELS).recall == evaluate(truth, heard, labels=LABELS).recall


def test_what_does_not_belong_together_is_refused():
    with pytest.raises(WrongShape):
        evaluate(np.zeros(2, int), np.zeros(3, int), labels=LABELS)
    with pytest.raises(TooFew, match="no reading has a true label"):
        evaluate(np.zeros(0, int), np.zeros(0, int), labels=LABELS)
    with pytest.raises(WrongShape):
        reliability(np.zeros((2, 3), np.float32), np.zeros(3, int))
    with pytest.raises(TooFew):
        best_temperature(np.zeros((0, 3), np.float32), np.zeros(0, int))


def test_calibration_error_of_a_hand_worked_case():
    """Two bins: scores .65 right half of the time, scores .95 always: (2 · .15 + 2 · .05) / 4 = .1."""
    scores = np.array([[0.65, 0.35], [0.65, 0.35], [0.95, 0.05], [0.95, 0.05]], np.float32)
    curve = reliability(scores, np.array([0, 1, 0, 0]))
    assert curve.count.tolist() == [2, 2]
    np.testing.assert_allclose(curve.accuracy, [0.5, 1])
    assert curve.error == pytest.approx(0.1, abs=1e-6)


def test_a_certain_score_falls_into_the_last_bin():
    assert reliability(np.array([[1.0, 0.0]], np.float32), np.array([0])).count.tolist() == [1]


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_the_temperature_that_made_the_truth_is_found(temperature):
    chance = np.random.default_rng(0)
    logits = chance.normal(0, 2, (20_000, 4)).astype(np.float32)
    scores = softmax(logits).astype(np.float64)
    truth = (scores.cumsum(axis=1) / scores.sum(axis=1, keepdims=True) < chance.random((20_000, 1))).sum(axis=1)
    found = best_temperature(logits * temperature, truth)
    assert found == pytest.approx(temperature, rel=0.05)
    assert reliability(softmax(logits * temperature / found), truth).error < 0.02


def test_the_loss_of_an_even_guess_is_the_log_of_the_labels():
    assert loss(np.zeros((3, 7)), np.array([0, 3, 6])) == pytest.approx(np.log(7))
