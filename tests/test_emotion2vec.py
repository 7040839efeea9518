import logging

import numpy as np
import pytest
import torch
from scipy.special import softmax

from benchmarks.random_model import LABELS, make, save, weights
from inference.emotion2vec import Emotion2vec
from inference.engine.voices import voice_like
from inference.errors import ModelBroken

LENGTHS = (0.3, 1.0, 2.2)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def model(folder):
    return Emotion2vec.load(folder)


@pytest.fixture(scope="module")
def plain(folder):
    """FunASR as anybody would call it: the folder's name and nothing checked."""
    from funasr import AutoModel

    return AutoModel(model=str(folder), disable_update=True, device="cpu", ncpu=torch.get_num_threads())


@pytest.mark.parametrize("seconds", LENGTHS)
def test_scores_and_embedding_are_funasrs_own(model, plain, seconds):
    (clip,) = voice_like([seconds], seed=7)
    ((heard,),) = model.read([[clip]])
    (answer,) = plain.generate(clip, granularity="utterance", extract_embedding=True)
    assert model.card.labels == tuple(answer["labels"]) == LABELS
    np.testing.assert_allclose(softmax(heard.logits.mean(axis=0)), answer["scores"], atol=1e-6)
    np.testing.assert_allclose(heard.embedding, answer["feats"], atol=1e-6)


def test_frame_features_are_funasrs_own(model, plain):
    (clip,) = voice_like([1.0], seed=8)
    ((heard,),) = model.read([[clip]], features=True)
    (answer,) = plain.generate(clip, granularity="frame", extract_embedding=True)
    np.testing.assert_allclose(heard.features, answer["feats"], atol=1e-5)


def test_masked_labels_are_left_out_and_the_rest_are_funasrs_own(tmp_path):
    labels = ("unuse_0", "sad", "angry", "unuse_1", "<unk>")
    folder = make(tmp_path / "m", labels=labels)
    from funasr import AutoModel

    plain = AutoModel(model=str(folder), disable_update=True, device="cpu", ncpu=torch.get_num_threads())
    (clip,) = voice_like([0.5])
    (answer,) = plain.generate(clip, granularity="utterance", extract_embedding=True)
    model = Emotion2vec.load(folder)
    ((heard,),) = model.read([[clip]])
    assert model.card.labels == tuple(answer["labels"]) == ("sad", "angry", "<unk>")
    np.testing.assert_allclose(softmax(heard.logits.mean(axis=0)), answer["scores"], atol=1e-6)


def test_every_weight_funasr_would_load_is_one_we_check(model):
    assert model._funasr.model.state_dict().keys() == weights("tiny").keys()


def test_loading_leaves_logging_threads_and_output_alone(folder, capsys):
    before = (logging.getLogger().handlers[:], logging.getLogger().level, logging.root.manager.disable)
    threads = torch.get_num_threads()
    Emotion2vec.load(folder)
    assert (logging.getLogger().handlers, logging.getLogger().level, logging.root.manager.disable) == before
    assert torch.get_num_threads() == threads
    assert capsys.readouterr().out == ""


def test_the_card_names_the_folder_its_labels_and_its_weights(model):
    assert (model.card.name, model.card.size, model.card.step) == ("tiny", 64, 0.02)
    assert len(model.card.sha256) == 64


def test_a_missing_head_is_broken_and_not_random(tmp_path):
    folder = make(tmp_path / "m")
    state = weights("tiny")
    del state["proj.bias"]
    save(folder, state)
    with pytest.raises(ModelBroken, match=r"lacks the weights proj\.bias"):
        Emotion2vec.load(folder)


def test_a_folder_that_would_run_code_in_funasr_is_stopped_before(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = make(tmp_path / "m")
    text = (folder / "config.yaml").read_text()
    evil = text.replace("feature_encoder_spec: '", 'feature_encoder_spec: \'__import__("os").mkdir("owned") or ')
    assert evil != text
    (folder / "config.yaml").write_text(evil)
    with pytest.raises(ModelBroken, match="feature_encoder_spec"):
        Emotion2vec.load(folder)
    assert not (tmp_path / "owned").exists()
