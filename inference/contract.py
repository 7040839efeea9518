"""The one thing every model does: windows of one voice in; frame logits, weights and an embedding for each out.

A window's logits are the weighted mean of its frames' logits, so the score of *any* region, a window, a quarter, a
turn, a whole call, is ``softmax(weighted mean of the frame logits inside it)``. For emotion2vec all weights are one
and this is FunASR's own utterance score, because its head is one linear layer on the mean over time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from data.records import Floats, Model
from inference.errors import NotAudio, TooShort

RATE = 16_000  # Hz, of everything a model hears
HOP = 320  # samples between frames: 20 ms, 50 frames a second
FIELD = 400  # samples one frame hears; a window of n frames is HOP * n + (FIELD - HOP) samples long


def frames_in(samples: int) -> int:
    """Number of frames in a window of that many samples; 0 below 400."""
    return max(0, (samples - FIELD) // HOP + 1)


def samples_for(frames: int) -> int:
    """Number of samples that exactly ``frames`` frames hear: the last one reads 80 samples past its hop."""
    return HOP * frames + (FIELD - HOP) if frames else 0


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What a model heard in one window."""

    logits: Floats  # (T, L)
    weights: Floats  # (T,) positive, of mean 1
    embedding: Floats  # (D,)
    features: Floats | None = None  # (T, D) when asked for; their weighted mean need not be the embedding


class EmotionModel(Protocol):
    """A loaded model. Readings never depend on which other voices are read in the same go, nor on their order."""

    @property
    def card(self) -> Model:
        """Name, revision, labels, embedding size and frame step, as the model's own files give them."""

    @property
    def device(self) -> str:
        """Where it reads: cpu, cuda or mps."""

    @property
    def batch_seconds(self) -> float:
        """Seconds of speech that one ``read`` should hold for the model to be at its full speed; 0 where any do."""

    def read(self, voices: Sequence[Sequence[Floats]], *, features: bool = False) -> list[list[Heard]]:
        """Read every window of every voice.

        ``voices`` holds one sequence per role of one or several recordings: all its windows, mono float32 (n,) at
        16 kHz within -1 … 1, with n ≥ 400. The windows of one voice may serve as each other's speaker reference; a
        voice of one window has none. The answer has the same nesting. A window shorter than one frame raises
        ``TooShort``, and one that holds NaN or infinity raises ``NotAudio``.
        """


def checked(window: Floats) -> Floats:
    """The window as contiguous float32, or ``TooShort`` / ``NotAudio`` said as a sentence."""
    window = np.ascontiguousarray(window, dtype=np.float32)
    if window.ndim != 1:
        raise NotAudio(f"a window has one row of samples; this one has the shape {window.shape}")
    if len(window) < FIELD:
        raise TooShort(f"a window needs at least {FIELD} samples (25 ms at 16 kHz); this one has {len(window)}")
    if not np.isfinite(window).all():
        raise NotAudio("a window holds samples that are not numbers (NaN or infinity)")
    return window
