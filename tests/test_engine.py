"""The engine against FunASR's own ``generate``, on every run: nothing here is skipped."""

import gc
import os

import numpy as np
import pytest
import torch
from scipy.special import softmax

from benchmarks.random_model import balance_head, make, save, weights
from inference import models
from inference.checkpoint import load_weights
from inference.contract import Heard
from inference.engine import model as engine_model
from inference.engine import precision, trial
from inference.engine.card import Card
from inference.engine.head import Head
from inference.engine.model import Engine
from inference.engine.padded import PaddedNetwork
from inference.engine.voices import voice_like
from inference.errors import DeviceMissing, ModelBroken, ModelMissing
from inference.folder import open_folder

LENGTHS = (0.3, 30.0, 1.0, 0.325, 7.77, 2.2, 0.5, 15.0, 3.1)


def funasr(folder):
    """FunASR as its manual has it, given the folder's name."""
    from funasr import AutoModel

    return AutoModel(model=str(folder), disable_update=True, device="cpu", ncpu=torch.get_num_threads())


def assert_funasrs_numbers(heard, answer):
    np.testing.assert_allclose(heard.embedding, answer["feats"], atol=1e-4)
    np.testing.assert_allclose(softmax(heard.logits.mean(axis=0, dtype=np.float64)), answer["scores"], atol=1e-4)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return make(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def engine(tiny):
    return Engine.load(tiny, device="cpu", precision="float32")


@pytest.fixture(scope="module")
def padded(tiny):
    folder, processor = open_folder(tiny), torch.device("cpu")
    weights = load_weights(folder)
    network = PaddedNetwork(weights, folder.layout, device=processor, dtype=torch.float32)
    return Engine(folder, Card(network, Head(weights, folder), processor), "float32")


@pytest.fixture(scope="module")
def clips():
    return voice_like(LENGTHS, seed=4)


@pytest.fixture(scope="module")
def answers(tiny, clips):
    reference = funasr(tiny)
    return [reference.generate(clip, granularity="utterance", extract_embedding=True)[0] for clip in clips]


@pytest.mark.parametrize("path", ["engine", "padded"])
def test_clips_of_all_lengths_in_one_call_get_funasrs_numbers(path, request, clips, answers):
    (voice,) = request.getfixturevalue(path).read([clips])
    for heard, answer in zip(voice, answers, strict=True):
        assert_funasrs_numbers(heard, answer)


@pytest.mark.parametrize("path", ["engine", "padded"])
@pytest.mark.parametrize("seed", range(3))
def test_any_order_and_any_company_get_funasrs_numbers(path, request, clips, answers, seed):
    chosen = np.random.default_rng(seed).permutation(len(clips))[: 3 + 2 * seed]
    readings = request.getfixturevalue(path).read([[clips[number]] for number in chosen])
    for number, (heard,) in zip(chosen, readings, strict=True):
        assert_funasrs_numbers(heard, answers[number])


@pytest.mark.parametrize("size", ["base", "large"])
def test_the_published_layouts_get_funasrs_numbers(size, tmp_path):
    folder, clips = make(tmp_path / size, size), voice_like((1.3, 0.3, 2.0), seed=5)
    engine = Engine.load(folder, device="cpu", precision="float32")
    (voice,) = engine.read([clips])
    del engine
    gc.collect()  # two copies of the large network need not be in memory at once
    reference = funasr(folder)
    for heard, clip in zip(voice, clips, strict=True):
        (answer,) = reference.generate(clip, granularity="utterance", extract_embedding=True)
        assert_funasrs_numbers(heard, answer)


@pytest.mark.parametrize("path", ["engine", "padded"])
def test_the_mean_of_the_frame_logits_is_the_head_on_the_embedding(path, request, tiny, clips):
    state = weights("tiny")
    (voice,) = request.getfixturevalue(path).read([clips])
    for heard in voice:
        from_embedding = state["proj.weight"].numpy() @ heard.embedding + state["proj.bias"].numpy()
        np.testing.assert_allclose(heard.logits.mean(axis=0), from_embedding, atol=1e-5)


def test_one_alibi_scale_for_each_block_is_followed(tmp_path, clips):
    folder = make(tmp_path / "m")
    text = (folder / "config.yaml").read_text()
    changed = text.replace("learned_alibi_scale_per_layer: false", "learned_alibi_scale_per_layer: true")
    (folder / "config.yaml").write_text(changed)
    state = weights("tiny")
    scale = "modality_encoders.AUDIO.alibi_scale"
    state[scale] = torch.tensor([0.3, 1.0, 4.0])[:, None, None, None, None] * state[scale]
    save(folder, state)
    (answer,) = funasr(folder).generate(clips[4], granularity="utterance", extract_embedding=True)
    ((heard,),) = Engine.load(folder, device="cpu", precision="float32").read([[clips[4]]])
    assert_funasrs_numbers(heard, answer)


def test_a_long_clip_is_attended_piece_by_piece_with_the_same_numbers(engine, clips, monkeypatch):
    ((whole,),) = engine.read([[clips[4]]])
    monkeypatch.setattr("inference.engine.attention.SCORES", 20_000)  # 50 rows of one head of a 400-row clip
    ((pieces,),) = engine.read([[clips[4]]])
    np.testing.assert_allclose(pieces.logits, whole.logits, atol=1e-5)


def test_more_threads_give_the_same_numbers(tiny, clips, engine):
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    try:
        several = Engine.load(tiny, device="cpu", precision="float32")
        assert torch.get_num_threads() == 3
        for one, other in zip(several.read([clips])[0], engine.read([clips])[0], strict=True):
            np.testing.assert_allclose(one.logits, other.logits, atol=1e-5)
        assert torch.get_num_threads() == 3
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize("name", precision.fast_on_this_processor()[:-1])
def test_reduced_precision_reads_a_balanced_model_as_float32_does(name, tmp_path):
    folder, sounds = make(tmp_path / "balanced"), trial.trial_sounds()
    (exact,) = Engine.load(folder, device="cpu", precision="float32").read([sounds])
    balance_head(folder, np.stack([heard.embedding for heard in exact]))
    (exact,) = Engine.load(folder, device="cpu", precision="float32").read([sounds])
    (reduced,) = Engine.load(folder, device="cpu", precision=name).read([sounds])
    outcome = trial.compare(exact, reduced)
    top = [heard.logits.mean(axis=0).argmax() for heard in exact]
    assert max(top.count(label) for label in set(top)) <= 40
    # A network of 64 channels averages less noise away than a real one; those are measured in benchmarks/engine.py.
    assert 0 < outcome.deviation < {"bfloat16": 0.05, "int8": 0.12}[name]
    assert outcome.agreement >= {"bfloat16": 0.95, "int8": 0.85}[name]


class Steady:
    """Stands for a reader: each clip's logits go round the labels, and this precision's are off."""

    def __init__(self, off):
        self.off = off

    def __call__(self, clips, *, features=False):
        ones = np.eye(4, dtype=np.float32)
        logits = [np.stack([ones[number % 4] * (1 - self.off)] * 2) for number in range(len(clips))]
        return [Heard(row, np.ones(2, np.float32), row[0]) for row in logits]


def choose(folder, off):
    readers = {name: Steady(far) for name, far in off.items()}
    made = []

    def make_reader(name):
        made.append(name)
        return readers[name]

    name, reader = engine_model._choose("auto", list(off), make_reader, folder)
    assert reader is readers[name]
    return name, made


def test_auto_takes_int8_only_where_it_reads_as_float32_does(tmp_path, caplog):
    folder = open_folder(make(tmp_path / "one"))
    assert choose(folder, {"int8": 0.001, "bfloat16": 0.0, "float32": 0.0}) == ("int8", ["int8", "float32"])
    folder = open_folder(make(tmp_path / "two"))
    name, made = choose(folder, {"int8": 0.5, "bfloat16": 0.0, "float32": 0.0})
    assert (name, made) == ("bfloat16", ["int8", "float32", "bfloat16"])
    assert "int8 is not used" in caplog.text
    assert choose(folder, {"float32": 0.0}) == ("float32", ["float32"])


def test_the_trial_of_int8_is_held_once_for_each_set_of_weights(tmp_path):
    folder = open_folder(make(tmp_path / "m"))
    choose(folder, {"int8": 0.001, "float32": 0.0})
    assert choose(folder, {"int8": 0.001, "float32": 0.0}) == ("int8", ["int8"])
    save(folder.path, weights("tiny", seed=9))
    assert choose(open_folder(folder.path), {"int8": 0.5, "float32": 0.0})[0] == "float32"


def test_auto_on_this_machine_is_a_precision_it_is_fast_in_and_says_which(tiny, monkeypatch):
    chosen = Engine.load(tiny, device="cpu").card.precision
    assert chosen in precision.fast_on_this_processor()
    monkeypatch.setattr(precision, "fast_on_this_processor", lambda: ["float32"])
    assert Engine.load(tiny, device="cpu").card.precision == "float32"


def test_a_precision_this_machine_lacks_is_said_and_not_replaced(tiny, monkeypatch):
    monkeypatch.setattr(precision, "fast_on_this_processor", lambda: ["float32"])
    with pytest.raises(DeviceMissing, match="'int8' is not to be had here; choose auto or float32"):
        Engine.load(tiny, device="cpu", precision="int8")


def test_models_of_different_precision_have_different_keys(tiny, engine):
    assert "float32" in engine.card.key
    if "bfloat16" in precision.fast_on_this_processor():
        assert Engine.load(tiny, device="cpu", precision="bfloat16").card.key != engine.card.key


def test_a_model_is_loaded_by_its_name(tiny, tmp_path):
    assert models.load("tiny", models=tiny.parent, device="cpu", precision="float32").card.name == "tiny"
    assert models.load("auto", models=tmp_path).card.name == "compact"
    with pytest.raises(ModelMissing, match=r"plus_large is not on this machine\. Run `python -m toneatlas"):
        models.load("emotion2vec_plus_large", models=tmp_path)
    with pytest.raises(ModelMissing, match="no model called 'fake'"):
        models.load("fake", models=tmp_path)


def test_the_fake_model_comes_only_when_the_environment_asks(tmp_path, monkeypatch):
    monkeypatch.setitem(os.environ, models.FAKE_VARIABLE, "1")
    assert models.load("fake", models=tmp_path).card.name == "fake"


def test_a_broken_folder_is_broken_here_too(tmp_path):
    folder = make(tmp_path / "m")
    (folder / "model.pt").write_bytes(b"junk")
    with pytest.raises(ModelBroken):
        Engine.load(folder)
