"""Where somebody speaks: silero-vad's own weights through onnxruntime, without importing silero-vad.

Importing the package would bring torch and set it to one thread for the whole process. Its wheel carries a model that
takes a whole sequence of 32 ms pieces in one call; the rules that turn probabilities into stretches of speech are
those of its ``get_speech_timestamps`` with its own defaults (https://github.com/snakers4/silero-vad, MIT).
"""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from data.records import Floats
from inference.contract import HOP, RATE
from inference.errors import ModelMissing

PIECE = 512  # samples that one probability is about
_CONTEXT = 64  # samples of the piece before that the model hears again
_CALL = 512  # pieces a call; larger ones leave the cache and are slower
_ENTER, _LEAVE = 0.5, 0.35  # probabilities at which speech starts and ends
_SHORTEST = RATE // 4  # samples; shorter speech is dropped
_PAUSE = RATE // 10  # samples; shorter pauses are part of the speech
_PADDING = RATE * 30 // 1000  # samples added at either side


def speech(channels: Sequence[Floats]) -> list[Floats]:
    """Stretches of speech in each channel: one array (N, 2) of start and end in seconds for each, ascending.

    ``channels`` are mono float32 (n,) at 16 kHz. Ringing, tones and music count as far as silero takes them for speech.
    """
    return [_stretches(probabilities(channel), len(channel)) for channel in channels]


def probabilities(channel: Floats) -> Floats:
    """Probability of speech in each piece of 512 samples of one channel: (P,); the last piece is padded with zeros."""
    session = _session()
    hidden = cell = np.zeros((1, 1, 128), dtype=np.float32)
    heard = [np.zeros(0, dtype=np.float32)]
    padded = np.zeros(_CONTEXT + -(-len(channel) // PIECE) * PIECE, dtype=np.float32)
    padded[_CONTEXT : _CONTEXT + len(channel)] = channel
    if len(channel):
        pieces = np.lib.stride_tricks.sliding_window_view(padded, _CONTEXT + PIECE)[::PIECE]
        for start in range(0, len(pieces), _CALL):
            call = {"input": np.ascontiguousarray(pieces[start : start + _CALL]), "h": hidden, "c": cell}
            values, hidden, cell = session.run(["speech_probs", "hn", "cn"], call)
            heard.append(values)
    return np.concatenate(heard)


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


@cache
def _session() -> onnxruntime.InferenceSession:
    spec = find_spec("silero_vad")
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissing("silero-vad, which hears where somebody speaks, is not installed: run `make setup`")
    weights = Path(spec.submodule_search_locations[0]) / "data" / "silero_vad_16k_sequence.onnx"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # calls come from several threads; cores are shared
    options.log_severity_level = 3  # it warns of initializers the published model does not use
    return onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
