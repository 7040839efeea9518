"""Tries a reduced precision on the weights that are loaded, and remembers the outcome beside them.

Rounding to whole numbers costs little on most weights and much on some, those with outlier activations above all, and
nobody can say in advance on which. So int8 becomes the default only after it has read a hundred voice-like sounds as
float32 reads them.
"""

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from data.records import Floats
from inference.contract import Heard
from inference.engine.voices import voice_like
from inference.folder import ModelFolder

MOST_DEVIATION = 0.02  # of any clip's score of any label
LEAST_AGREEMENT = 0.99  # share of clips with the same top label
MOST_OF_ONE_LABEL = 0.4
MEMORY = "trials.json"
log = logging.getLogger(__name__)

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trial:
    """How far a precision's scores lie from those of float32."""

    deviation: float  # the largest difference between two scores
    agreement: float  # share of clips with the same top label

    @property
    def passed(self) -> bool:
        """Whether the precision may be a default."""
        return self.deviation <= MOST_DEVIATION and self.agreement >= LEAST_AGREEMENT


def trial_sounds() -> list[Floats]:
    """A hundred voice-like sounds of 0.6 to 2 s."""
    return voice_like(np.linspace(0.6, 2.0, 100).tolist(), seed=1)


def compare(exact: Sequence[Heard], reduced: Sequence[Heard]) -> Trial:
    """The trial of a precision that read the same clips as float32 did.

    Where one label wins more than 40 % of the clips, top labels would agree whatever the precision; then the label
    that stands out of the clips' mean is compared instead.
    """
    one, other = _logits(exact), _logits(reduced)
    deviation = np.abs(softmax(one, axis=1) - softmax(other, axis=1)).max()
    if np.bincount(one.argmax(axis=1)).max() > MOST_OF_ONE_LABEL * len(one):
        one, other = one - one.mean(axis=0), other - one.mean(axis=0)
    return Trial(float(deviation), float((one.argmax(axis=1) == other.argmax(axis=1)).mean()))


def remembered(folder: ModelFolder, key: str) -> Trial | None:
    """The outcome of an earlier trial of these very weights; ``None`` if there was none that can be read."""
    try:
        found = json.loads(_memory(folder).read_text(encoding="utf-8"))[folder.sha256][key]
        return Trial(float(found["deviation"]), float(found["agreement"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(folder: ModelFolder, key: str, trial: Trial) -> None:
    """Keep a trial's outcome in the model's folder. A folder that cannot be written to is tried again next time."""
    try:
        kept: Any = json.loads(_memory(folder).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = {}
    trials = kept.get(folder.sha256) if isinstance(kept, dict) else None
    kept = {folder.sha256: (trials if isinstance(trials, dict) else {}) | {key: asdict(trial)}}
    try:
        _memory(folder).write_text(json.dumps(kept, indent=1), encoding="utf-8")
    except OSError as error:
        log.warning("the outcome of a precision's trial could not be kept (%s); it is tried at every start", error)


def _memory(folder: ModelFolder) -> Path:
    return folder.path / MEMORY


def _logits(readings: Sequence[Heard]) -> Doubles:
    """Logits (N, L) of whole clips."""
    return np.stack([reading.logits.mean(axis=0, dtype=np.float64) for reading in readings])
