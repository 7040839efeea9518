"""An emotion2vec folder as a model of ToneAtlas."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import torch

from data.records import Floats, Model
from inference.checkpoint import load_weights
from inference.contract import Heard, checked
from inference.device import choose
from inference.engine import precision, trial
from inference.engine.card import Card
from inference.engine.close import Decided
from inference.engine.head import Head
from inference.engine.network import build
from inference.engine.padded import PaddedNetwork
from inference.engine.processor import Processor
from inference.engine.reader import Reader
from inference.engine.voices import voice_like
from inference.errors import DeviceMissing
from inference.folder import ModelFolder, open_folder

log = logging.getLogger(__name__)


class Engine:
    """A loaded emotion2vec model; its readings are FunASR's own, clip by clip, whatever the company."""

    def __init__(self, folder: ModelFolder, reader: Reader, chosen: str) -> None:
        self._reader = reader
        self.card = Model(folder.path.name, "local", folder.sha256, folder.labels, folder.layout.size, precision=chosen)

    @classmethod
    def load(cls, path: Path, *, device: str = "auto", precision: str = "auto") -> "Engine":
        """Check, load and warm up a model folder.

        ``precision`` is float32, bfloat16, int8, or auto: the fastest for which this machine has instructions, int8
        only if it reads voice-like sounds as float32 does, which is tried once for each folder. Raises
        ``ModelBroken``, or ``DeviceMissing`` for a device or precision this machine lacks.
        """
        folder, place = open_folder(path), choose(device)
        weights = load_weights(folder)

        def make(name: str) -> Reader:
            return _reader(weights, folder, place, name)

        chosen, reader = _choose(precision, _possible(place), make, folder)
        reader = _decided(reader, chosen, make)
        reader(voice_like([0.5]))  # compiles the kernels, so that the first person does not wait
        return cls(folder, reader, chosen)

    @property
    def device(self) -> str:
        """See ``inference.contract.EmotionModel``."""
        return self._reader.device

    @property
    def batch_seconds(self) -> float:
        """See ``inference.contract.EmotionModel``."""
        return self._reader.batch_seconds

    def read(self, voices: Sequence[Sequence[Floats]], *, features: bool = False) -> list[list[Heard]]:
        """See ``inference.contract.EmotionModel``."""
        windows = [checked(window) for voice in voices for window in voice]
        readings = iter(self._reader(windows, features=features) if windows else [])
        return [[next(readings) for _ in voice] for voice in voices]


def _possible(device: torch.device) -> list[str]:
    """Precisions for a device, fastest first."""
    if device.type == "cpu":
        return precision.fast_on_this_processor()
    if device.type == "cuda" and torch.cuda.is_bf16_supported():
        return [precision.BFLOAT16, precision.FLOAT32]
    return [precision.FLOAT32]


def _reader(weights: dict[str, torch.Tensor], folder: ModelFolder, device: torch.device, name: str) -> Reader:
    head = Head(weights, folder, device)
    if device.type == "cpu":
        return Processor(build(weights, folder.layout, name), head)
    # Convolutions would otherwise round to 10 bits (TF32), also where float32 is what was asked for.
    torch.backends.cudnn.allow_tf32 = False
    dtype = torch.bfloat16 if name == precision.BFLOAT16 else torch.float32
    return Card(PaddedNetwork(weights, folder.layout, device=device, dtype=dtype), head, device)


def _choose(wanted: str, possible: list[str], make: Callable[[str], Reader], folder: ModelFolder) -> tuple[str, Reader]:
    """The precision to use and its reader."""
    if wanted != "auto":
        if wanted not in possible:
            raise DeviceMissing(f"precision {wanted!r} is not to be had here; choose auto or {', '.join(possible)}")
        return wanted, make(wanted)
    for name in possible:
        reader = make(name)
        if name != precision.INT8 or _passes(name, reader, make, folder):
            return name, reader
    raise DeviceMissing("this machine has no precision to read in")  # float32 is always among the possible ones


def _decided(reader: Reader, name: str, make: Callable[[str], Reader]) -> Reader:
    """The reader, with float32 for its close calls if it is not float32 itself."""
    if name == precision.FLOAT32:
        return reader
    exact = make(precision.FLOAT32)
    exact(voice_like([0.5]))  # its kernels are compiled now, not at the first close call
    return Decided(reader, exact)


def _passes(name: str, reader: Reader, make: Callable[[str], Reader], folder: ModelFolder) -> bool:
    """Whether the precision reads on these weights as float32 does, as tried now or at an earlier start."""
    key = f"{name} with torch {torch.__version__}"
    outcome = trial.remembered(folder, key)
    if outcome is None:
        log.info("trying %s on the weights of %s; this is done once", name, folder.path.name)
        sounds = trial.trial_sounds()
        outcome = trial.compare(make(precision.FLOAT32)(sounds), reader(sounds))
        trial.remember(folder, key, outcome)
    if not outcome.passed:
        log.warning(
            "%s is not used: on the weights of %s scores are up to %.3f off, and %.0f %% of top labels stay",
            *(name, folder.path.name, outcome.deviation, 100 * outcome.agreement),
        )
    return outcome.passed
