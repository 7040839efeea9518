"""A made day: a store full of plausible calls within a second or two, without a model, a decoder or a real voice.

    store = Store.open(Home(tmp_path))
    ids = fill(store, calls=40)

Logits walk smoothly, each call has a kind (calm, escalating, relieved …), and everything else follows by the project's
own code. With ``audio=True`` each call also has a quiet two-tone wav on the shelf and in the cache of playback copies.
"""

import hashlib
import io
import wave
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from analysis.held import Levels
from analysis.scores import softmax
from analysis.summary import summarise, unread
from analysis.talk import Talk
from data import cache, held, jobs, voices
from data.records import AGENT, CUSTOMER, Model, Reading, Recording, Timeline, Voice, Window
from data.store import Store
from jobs import watch
from jobs.watch import levels_of

LABELS = (
    "生气/angry", "厌恶/disgusted", "恐惧/fearful", "开心/happy", "中立/neutral", "其他/other", "难过/sad",
    "吃惊/surprised", "<unk>",
)  # fmt: skip
MODEL = Model("emotion2vec_plus_large", "made", "5" * 64, LABELS, 32)
AGENTS = ("ada", "chen", "dee", "eli", "fern")
QUEUES = ("billing", "loans", "sales", "support")
STARTS = datetime(2026, 3, 2, 9, 0, 0)
STEP = 0.02
# How the strongest emotion runs through a call: numbers of LABELS at equal distances.
KINDS = ((4, 4, 4), (4, 3, 3), (4, 0, 0), (0, 4, 3), (4, 2, 2), (4, 6, 6), (4, 7, 4), (6, 4, 3), (1, 4, 4))
DISTINCT = 60  # calls after these repeat their voices: a hundred thousand are wanted at times
HOSTILE = "<img src=x onerror=alert(1)> [click](http://evil.example) ![x](http://evil.example/p.png) $\\alpha$ =1+1.wav"


def fill(
    store: Store, *, calls: int = 40, seconds: float = 40.0, model: Model = MODEL, audio: bool = False
) -> list[str]:
    """Put that many calls into the store; their ids, in order of call time. The third of 40 and more has no reading."""
    chance = np.random.default_rng(7)
    centres = chance.normal(size=(len(model.labels), model.size)).astype(np.float32)
    ids = []
    made: list[list[voices.Told]] = []
    reached: list[dict[str, Levels]] = []
    with store.atomic() as write:
        for number in range(calls):
            content, sound = _sound(number, seconds) if audio else (_digest(f"made call {number}"), b"")
            recording = _recording(number, content, calls=calls, seconds=seconds)
            if number < DISTINCT:
                made.append(_told(chance, recording, centres, model, silent=number == 2 and calls >= 40))
                reached.append(levels_of(recording, made[-1], model=model))
            told = [_moved(part, recording.id) for part in made[number % DISTINCT]]
            voices.save(write, recording, model=model, told=told)
            for role, levels in reached[number % DISTINCT].items():
                held.save(write, recording.id, model=model.key, role=role, levels=levels)
            ids.append(recording.id)
            if audio:
                store.audio.put([sound], limit=1 << 30)
                cache.processed_path(store.home, recording.id).write_bytes(sound)
    return ids


def _moved(told: voices.Told, recording: str) -> voices.Told:
    """The same voice as if it had spoken in another recording."""
    readings = [replace(reading, window=replace(reading.window, recording=recording)) for reading in told.readings]
    return replace(told, voice=replace(told.voice, recording=recording), readings=readings)


def _recording(number: int, content: str, *, calls: int, seconds: float) -> Recording:
    started = STARTS + timedelta(hours=9) * number / calls
    agent = AGENTS[number % len(AGENTS)]
    name = HOSTILE if number == 5 else f"call{number:03d}_AGENT_{agent}_DT_{started:%Y-%m-%dT%H-%M-%S}.wav"
    return Recording(
        id=content,
        name=name,
        seconds=seconds,
        channels=2,
        rate=8_000,
        codec="pcm_s16le",
        size=round(seconds * 32_000),
        roles=(AGENT, CUSTOMER),
        started_at=started,
        agent=agent,
        queue=QUEUES[number % len(QUEUES)],
        metadata={"language": ("de", "en", "pl")[number % 3]},
        mime="audio/wav",
    )


def _told(
    chance: np.random.Generator, recording: Recording, centres: np.ndarray, model: Model, *, silent: bool
) -> list[voices.Told]:
    """The customer read, or without speech; the agent only heard to speak."""
    turns = {AGENT: _turns(0.4, recording.seconds), CUSTOMER: _turns(4.6, recording.seconds)}
    talk = Talk(recording.id, recording.seconds, turns if not silent else turns | {CUSTOMER: turns[CUSTOMER][:0]})
    agent = voices.Told(unread(talk, role=AGENT, reason="only the customer's voice is read here"))
    if silent:
        return [voices.Told(unread(talk, role=CUSTOMER, reason="no speech was heard in this channel")), agent]
    kind = KINDS[int(chance.integers(len(KINDS))) if chance.random() < 0.7 else 0]
    line = _timeline(chance, recording.seconds, turns[CUSTOMER], kind, len(model.labels))
    heard = _readings(chance, recording.id, line, turns[CUSTOMER], centres)
    voice = summarise(line, heard, talk=talk, role=CUSTOMER, labels=model.labels)
    return [voices.Told(voice, heard, line), agent]


def _turns(first: float, seconds: float) -> np.ndarray:
    starts = np.arange(first, max(seconds - 3.0, first + 0.1), 8.4)
    return np.stack([starts, np.minimum(starts + 3.6, seconds)], axis=1).astype(np.float32)


def _timeline(
    chance: np.random.Generator, seconds: float, turns: np.ndarray, kind: tuple[int, ...], labels: int
) -> Timeline:
    frames = np.concatenate([np.arange(round(a / STEP), round(b / STEP)) for a, b in turns]).astype(np.int32)
    places = frames * STEP / seconds * (len(kind) - 1)
    strength = np.stack([np.clip(1 - np.abs(places - index), 0, 1) for index in range(len(kind))], axis=1)
    slow = chance.normal(size=(int(seconds) + 3, labels)).astype(np.float32)
    seconds_of_frames = frames * STEP
    logits = np.stack(
        [np.interp(seconds_of_frames, np.arange(len(slow)), slow[:, label]) for label in range(labels)], 1
    )
    for index, label in enumerate(kind):
        logits[:, label] += 3.2 * strength[:, index]
    logits += chance.normal(scale=0.4, size=logits.shape)
    ones = np.ones(len(frames), np.float32)
    return Timeline(frames, logits.astype(np.float32), ones, ones.astype(np.bool_), STEP)


def _readings(
    chance: np.random.Generator, recording: str, line: Timeline, turns: np.ndarray, centres: np.ndarray
) -> list[Reading]:
    readings = []
    for start, end in turns:
        inside = (line.frames * STEP >= start - 1e-6) & (line.frames * STEP < end - 1e-6)
        logits = line.logits[inside].mean(axis=0)
        scores = softmax(logits)
        embedding = scores @ centres + chance.normal(scale=0.15, size=centres.shape[1]).astype(np.float32)
        window = Window(recording, CUSTOMER, round(float(start), 3), round(float(end), 3))
        readings.append(Reading(window, logits, scores, embedding.astype(np.float32)))
    return readings


def look_through(store: Store) -> None:
    """Do all that waits for alert rules, as a worker does it, without the processes that decode."""
    with store.atomic() as write:
        claimed = jobs.claim(write, "w")
    while claimed:
        job, [item] = claimed
        assert watch.look_through(store, job, give_way=lambda: False)
        with store.atomic() as write:
            jobs.finish(write, item.id)
            claimed = jobs.claim(write, "w")


def _sound(number: int, seconds: float) -> tuple[str, bytes]:
    """A two-channel 16 kHz wav whose channels hum in turn, and its sha256."""
    rate = 16_000
    times = np.arange(round(seconds * rate)) / rate
    channels = np.zeros((len(times), 2))
    for channel, (first, pitch) in enumerate(((0.4, 160 + number), (4.6, 240 + number))):
        for start, end in _turns(first, seconds):
            inside = (times >= start) & (times < end)
            swell = 0.5 + 0.5 * np.sin(2 * np.pi * 3 * times[inside])
            channels[inside, channel] = 0.2 * swell * np.sin(2 * np.pi * pitch * times[inside])
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((channels * 32_000).astype("<i2").tobytes())
    content = buffer.getvalue()
    return hashlib.sha256(content).hexdigest(), content


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def voice_of(store: Store, recording: str, *, model: Model = MODEL) -> Voice:
    """The customer's voice of a call that ``fill`` made."""
    with store.reading() as read:
        return voices.load(read, recording, model=model.key)[0]
