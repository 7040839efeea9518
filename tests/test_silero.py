"""The network gives silero-vad's own probabilities, in any company and any cut, with the weights of its wheel."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from inference.errors import ModelBroken, ModelMissing
from inference.onnx_weights import read_weights
from inference.silero import PIECE, Silero, load_silero
from tests.sounds import hiss, tone

WHEEL = Path(find_spec("silero_vad").submodule_search_locations[0]) / "data"


def buzz(seconds, *, pitch=120.0, seed=0):
    """A crude voice: pulses at a wandering pitch through three resonances, swelling and fading four times a second."""
    count = round(seconds * 16_000)
    time = np.arange(count) / 16_000
    phase = np.cumsum(pitch * (1 + 0.1 * np.sin(2 * np.pi * 0.7 * time + seed))) / 16_000
    sound = np.diff(np.floor(phase), prepend=0)
    for formant, width in ((600, 90), (1_200, 110), (2_500, 160)):
        decay = np.exp(-np.pi * width * np.arange(800) / 16_000)
        sound = np.convolve(sound, decay * np.sin(2 * np.pi * formant * np.arange(800) / 16_000))[:count]
    swell = np.clip(np.sin(2 * np.pi * 4 * time), 0, 1)
    return (0.3 * sound * swell / np.abs(sound).max()).astype(np.float32)


def reference(samples):
    """silero-vad's own streaming network through onnxruntime, one piece after another."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # it warns of initializers that the published model does not use
    session = onnxruntime.InferenceSession(str(WHEEL / "silero_vad.onnx"), options)
    state, context, heard = np.zeros((2, 1, 128), np.float32), np.zeros(64, np.float32), []
    filled = np.pad(samples, (0, -len(samples) % PIECE))
    for piece in filled.reshape(-1, PIECE):
        sound = np.concatenate([context, piece])
        value, state = session.run(None, {"input": sound[None], "state": state, "sr": np.array(16_000)})
        heard.append(value[0, 0])
        context = sound[-64:]
    return np.array(heard)


@pytest.fixture(scope="module")
def sounds_of_all_kinds():
    pause = np.zeros(8_000, np.float32)
    return [
        np.concatenate([pause, buzz(3), pause, buzz(2, pitch=220, seed=1), hiss(1)]),
        hiss(4.01, height=0.03),
        tone(425, 2.5),
        buzz(5.3, pitch=90, seed=2),
        np.zeros(100, np.float32),
    ]


def test_probabilities_are_silero_vads_own(sounds_of_all_kinds):
    heard = load_silero().probabilities(sounds_of_all_kinds)
    for found, sound in zip(heard, sounds_of_all_kinds, strict=True):
        np.testing.assert_allclose(found, reference(sound), atol=2e-5)
    assert heard[0].max() > 0.5 > heard[0].min()  # the buzz is a voice to it, so that there was something to compare


def test_neither_company_nor_order_matters(sounds_of_all_kinds):
    network = load_silero()
    together = network.probabilities(sounds_of_all_kinds)
    backwards = network.probabilities(sounds_of_all_kinds[::-1])[::-1]
    for sound, first, second in zip(sounds_of_all_kinds, together, backwards, strict=True):
        [alone] = network.probabilities([sound])
        np.testing.assert_allclose(first, alone, atol=1e-5)
        np.testing.assert_allclose(second, alone, atol=1e-5)


def test_cutting_into_calls_does_not_matter(sounds_of_all_kinds):
    network = Silero()
    network._rows = 7
    for found, expected in zip(
        network.probabilities(sounds_of_all_kinds), load_silero().probabilities(sounds_of_all_kinds), strict=True
    ):
        np.testing.assert_allclose(found, expected, atol=1e-5)


def test_a_gain_is_a_louder_sound(sounds_of_all_kinds):
    [found] = load_silero().probabilities(sounds_of_all_kinds[:1], gains=[0.1])
    [expected] = load_silero().probabilities([sounds_of_all_kinds[0] * np.float32(0.1)])
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_torch_keeps_the_threads_it_had():
    before = torch.get_num_threads()
    load_silero().probabilities([hiss(0.1)])
    assert torch.get_num_threads() == before


def test_nothing_is_heard_in_nothing():
    assert load_silero().probabilities([]) == []
    assert [len(heard) for heard in load_silero().probabilities([np.zeros(0, np.float32)] * 2)] == [0, 0]


def test_the_weights_are_those_of_the_wheel():
    weights = read_weights(WHEEL / "silero_vad_16k_op15.onnx")
    assert weights["model.stft.forward_basis_buffer"].shape == (258, 1, 256)
    cosine = np.hanning(257)[:-1] * np.cos(2 * np.pi * 5 * np.arange(256) / 256)  # bin 5 of a windowed spectrum
    np.testing.assert_allclose(weights["model.stft.forward_basis_buffer"][5, 0], cosine, atol=1e-4)


@given(st.binary(max_size=400))
def test_bytes_that_are_no_onnx_file_are_refused_or_hold_nothing(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "some.onnx"
    path.write_bytes(content)
    try:
        assert read_weights(path) == {}
    except ModelBroken as error:
        assert "some.onnx" in str(error)


def test_without_silero_vad_it_says_what_to_do(monkeypatch):
    from inference import silero

    monkeypatch.setattr(silero, "find_spec", lambda _: None)
    silero._weights.cache_clear()
    with pytest.raises(ModelMissing, match="make run"):
        Silero()
    silero._weights.cache_clear()
