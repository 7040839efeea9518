"""Loads any model by its name. What is heavy is imported only when a model of that kind is asked for."""

import os
from pathlib import Path

from inference import catalogue
from inference.contract import EmotionModel
from inference.errors import ModelMissing

FAKE_VARIABLE = "TONEATLAS_FAKE_MODEL"  # set to 1, it lets tests ask for the model named fake


def load(name: str, *, models: Path, device: str = "auto", precision: str = "auto") -> EmotionModel:
    """Load a model: ``auto`` (the best on this machine), a catalogue name, or a folder under ``models``.

    ``device`` is auto, cpu, cuda or mps; ``precision`` is auto, float32, bfloat16 or int8. Both concern the emotion2vec
    family; the compact models run on the CPU in float32. Raises ``ModelMissing`` with how to get the model,
    ``ModelBroken`` or ``DeviceMissing``.
    """
    if name == "fake" and os.environ.get(FAKE_VARIABLE) == "1":
        from inference.fake import FakeModel

        return FakeModel()
    entry = catalogue.find(models, catalogue.best(models) if name == catalogue.AUTO else name)
    if entry.kind == catalogue.COMPACT:
        from inference.compact import CompactModel

        return CompactModel.load(entry.name)
    if entry not in catalogue.installed(models):
        raise ModelMissing(f"{entry.name} is not on this machine. {entry.how_to_get}")
    from inference.engine.model import Engine

    return Engine.load(catalogue.folder_of(models, entry.name), device=device, precision=precision)
