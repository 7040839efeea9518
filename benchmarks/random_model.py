"""Makes model folders in emotion2vec's layout with random weights, for tests and measurements.

They load and run exactly like the published ones and read nothing: no output of theirs is a reading of a voice.
"""

import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import yaml

from data.records import Floats
from inference.layout import read_layout

LABELS = ("生气/angry", "厌恶/disgusted", "恐惧/fearful", "开心/happy", "中立/neutral", "其他/other")
LABELS += ("难过/sad", "吃惊/surprised", "<unk>")
SIZES = {  # size, heads, prenet blocks, blocks, channels of the front end
    "tiny": (64, 4, 1, 2, 32),
    "base": (768, 12, 4, 8, 512),
    "large": (1024, 16, 4, 8, 512),
}


def config(name: str) -> dict[str, object]:
    """What ``config.yaml`` says for one of ``SIZES``: plus_large's published file with other numbers in it."""
    size, heads, prenet, depth, channels = SIZES[name]
    decoder = {"decoder_dim": 64, "decoder_groups": 16, "decoder_kernel": 7, "decoder_layers": 2}
    decoder |= {"input_dropout": 0.1, "projection_layers": 1, "projection_ratio": 2.0}
    decoder |= {"add_positions_masked": False, "add_positions_all": False, "decoder_residual": True}
    audio: dict[str, object] = dict.fromkeys(
        ("start_drop_path_rate", "end_drop_path_rate", "prenet_layerdrop", "mask_channel_prob"), 0.0
    )
    audio |= {"prenet_depth": prenet, "model_depth": depth, "num_alibi_heads": heads, "num_extra_tokens": 10}
    audio |= {"conv_pos_depth": 5, "conv_pos_groups": 16, "conv_pos_width": 95, "conv_pos_pre_ln": False}
    audio |= {"extractor_mode": "layer_norm", "init_extra_token_zero": True, "local_grad_mult": 1.0, "decoder": decoder}
    audio |= {"use_alibi_encoder": True, "alibi_scale": 1.0, "learned_alibi": False, "learned_alibi_scale": True}
    audio |= {"learned_alibi_scale_per_head": True, "learned_alibi_scale_per_layer": False, "prenet_dropout": 0.1}
    audio["feature_encoder_spec"] = (
        f"[({channels}, 10, 5)] + [({channels}, 3, 2)] * 4 + [({channels},2,2)] + [({channels},2,2)]"
    )
    conf: dict[str, object] = {"embed_dim": size, "num_heads": heads, "depth": depth, "mlp_ratio": 4.0}
    conf |= {"norm_eps": 1e-05, "norm_affine": True, "layer_norm_first": False, "normalize": True, "layerdrop": 0.0}
    conf |= {"activation_dropout": 0.0, "attention_dropout": 0.1, "encoder_dropout": 0.1, "post_mlp_drop": 0.1}
    conf |= {"dropout_input": 0.0, "start_drop_path_rate": 0.0, "end_drop_path_rate": 0.0, "clone_batch": 12}
    conf |= {"average_top_k_layers": 16, "loss_beta": 0.0, "loss_scale": None, "end_of_block_targets": False}
    return {
        "model": "Emotion2vec",
        "model_conf": conf | {"modalities": {"_name": None, "audio": audio}},
        "tokenizer": "CharTokenizer",
        "tokenizer_conf": {"unk_symbol": "<unk>", "split_with_space": True},
        "scope_map": ["d2v_model.", "none"],
    }


def weights(name: str, *, seed: int = 0, labels: int = len(LABELS)) -> dict[str, torch.Tensor]:
    """Random weights by FunASR's names; norms, biases and ALiBi scales are random too, so that no step is idle."""
    generator = torch.Generator().manual_seed(seed)
    shapes = read_layout(config(name)["model_conf"]).shapes(labels)  # type: ignore[arg-type]
    return {key: _random(key, shape, generator) for key, shape in shapes.items()}


def _random(key: str, shape: tuple[int, ...], generator: torch.Generator) -> torch.Tensor:
    noise = torch.randn(shape, generator=generator)
    if key.endswith("alibi_scale"):
        return 0.5 + 0.5 * noise.abs()
    if key.endswith(("extra_tokens", "bias")):
        return 0.1 * noise
    if len(shape) == 1:  # the weight of a layer norm
        return 1 + 0.1 * noise
    gain = 2.0 if "local_encoder" in key else 1.0
    return noise * math.sqrt(gain / math.prod(shape[1:]))


def make(
    folder: Path, name: str = "tiny", *, seed: int = 0, labels: Sequence[str] = LABELS, prefix: str = "d2v_model."
) -> Path:
    """Write a model folder named ``folder`` and return it. ``prefix`` stands before all weights but the head's."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.yaml").write_text(yaml.safe_dump(config(name)), encoding="utf-8")
    (folder / "tokens.txt").write_text("\n".join(labels), encoding="utf-8")
    metas = {"init_param": "model.pt", "tokenizer_conf": {"token_list": "tokens.txt"}, "config": "config.yaml"}
    configuration = {"framework": "pytorch", "model": {"type": "funasr"}, "file_path_metas": metas}
    (folder / "configuration.json").write_text(json.dumps(configuration), encoding="utf-8")
    save(folder, weights(name, seed=seed, labels=len(labels)), prefix=prefix)
    return folder


def save(folder: Path, state: dict[str, torch.Tensor], *, prefix: str = "d2v_model.") -> None:
    """Write ``model.pt`` as the published files are laid out: under the key ``model``, the head without a prefix."""
    named = {key if key.startswith("proj.") else prefix + key: tensor for key, tensor in state.items()}
    torch.save({"model": named}, folder / "model.pt")


def balance_head(folder: Path, embeddings: Floats, *, seed: int = 0) -> None:
    """Give the model a random head under which no label is the top one of over 40 % of these embeddings (N, D).

    Under an unbalanced head every precision would agree on the label. The head's rows are random mixtures of the eight
    directions in which the embeddings differ most, where a trained head would listen too; its logits have a standard
    deviation of one.
    """
    mean = embeddings.mean(axis=0)
    directions = np.linalg.svd(embeddings - mean, full_matrices=False)[2][:8]
    for attempt in range(100):
        weight = np.random.default_rng(seed + attempt).standard_normal((len(LABELS), len(directions))) @ directions
        logits = (embeddings - mean) @ weight.T
        if np.bincount(logits.argmax(axis=1)).max() <= 0.4 * len(logits):
            break
    else:
        raise ValueError("no balanced head was found; the embeddings are too much alike")
    weight /= logits.std()
    loaded = torch.load(folder / "model.pt", weights_only=True)
    loaded["model"]["proj.weight"] = torch.from_numpy(weight).float()
    loaded["model"]["proj.bias"] = torch.from_numpy(-weight @ mean).float()
    torch.save(loaded, folder / "model.pt")
