"""The promises of ``inference.contract``, checked for every model there is. A new model is one line in ``MODELS``."""

from itertools import chain

import numpy as np
import pytest
from scipy.special import softmax

from benchmarks.random_model import make
from inference.contract import EmotionModel, frames_in, samples_for
from inference.engine.voices import voice_like
from inference.errors import NotAudio, TooShort
from inference.fake import FakeModel

LENGTHS = (0.3, 0.74, 1.0, 1.02, 2.5)


def funasr_loop(folder):
    from inference.emotion2vec import Emotion2vec

    return Emotion2vec.load(make(folder / "tiny"))


def compact(folder):
    from inference.compact import CompactModel

    return CompactModel.load("compact")


def compact_cc0(folder):
    from inference.compact import CompactModel

    return CompactModel.load("compact-cc0")


def engine(precision):
    def load(folder):
        from inference.engine.model import Engine
        from inference.engine.precision import fast_on_this_processor

        if precision not in fast_on_this_processor():
            pytest.skip(f"this processor has no instructions for {precision}")
        return Engine.load(make(folder / "tiny"), device="cpu", precision=precision)

    return load


def padded(folder):
    """The engine's path for cards, on the processor."""
    import torch

    from inference.checkpoint import load_weights
    from inference.engine.card import Card
    from inference.engine.head import Head
    from inference.engine.model import Engine
    from inference.engine.padded import PaddedNetwork
    from inference.folder import open_folder

    opened, processor = open_folder(make(folder / "tiny")), torch.device("cpu")
    weights = load_weights(opened)
    network = PaddedNetwork(weights, opened.layout, device=processor, dtype=torch.float32)
    return Engine(opened, Card(network, Head(weights, opened), processor), "float32")


MODELS = {
    "fake": lambda folder: FakeModel(),
    "compact": compact,
    "compact-cc0": compact_cc0,
    "FunASR": funasr_loop,
    "engine float32": engine("float32"),
    "engine bfloat16": engine("bfloat16"),
    "engine int8": engine("int8"),
    "engine padded": padded,
}


@pytest.fixture(scope="module", params=MODELS)
def model(request, tmp_path_factory) -> EmotionModel:
    return MODELS[request.param](tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def windows():
    return voice_like(LENGTHS, seed=1)


@pytest.fixture(scope="module")
def alone(model, windows):
    """Each window as the only one of its voice."""
    return [model.read([[window]])[0][0] for window in windows]


def same(one, other, tolerance=1e-4):
    assert one.logits.shape == other.logits.shape
    np.testing.assert_allclose(one.logits, other.logits, atol=tolerance, rtol=tolerance)
    np.testing.assert_allclose(one.weights, other.weights, atol=tolerance, rtol=tolerance)
    np.testing.assert_allclose(one.embedding, other.embedding, atol=tolerance, rtol=tolerance)


def test_the_card_describes_what_comes_out(model, alone):
    assert len(set(model.card.labels)) == len(model.card.labels) > 1
    assert not any(label.startswith("unuse") for label in model.card.labels)
    assert model.card.step == 0.02 and len(model.card.sha256) == 64 and model.card.name in model.card.key
    for heard in alone:
        assert heard.logits.shape[1] == len(model.card.labels)
        assert heard.embedding.shape == (model.card.size,)


def test_it_says_where_it_reads_and_how_much_it_wants_at_once(model):
    assert model.device == "cpu"
    assert 0 <= model.batch_seconds < 3_600


def test_there_are_fifty_frames_a_second(alone):
    assert [len(heard.logits) for heard in alone] == [frames_in(round(seconds * 16000)) for seconds in LENGTHS]
    assert [len(heard.weights) for heard in alone] == [len(heard.logits) for heard in alone]


def test_everything_is_float32_and_finite(alone):
    for heard in alone:
        for array in (heard.logits, heard.weights, heard.embedding):
            assert array.dtype == np.float32 and np.isfinite(array).all()
        assert heard.features is None


def test_weights_are_positive_with_mean_one(alone):
    for heard in alone:
        assert (heard.weights > 0).all()
        assert heard.weights.mean() == pytest.approx(1, abs=1e-4)


def test_a_region_scores_as_the_softmax_of_its_weighted_mean_and_cumulative_sums_give_it(alone):
    heard = alone[-1]
    start, end = 20, 75
    weighted = np.cumsum(heard.logits.astype(np.float64) * heard.weights[:, None], axis=0)
    total = np.cumsum(heard.weights, dtype=np.float64)
    from_sums = softmax((weighted[end] - weighted[start]) / (total[end] - total[start]))
    plain = np.average(heard.logits[start + 1 : end + 1], axis=0, weights=heard.weights[start + 1 : end + 1])
    np.testing.assert_allclose(from_sums, softmax(plain), atol=1e-5)
    assert from_sums.sum() == pytest.approx(1)


def test_the_order_of_voices_makes_no_difference(model, windows, alone):
    backwards = model.read([[window] for window in reversed(windows)])
    for (heard,), before in zip(backwards, reversed(alone), strict=True):
        same(heard, before)


def test_the_company_of_other_voices_makes_no_difference(model, windows):
    together = model.read([windows[:2], windows[2:]])
    apart = [model.read([windows[:2]])[0], model.read([windows[2:]])[0]]
    for one, other in zip(chain(*together), chain(*apart), strict=True):
        same(one, other)


def test_the_order_of_a_voices_windows_makes_no_difference(model, windows):
    (forwards,) = model.read([windows])
    (backwards,) = model.read([windows[::-1]])
    for one, other in zip(forwards, reversed(backwards), strict=True):
        same(one, other)


def test_the_same_window_twice_is_the_same_reading(model, windows):
    ((first, second),) = model.read([[windows[0], windows[0]]])
    same(first, second)


def test_reading_twice_gives_the_same_numbers(model, windows, alone):
    same(model.read([[windows[1]]])[0][0], alone[1], tolerance=1e-6)


def test_features_come_on_request_one_row_a_frame(model, windows, alone):
    ((heard,),) = model.read([[windows[1]]], features=True)
    assert heard.features is not None
    assert heard.features.shape == (len(heard.logits), model.card.size)
    assert heard.features.dtype == np.float32 and np.isfinite(heard.features).all()
    same(heard, alone[1])


def test_nothing_in_is_nothing_out(model, windows):
    assert model.read([]) == []
    assert model.read([[]]) == [[]]
    nested = model.read([[], [windows[0]], []])
    assert [len(voice) for voice in nested] == [0, 1, 0]


@pytest.mark.parametrize("samples", [400, 401, 719, 720])
def test_a_window_of_one_or_two_frames_is_read(model, windows, samples):
    ((heard,),) = model.read([[windows[0][:samples]]])
    assert len(heard.logits) == (2 if samples == samples_for(2) else 1)
    assert np.isfinite(heard.logits).all() and np.isfinite(heard.embedding).all()


def test_too_short_a_window_is_said_in_a_sentence(model, windows):
    with pytest.raises(TooShort, match="at least 400 samples"):
        model.read([[windows[1], windows[0][:399]]])
    with pytest.raises(TooShort):
        model.read([[np.zeros(0, np.float32)]])


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_samples_that_are_not_numbers_are_refused(model, windows, bad):
    broken = windows[0].copy()
    broken[100] = bad
    with pytest.raises(NotAudio, match="not numbers"):
        model.read([[windows[1]], [broken]])


def test_two_rows_of_samples_are_refused(model):
    with pytest.raises(NotAudio, match="one row"):
        model.read([[np.zeros((2, 16000), np.float32)]])


@pytest.mark.parametrize("level", [0.0, 1e-4, 1.0])
def test_silence_and_full_scale_are_read_without_a_nan(model, windows, level):
    loud = (windows[2] / np.abs(windows[2]).max() * level).astype(np.float32)
    ((heard,),) = model.read([[loud]])
    assert np.isfinite(heard.logits).all() and np.isfinite(heard.embedding).all() and (heard.weights > 0).all()


def test_other_layouts_of_the_same_samples_are_the_same_reading(model, windows, alone):
    strided = np.repeat(windows[1], 2)[::2]
    double = windows[1].astype(np.float64)
    for window in (strided, double):
        same(model.read([[window]])[0][0], alone[1])


def test_the_window_handed_in_is_left_as_it_was(model, windows):
    before = windows[0].copy()
    model.read([[windows[0]]])
    np.testing.assert_array_equal(windows[0], before)
