"""A store in which every second window is hesitant: its embedding leans one way, and everybody hears it.

ids = plant(store, calls=8)
number = label_all(store, ids, "hesitant")
"""

from typing import Any

import numpy as np

from data import labels, voices
from data.labels import Label
from data.records import CUSTOMER, Model, Reading, Timeline, Voice, Window
from data.store import Store
from data.voices import Told
from tests.calls import call

MODEL = Model("planted", "1", "e" * 64, ("angry", "neutral"), 6)
WINDOWS = 4  # of each call: 0 and 2 are hesitant
LENGTH = 3.0  # seconds of a window, one after another from 0


def plant(store: Store, *, calls: int, first: int = 0, model: Model = MODEL, **changes: Any) -> list[str]:
    """Put that many calls into the store; their ids."""
    ids = []
    for number in range(first, first + calls):
        recording = call(number, **changes)
        with store.atomic() as write:
            voices.save(write, recording, model=model, told=told(recording.id, number))
        ids.append(recording.id)
    return ids


def told(recording: str, number: int) -> list[Told]:
    """The customer of one call: windows in turn hesitant and not, each with a little of its call's own voice."""
    chance = np.random.default_rng(number)
    voice = chance.normal(size=MODEL.size) * 0.3
    readings = []
    for index in range(WINDOWS):
        embedding = voice + chance.normal(size=MODEL.size) * 0.1
        embedding[0] += 1.0 if is_hesitant(index) else -1.0
        window = Window(recording, CUSTOMER, index * LENGTH, (index + 1) * LENGTH)
        halves = np.full(2, 0.5, np.float32)
        readings.append(Reading(window, np.zeros(2, np.float32), halves, embedding.astype(np.float32)))
    whole = Voice(
        recording,
        CUSTOMER,
        np.array([[0.0, WINDOWS * LENGTH]], np.float32),
        dominant="neutral",
        confidence=0.5,
        scores=halves,
        speech_scores=halves,
        embedding=np.mean([reading.embedding for reading in readings], axis=0).astype(np.float32),
        numbers={"negative": 0.25},
    )
    frames = np.arange(WINDOWS * 2, dtype=np.int32)
    line = Timeline(
        frames, np.zeros((len(frames), 2), np.float32), np.ones(len(frames), np.float32), np.ones(len(frames), np.bool_)
    )
    return [Told(whole, readings, line)]


def is_hesitant(index: int) -> bool:
    """The truth of a call's windows."""
    return index % 2 == 0


def answered(ids: list[str]) -> list[Label]:
    """The true answer for every window of these calls."""
    return [
        Label(recording, CUSTOMER, index * LENGTH, (index + 1) * LENGTH, is_hesitant(index))
        for recording in ids
        for index in range(WINDOWS)
    ]


def label_all(store: Store, ids: list[str], name: str) -> int:
    """A set of labels with the true answer for every window of these calls; its number."""
    with store.atomic() as write:
        number = labels.create(write, name)
        labels.put(write, number, answered(ids))
    return number
