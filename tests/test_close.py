"""Close calls of a reduced precision are decided in float32; all others are left as they were heard."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.random_model import balance_head, make
from inference.contract import Heard
from inference.engine import precision, trial
from inference.engine.close import CLOSE, Decided, is_close
from inference.engine.model import Engine


def heard(*scores):
    """A reading of two frames whose scores are these."""
    logits = np.tile(np.log(np.asarray(scores, np.float32)), (2, 1))
    return Heard(logits, np.ones(2, np.float32), np.zeros(3, np.float32))


class Reader:
    """Answers clip by clip from a list, the clip being its number, and remembers what it was asked."""

    device, batch_seconds = "cpu", 7.0

    def __init__(self, answers):
        self.answers, self.asked = answers, []

    def __call__(self, clips, *, features=False):
        self.asked.append([int(clip[0]) for clip in clips])
        return [self.answers[int(clip[0])] for clip in clips]


def clips(count):
    return [np.full(400, number, np.float32) for number in range(count)]


@pytest.mark.parametrize(
    ("scores", "close"),
    [((0.503, 0.497), False), ((0.502, 0.498), True), ((0.4, 0.404, 0.196), True), ((0.4, 0.41, 0.19), False)],
)
def test_two_best_scores_within_half_a_hundredth_are_a_close_call(scores, close):
    assert is_close(heard(*scores)) is close


def test_a_model_of_one_label_has_no_close_call():
    assert not is_close(heard(1.0))


def test_only_close_calls_are_read_again_and_stand_where_they_stood():
    rough = [heard(0.9, 0.1), heard(0.501, 0.499), heard(0.2, 0.8), heard(0.4995, 0.5005)]
    sure = [heard(0.8, 0.2), heard(0.499, 0.501), heard(0.3, 0.7), heard(0.49, 0.51)]
    fast, exact = Reader(rough), Reader(sure)
    answers = Decided(fast, exact)(clips(4))
    assert exact.asked == [[1, 3]]
    assert [answer is rough[n] for n, answer in enumerate(answers)] == [True, False, True, False]
    assert answers[1] is sure[1]
    assert answers[3] is sure[3]


def test_without_a_close_call_the_exact_reader_rests():
    exact = Reader([])
    decided = Decided(Reader([heard(0.9, 0.1), heard(0.1, 0.9)]), exact)
    assert (decided.device, decided.batch_seconds) == ("cpu", 7.0)
    decided(clips(2))
    assert exact.asked == []


@given(
    st.lists(st.floats(0.05, 1), min_size=2, max_size=9),
    st.lists(st.floats(-CLOSE / 2, CLOSE / 2), min_size=9, max_size=9),
)
def test_scores_that_are_off_by_half_the_bound_never_change_a_label_that_is_no_close_call(parts, errors):
    exact = np.array(parts) / sum(parts)
    rough = exact + 0.999 * np.array(errors[: len(exact)])
    rough = np.maximum(rough, 1e-6)
    gap = np.diff(np.sort(rough)[-2:])[0]
    if gap >= CLOSE:
        assert rough.argmax() == exact.argmax()


@pytest.mark.parametrize("name", [name for name in precision.fast_on_this_processor() if name == precision.BFLOAT16])
def test_labels_of_bfloat16_are_those_of_float32(name, tmp_path):
    folder, sounds = make(tmp_path / "balanced"), trial.trial_sounds()
    exact = Engine.load(folder, device="cpu", precision="float32")
    balance_head(folder, np.stack([answer.embedding for answer in exact.read([sounds])[0]]))
    (exact,) = Engine.load(folder, device="cpu", precision="float32").read([sounds])
    (reduced,) = Engine.load(folder, device="cpu", precision=name).read([sounds])
    outcome = trial.compare(exact, reduced)
    assert outcome.agreement >= trial.LEAST_AGREEMENT
    again = [number for number, answer in enumerate(reduced) if is_close(answer)]
    assert again
    for number in again:
        np.testing.assert_allclose(reduced[number].logits, exact[number].logits, atol=1e-5)
