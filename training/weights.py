"""The shipped file: a network's tensors with all that is needed to read and to pass them on."""

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import save_file

from inference.compact_net import CompactNet
from training.corpus import LABELS
from training.validation import Calibration


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says of itself."""

    name: str
    revision: str
    licence: str
    emotions: tuple[str, ...]
    trained_on: str


def save(net: CompactNet, path: Path, *, facts: Facts, calibration: Calibration) -> None:
    """Write a calibrated network as safetensors."""
    net.window_share.copy_(torch.tensor(calibration.window_share))
    net.temperature.copy_(torch.tensor([calibration.alone, calibration.known]))
    path.parent.mkdir(parents=True, exist_ok=True)
    tensors = {name: tensor.contiguous() for name, tensor in net.state_dict().items()}
    save_file(tensors, path, metadata={"facts": _as_json(net, facts)})
    path.chmod(0o644)


def _as_json(net: CompactNet, facts: Facts) -> str:
    """All facts as one text: safetensors writes several in an order of its own, and no two files were alike."""
    shape = {
        "labels": len(facts.emotions),
        "functionals": len(net.functional_mean),
        "frame_nets": len(net.frame_nets),
        "window_nets": len(net.window_nets),
    }
    told = {
        "name": facts.name,
        "revision": facts.revision,
        "licence": facts.licence,
        "trained_on": facts.trained_on,
        "labels": [LABELS[one] for one in facts.emotions],
        "shape": shape,
    }
    return json.dumps(told, ensure_ascii=False)
