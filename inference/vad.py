"""Where somebody speaks: silero-vad, with the rules and defaults of its own ``get_speech_timestamps``.

One thing differs from silero-vad as it comes: each channel is first brought to one level. Of turns that are shouted, or
come over a line whose level is set too low, fewer are missed so (`python -m benchmarks.run hearing` counts them).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data.records import Floats
from inference.contract import HOP, RATE
from inference.silero import PIECE, load_silero

_ENTER, _LEAVE = 0.5, 0.35  # probabilities at which speech starts and ends
_SHORTEST = RATE // 4  # samples; shorter speech is dropped
_PAUSE = RATE // 10  # samples; shorter pauses are part of the speech
_PADDING = RATE * 30 // 1000  # samples added at either side

_LEVEL = 10 ** (-36 / 20)  # root mean square that the loudest hundredth of the pieces is brought to
_GAINS = (0.03, 10.0)  # more would make speech of a silent line's hiss


def speech(channels: Sequence[Floats], *, device: str = "cpu") -> list[Floats]:
    """Stretches of speech in each channel: one array (N, 2) of start and end in seconds for each, ascending.

    ``channels`` are mono float32 (n,) at 16 kHz, of any lengths; many at once are faster, most of all on a GPU. Tones,
    ringing and music count as far as silero takes them for speech.
    """
    gains = [levelling(channel) for channel in channels]
    heard = load_silero(device).probabilities(channels, gains=gains)
    return [_stretches(each, len(channel)) for each, channel in zip(heard, channels, strict=True)]


def levelling(channel: Floats) -> float:
    """What a channel (n,) is multiplied by before it is listened to."""
    pieces = channel[: len(channel) // PIECE * PIECE].reshape(-1, PIECE)
    if not len(pieces):
        return 1.0
    power = np.einsum("ij,ij->i", pieces, pieces) / PIECE
    loud = float(np.sqrt(np.percentile(power, 99)))
    return float(np.clip(_LEVEL / max(loud, 1e-9), *_GAINS))


def speech_mask(turns: Floats, frames: int) -> NDArray[np.bool_]:
    """Whether the middle of each of a recording's first ``frames`` 20 ms frames lies in one of its ``turns`` (N, 2)."""
    middles = (np.arange(frames) + 0.5) * HOP / RATE
    begun = np.searchsorted(turns[:, 0], middles, side="right")
    ended = np.searchsorted(turns[:, 1], middles, side="right")
    return begun > ended


def _stretches(probability: Floats, samples: int) -> Floats:
    found: list[list[int]] = []
    start = pause = -1  # samples at which the current speech, and a pause within it, began
    for number, value in enumerate(probability.tolist()):
        now = number * PIECE
        if value >= _ENTER:
            pause = -1
            start = now if start < 0 else start
        elif value < _LEAVE and start >= 0:
            pause = now if pause < 0 else pause
            if now - pause >= _PAUSE:
                if pause - start > _SHORTEST:
                    found.append([start, pause])
                start = pause = -1
    if start >= 0 and samples - start > _SHORTEST:
        found.append([start, samples])
    return _padded(np.array(found, dtype=np.int64).reshape(-1, 2), samples)


def _padded(stretches: NDArray[np.int64], samples: int) -> Floats:
    """Stretches in samples with 30 ms added at either side, or half the pause where it is shorter: (N, 2) seconds."""
    starts, ends = stretches[:, 0], stretches[:, 1]
    pauses = starts[1:] - ends[:-1]
    room = np.where(pauses < 2 * _PADDING, pauses // 2, _PADDING)
    starts = np.maximum(0, starts - np.concatenate([[_PADDING], room])[: len(starts)])
    ends = np.minimum(samples, ends + np.concatenate([room, [_PADDING]])[: len(ends)])
    return (np.stack([starts, ends], axis=1) / RATE).astype(np.float32)
