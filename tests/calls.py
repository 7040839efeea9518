"""Recordings and voices by hand: four labels, embeddings of three numbers, and values that can be told apart."""

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np

from data.records import AGENT, CUSTOMER, Model, Reading, Recording, Timeline, Voice, Window
from data.voices import Told

MODEL = Model("fake", "1", "f" * 64, ("生气/angry", "开心/happy", "中立/neutral", "<unk>"), 3)
OTHER = replace(MODEL, name="other")


def call(number: int, **changes: Any) -> Recording:
    """Call ``number``: 60 s and ``number`` seconds long, begun at ``number`` past nine."""
    known: dict[str, Any] = {
        "id": hashlib.sha256(f"call {number}".encode()).hexdigest(),
        "name": f"call{number:03d}.wav",
        "seconds": 60.0 + number,
        "channels": 2,
        "rate": 8_000,
        "codec": "pcm_s16le",
        "size": 1_000 + number,
        "roles": (AGENT, CUSTOMER),
        "started_at": datetime(2026, 3, 2, 9, number % 60),
        "agent": "dee",
        "queue": "loans",
        "metadata": {"language": "de"},
        "mime": "audio/wav",
    }
    return Recording(**known | changes)


def heard(recording: Recording, *, windows: int = 2, **changes: Any) -> list[Told]:
    """The customer, read in ``windows`` windows of two frames, and the agent, only heard to speak."""
    first = Voice(
        recording=recording.id,
        role=CUSTOMER,
        turns=np.array([[0.5, 2.0], [4.0, 6.5]], np.float32),
        dominant="生气/angry",
        confidence=0.5,
        scores=np.array([0.5, 0.25, 0.125, 0.125], np.float32),
        speech_scores=np.array([0.625, 0.125, 0.125, 0.125], np.float32),
        embedding=np.array([1, 2, len(recording.name)], np.float32),
        numbers={"shift": -0.25, "share:生气/angry": 0.75},
        flags=("noisy",),
    )
    agent = Voice(recording.id, AGENT, np.array([[2.5, 3.5]], np.float32), reason="only the customer's voice is read")
    readings = [
        Reading(
            Window(recording.id, CUSTOMER, float(index), index + 0.5),
            logits=np.full(4, index, np.float32),
            scores=np.full(4, 0.25, np.float32),
            embedding=np.array([index, -index, 0.5], np.float32),
            flags=("short",) if index else (),
        )
        for index in range(windows)
    ]
    line = Timeline(
        frames=np.arange(2 * windows, dtype=np.int32) * 3,
        logits=np.arange(8 * windows, dtype=np.float32).reshape(-1, 4),
        weights=np.tile(np.array([0.5, 1.5], np.float32), windows),
        speech=np.arange(2 * windows) % 2 == 0,
    )
    return [Told(replace(first, **changes), readings, line), Told(agent)]
