"""FunASR's own way of running emotion2vec, one clip after another: the reference that the engine is measured by."""

import contextlib
import io
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from data.records import Floats, Model
from inference.checkpoint import load_weights
from inference.contract import Heard, checked
from inference.folder import ModelFolder, open_folder
from inference.layout import Layout


class Emotion2vec:
    """A loaded emotion2vec model that reads through ``funasr.AutoModel.generate``."""

    def __init__(self, folder: ModelFolder, *, device: str = "cpu") -> None:
        weights = load_weights(folder)  # FunASR would replace what is missing by random numbers
        self._head = weights["proj.weight"].numpy()[list(folder.kept)].T.copy()
        self._bias = weights["proj.bias"].numpy()[list(folder.kept)].copy()
        self._funasr = _load_funasr(folder, device)
        self.card = Model(folder.path.name, "local", folder.sha256, folder.labels, folder.layout.size)
        self.device = device
        self.batch_seconds = 0.0  # its clips are read one by one

    @classmethod
    def load(cls, path: Path, *, device: str = "cpu") -> "Emotion2vec":
        """Check and load a model folder. Raises ``ModelBroken``."""
        return cls(open_folder(path), device=device)

    def read(self, voices: Sequence[Sequence[Floats]], *, features: bool = False) -> list[list[Heard]]:
        """See ``inference.contract.EmotionModel``."""
        windows = [[checked(window) for window in voice] for voice in voices]
        return [[self._hear(window, features) for window in voice] for voice in windows]

    def _hear(self, window: Floats, features: bool) -> Heard:
        (result,) = self._funasr.generate(window, granularity="frame", extract_embedding=True, disable_pbar=True)
        frames = np.asarray(result["feats"], dtype=np.float32)
        return Heard(
            logits=frames @ self._head + self._bias,
            weights=np.ones(len(frames), dtype=np.float32),
            embedding=frames.mean(axis=0),
            features=frames if features else None,
        )


def _load_funasr(folder: ModelFolder, device: str) -> Any:
    """FunASR's AutoModel, given only what was checked. With a ``model_conf`` it asks no hub and reads no config."""
    with _quiet():
        from funasr import AutoModel  # six seconds, so only when it is needed

        return AutoModel(
            model="Emotion2vec",
            model_conf=_conf(folder.layout),
            tokenizer="CharTokenizer",
            tokenizer_conf={"token_list": list(folder.tokens), "unk_symbol": folder.tokens[-1]},  # any will do
            init_param=str(folder.weights),
            scope_map=["d2v_model.", "none"],
            trust_remote_code=False,
            disable_update=True,
            disable_pbar=True,
            device=device,
            ncpu=torch.get_num_threads(),  # left out, FunASR sets the whole process to four
        )


def _conf(layout: Layout) -> dict[str, Any]:
    """The ``model_conf`` FunASR's Emotion2vec asks for; dropout is off when it reads, so all of it is 0 here."""
    audio = {
        "feature_encoder_spec": repr(list(layout.stages)),  # FunASR evaluates this text; it is made of numbers only
        "extractor_mode": "layer_norm",
        "conv_pos_depth": layout.positional_layers,
        "conv_pos_width": layout.positional_layers * layout.positional_kernel,
        "conv_pos_groups": layout.positional_groups,
        "conv_pos_pre_ln": False,
        "prenet_depth": layout.prenet,
        "model_depth": layout.depth,
        "num_extra_tokens": layout.extra_tokens,
        "init_extra_token_zero": True,
        "use_alibi_encoder": True,
        "num_alibi_heads": layout.heads,
        "alibi_scale": 1.0,
        "learned_alibi": False,
        "learned_alibi_scale": True,
        "learned_alibi_scale_per_layer": layout.scale_per_layer,
        "learned_alibi_scale_per_head": layout.scale_per_head,
        "local_grad_mult": 1.0,
        "decoder": None,  # serves pre-training only
    }
    audio |= dict.fromkeys(("start_drop_path_rate", "end_drop_path_rate", "prenet_layerdrop", "prenet_dropout"), 0.0)
    dropouts = ("encoder_dropout", "attention_dropout", "activation_dropout", "post_mlp_drop", "dropout_input")
    return dict.fromkeys((*dropouts, "start_drop_path_rate", "end_drop_path_rate", "layerdrop"), 0.0) | {
        "embed_dim": layout.size,
        "num_heads": layout.heads,
        "mlp_ratio": layout.hidden / layout.size,
        "depth": layout.depth,
        "norm_eps": layout.epsilon,
        "norm_affine": True,
        "layer_norm_first": False,
        "end_of_block_targets": False,
        "normalize": layout.normalize,
        "modalities": {"audio": audio},
    }


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep FunASR's prints out of the output, and its logging.basicConfig from taking over the program's logging."""
    root, threshold = logging.getLogger(), logging.root.manager.disable
    handlers, level = root.handlers[:], root.level
    logging.disable(logging.CRITICAL)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            yield
    finally:
        logging.disable(threshold)
        root.handlers[:] = handlers
        root.setLevel(level)
