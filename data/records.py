"""The types that everything else speaks in; eight to learn, all frozen.

Times are seconds from the start of the recording, arrays are float32 unless a docstring says otherwise, and the
letters are the same everywhere: T frames, L labels, D embedding size, N intervals.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Whole = NDArray[np.int32]

CUSTOMER, AGENT, MIXED = "customer", "agent", "mixed"
LOW_CONFIDENCE = "low_confidence"  # the flag of a reading to listen to before it is relied on
WHOLE_SECONDS = 30.0  # a mono file up to this long is read whole, as emotion2vec was trained on whole files
UNKNOWN = "unknown"  # the dominant emotion of a voice that could not be read; Voice.reason says why


def english(label: str) -> str:
    """The English half of a model's label: ``生气/angry`` is angry; ``<unk>`` is unknown.

    >>> english("恐惧/fearful"), english("sad"), english("<unk>")
    ('fearful', 'sad', 'unknown')
    """
    name = label.rsplit("/", maxsplit=1)[-1].strip().lower()
    return UNKNOWN if name in {"<unk>", "unk"} else name


@dataclass(frozen=True, slots=True)
class Recording:
    """One call. Its id is the sha256 of the file's bytes, so the same bytes are the same call."""

    id: str
    name: str
    seconds: float
    channels: int
    rate: int  # of the file, in Hz; everything after decoding is 16 kHz
    codec: str
    size: int  # bytes
    roles: tuple[str, ...]  # one per channel, left first; ("mixed",) for a mono call without turns
    started_at: datetime | None = None  # wall-clock time of the call, without a zone, as its metadata gives it
    agent: str = ""
    queue: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)  # the metadata table's further columns
    mime: str = ""  # what a browser is told when it plays the file itself; empty when browsers cannot
    synthetic: bool = False  # true of the sample day: said wherever the recording is shown

    @property
    def read_whole(self) -> bool:
        """Whether it is read in one window, so that its scores are over the whole file as FunASR gives them."""
        return self.channels == 1 and self.seconds <= WHOLE_SECONDS


@dataclass(frozen=True, slots=True)
class Model:
    """Which model spoke. All of it is part of every key, so readings of two models never meet."""

    name: str
    revision: str
    sha256: str  # of the weights file
    labels: tuple[str, ...]  # L names, in the order of every logits array; bilingual as the model's own files give them
    size: int  # D
    step: float = 0.02  # seconds between frames
    precision: str = "float32"

    @property
    def key(self) -> str:
        """Short, stable text that names this model in the store, e.g. ``compact@1-float32-3f2a9c01b7de``."""
        return f"{self.name}@{self.revision}-{self.precision}-{self.sha256[:12]}"


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of speech that a model reads at once. ``start`` lies on the 20 ms grid."""

    recording: str
    role: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a model said of one window."""

    window: Window
    logits: Floats  # (L,) weighted mean of the window's frame logits
    scores: Floats  # (L,) softmax of the logits; they sum to 1
    embedding: Floats  # (D,)
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """Frame logits of one voice. Frames nobody read are not there: a step in ``frames`` over 1 is a gap."""

    frames: Whole  # (T,) number of each row's frame on the recording's own grid, ascending; it starts at frames * step
    logits: Floats  # (T, L)
    weights: Floats  # (T,) positive; of mean 1 over each window
    speech: NDArray[np.bool_]  # (T,) whether the voice detector heard speech in the frame
    step: float = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """One role of one recording: when it spoke and, if it was read, what a model heard in it as a whole."""

    recording: str
    role: str
    turns: Floats  # (N, 2) start and end of each stretch of speech, in seconds
    dominant: str = UNKNOWN
    confidence: float = 0.0  # the dominant emotion's score: of ``scores`` in a mono file up to 30 s, else of speech
    scores: Floats | None = None  # (L,) over all frames read; of a mono file up to 30 s this is FunASR's own number
    speech_scores: Floats | None = None  # (L,) over the frames in speech
    embedding: Floats | None = None  # (D,) mean of the windows' embeddings, each counted by its frames
    numbers: Mapping[str, float] = field(default_factory=dict)  # shift, longest negative run, peak, talk ratio …
    flags: tuple[str, ...] = ()  # quality: little_speech, clipped, noisy, narrow_band …
    reason: str = ""  # why there is no reading, as a sentence; empty when there is one

    def warnings(self, weak: float) -> tuple[str, ...]:
        """What to know before the reading is believed: the flags, and ``low_confidence`` below that confidence."""
        low = self.speech_scores is not None and self.confidence < weak
        return (*self.flags, LOW_CONFIDENCE) if low else self.flags


@dataclass(frozen=True, slots=True)
class Job:
    """What somebody asked for. The worker takes the highest ``priority`` first, then the oldest."""

    id: int
    kind: str  # read, map, export …
    state: str  # waiting, running, done, failed, cancelled
    priority: int
    options: Mapping[str, Any]
    created_at: datetime
    progress: Mapping[str, float]
    reason: str = ""  # why it failed, as a sentence


@dataclass(frozen=True, slots=True)
class Selection:
    """What a page is looking at. Hashable, so that it is the key of whatever was worked out from it."""

    model: str  # Model.key
    roles: tuple[str, ...] = (CUSTOMER, MIXED)
    since: datetime | None = None
    until: datetime | None = None  # exclusive
    agents: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    emotions: tuple[str, ...] = ()
    search: str = ""  # part of a name, or of what was said
    jobs: tuple[int, ...] = ()
    own: tuple[int, ...] = ()  # versions of own emotions that are heard in some window
    shortest: float = 0.0  # seconds of the recording
    longest: float = 0.0  # 0: of any length

    @property
    def unfiltered(self) -> bool:
        """Whether it holds every voice of these roles that the model has heard."""
        return self == Selection(self.model, roles=self.roles)
