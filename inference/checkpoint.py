"""Loads the weights of a model folder: tensors only, every one that is needed, in its shape, and finite."""

import zipfile
from collections.abc import Mapping

import torch

from inference.errors import ModelBroken
from inference.folder import WEIGHT_BYTES, ModelFolder

# Checkpoints name their weights as they are, with the training project's prefix, or as a wrapped module; of several,
# the last one wins, as in FunASR's load_pretrained_model with the published files' scope_map.
PREFIXES = ("", "d2v_model.", "module.")
NESTS = ("state_dict", "model_state_dict", "model")  # keys under which a checkpoint may keep its weights


def load_weights(folder: ModelFolder) -> dict[str, torch.Tensor]:
    """Float32 tensors on the CPU by FunASR's names. ``ModelBroken`` for a missing, misshapen or unusable one.

    FunASR only prints the name of a missing weight and goes on with random numbers in its place.
    """
    found = _tensors(folder)
    return {name: _take(found, name, shape) for name, shape in folder.layout.shapes(len(folder.tokens)).items()}


def _tensors(folder: ModelFolder) -> Mapping[str, object]:
    zipped = zipfile.is_zipfile(folder.weights)
    if zipped:
        with zipfile.ZipFile(folder.weights) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > WEIGHT_BYTES:
                raise ModelBroken(f"model.pt unpacks to more than {WEIGHT_BYTES // 1024**3} GB")
    try:
        loaded = torch.load(folder.weights, map_location="cpu", weights_only=True, mmap=zipped)
    except Exception as error:  # damaged bytes raise whatever the unpickler stumbles over
        raise ModelBroken("model.pt is no file of plain weights: it is damaged or holds code") from error
    for nest in NESTS:
        if isinstance(loaded, Mapping) and isinstance(loaded.get(nest), Mapping):
            loaded = loaded[nest]
    if not isinstance(loaded, Mapping):
        raise ModelBroken("model.pt holds no named weights")
    return loaded


def _take(found: Mapping[str, object], name: str, shape: tuple[int, ...]) -> torch.Tensor:
    tensor = next((found[prefix + name] for prefix in reversed(PREFIXES) if prefix + name in found), None)
    if not isinstance(tensor, torch.Tensor):
        part = " (the layer that turns features into labels)" if name.startswith("proj.") else ""
        raise ModelBroken(f"model.pt lacks the weights {name}{part}")
    if tuple(tensor.shape) != shape:
        raise ModelBroken(f"model.pt: {name} has the shape {tuple(tensor.shape)}; config.yaml asks for {shape}")
    if not tensor.is_floating_point() or not torch.isfinite(tensor).all():
        raise ModelBroken(f"model.pt: {name} holds values that are not numbers")
    return tensor.to(torch.float32).contiguous()
