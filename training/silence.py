"""Other shares of silence round a voice: one file is cut tightly, the next begins and ends with a second of room.

A window's log-mel is standardised as a whole, so its silence lifts and squeezes the voice in it: RAVDESS, half of which
is silence, looks louder throughout than nEMO, which has next to none. Nothing that is said by voices hangs on it, so
a net that is to read other recordings than it has learnt must not either.
"""

import numpy as np

from data.records import Floats
from inference import mel

SHARE = 0.5  # of windows that are altered: cut or surrounded, by turns of chance
REACH = 40.0  # dB below the loud frames (95th percentile of each frame's 16 loudest bands) at which a voice ends
MARGIN = 5  # frames that a cut leaves at most at either end
SURROUND = 50  # frames that are put on at most at either end: 1 s
QUIETER = 14.0  # dB at most by which they lie below the window's own quietest frames
FEWEST = 20  # frames; a shorter window is left as it is


def altered(frames: Floats, chance: np.random.Generator) -> Floats:
    """Frames (T, 66) of a window as they would be with less or more silence (T', 66), often just as they are."""
    if chance.random() >= SHARE:
        return frames
    moved = frames.copy()
    moved[:, : mel.BANDS] = decibels(frames[:, : mel.BANDS])
    moved = _cut(moved, chance) if chance.random() < 0.5 else _surrounded(moved, chance)
    if len(moved) < FEWEST:
        return frames
    moved[:, : mel.BANDS] = mel.standardised(moved[:, : mel.BANDS])
    return moved


def decibels(bands: Floats) -> Floats:
    """What ``mel.standardised`` was given, but for its mean. Shape (T, 64).

    It divides by the deviation d + 1, so that d / (d + 1) is left, and 1 less that is 1 / (d + 1).
    """
    restored: Floats = (bands / (1 - bands.std())).astype(np.float32)
    return restored


def _cut(frames: Floats, chance: np.random.Generator) -> Floats:
    """Without the silence at either end but for a few frames."""
    loudest = np.sort(frames[:, : mel.BANDS], axis=1)[:, -16:].mean(axis=1)
    voice = np.flatnonzero(loudest > np.percentile(loudest, 95) - REACH)
    before, after = chance.integers(0, MARGIN + 1, 2)
    return frames[max(0, voice[0] - before) : voice[-1] + 1 + after].copy()


def _surrounded(frames: Floats, chance: np.random.Generator) -> Floats:
    """With silence at either end, made of the window's quietest frames, as quiet as they are or quieter."""
    quiet = frames[np.argsort(frames[:, : mel.BANDS].mean(axis=1))[: max(3, len(frames) // 10)]].copy()
    quiet[:, : mel.BANDS] -= chance.uniform(0, QUIETER)
    quiet[:, mel.BANDS] = np.median(frames[:, mel.BANDS])  # nobody speaks there: no pitch of its own
    before, after = (quiet[chance.integers(0, len(quiet), count)] for count in chance.integers(0, SURROUND, 2))
    whole = np.concatenate([before, frames, after])
    bands = whole[:, : mel.BANDS]
    whole[:, : mel.BANDS] = np.maximum(bands, bands.max() - mel.RANGE)  # where the product floors them
    return whole
