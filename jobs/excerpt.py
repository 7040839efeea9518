"""The jobs ``region`` and ``clip``: a stretch of a call, or a sound somebody brought along, read while they wait."""

from collections.abc import Sequence

import numpy as np

from analysis.scores import in_speech, mean_logits, softmax
from analysis.summary import mean_embedding
from data import cache, excerpts, recordings, voices
from data.excerpts import SHORTEST, Clip, Excerpt, Region
from data.records import CUSTOMER, WHOLE_SECONDS, Floats, Job, Reading, Recording, Window
from data.store import Store
from inference.audio import Audio, SourceInfo
from inference.contract import HOP, RATE, EmotionModel, Heard, frames_in
from inference.errors import TooLong, TooShort
from inference.limits import CLIP_SECONDS
from inference.sandbox import decode_safely
from inference.windows import cut as samples_of
from inference.windows import split
from jobs.errors import NothingToDo, Unknown
from jobs.listen import cut, reading_of, roles_for, roles_to_read, timeline
from jobs.playback import decode_again

Span = tuple[float, float]
# Further windows of the same voice that are heard along with a region, as the speaker reference that all of the call's
# windows had: three give most of it. Models of the emotion2vec family need none and read them to no effect.
COMPANY = 4
STEP = HOP / RATE  # seconds


def read_region(store: Store, job: Job, model: EmotionModel) -> None:
    """Read a stretch of one voice of a stored call for itself. ``NothingToDo`` where that voice is not read at all."""
    wish = Region.of(job.options)
    _check(model, wish.model)
    with store.reading() as read:
        found = recordings.find(read, wish.recording)
        known = voices.readings(read, found.id, model=wish.model, role=wish.role)
        turns = {voice.role: voice.turns for voice in voices.load(read, found.id, model=wish.model)}.get(wish.role)
    if not known or turns is None or wish.role not in found.roles:
        raise NothingToDo("this voice was not read in this call, so no stretch of it is")
    audio = decode_again(store, found.id, name=found.name)
    channel = audio.samples[found.roles.index(wish.role)]
    spans = spans_of(wish, turns, samples=len(channel))
    others = company([(reading.window.start, reading.window.end) for reading in known], wish)
    [heard] = model.read([[samples_of(channel, *span) for span in (*spans, *others)]])
    excerpt = _excerpt(found.id, wish.role, spans, heard[: len(spans)], turns=turns)
    with store.atomic() as write:
        recordings.find(write, found.id)  # erased meanwhile: then nothing of it is kept
        excerpts.save(write, wish, excerpt)


def read_clip(store: Store, job: Job, model: EmotionModel) -> None:
    """Read a passing clip, of two channels the customer's; its sound is removed whatever comes of it."""
    wish = Clip.of(job.options)
    _check(model, wish.model)
    path = cache.clip_path(store.home, wish.content)
    if not path.is_file():
        raise NothingToDo("this clip is no longer here: send it once more")
    try:
        audio, info = decode_safely(path, name="the clip")
        if info.seconds > CLIP_SECONDS:
            raise TooLong(
                f"the clip is {info.seconds / 60:.0f} minutes long; up to {CLIP_SECONDS // 60} are read here: upload "
                "it as a recording"
            )
        excerpt = _hear(_passing(wish, audio, info), audio, model)
    finally:
        path.unlink(missing_ok=True)
    with store.atomic() as write:
        excerpts.save(write, wish, excerpt)


def spans_of(wish: Region, turns: Floats, *, samples: int) -> list[Span]:
    """The windows of a region, on the 20 ms grid: one up to 30 s, else as a call is cut. ``TooShort`` below 0.5 s.

    ``turns`` (N, 2) are the voice's stretches of speech in seconds, ``samples`` the length of its channel.
    """
    last = frames_in(samples)
    first, end = max(0, int(wish.start / STEP + 1e-6)), min(last, int(np.ceil(wish.end / STEP - 1e-6)))
    start, stop = first * STEP, end * STEP
    if stop - start < SHORTEST - STEP / 2:
        raise TooShort(f"a stretch needs at least {SHORTEST:g} s to be read for itself")
    if stop - start <= WHOLE_SECONDS:
        return [(start, stop)]
    inside = np.clip(turns, start, stop)
    spans = split(inside[inside[:, 1] > inside[:, 0]], samples / RATE, whole=False)
    if not spans:
        raise NothingToDo("nobody speaks in this stretch")
    return spans


def company(windows: Sequence[Span], wish: Region) -> list[Span]:
    """Up to four of a voice's windows outside the region, evenly over the call."""
    outside = [span for span in windows if span[1] <= wish.start or span[0] >= wish.end]
    return outside[:: max(1, -(-len(outside) // COMPANY))]


def _check(model: EmotionModel, key: str) -> None:
    if model.card.key != key:
        raise Unknown(
            f"this has to be read by the model that the others were read by, {key}; loaded is {model.card.key}"
        )


def _passing(wish: Clip, audio: Audio, info: SourceInfo) -> Recording:
    """The clip as the recording that it never becomes."""
    roles = roles_for(len(audio.samples))
    return Recording(wish.content, "the clip", info.seconds, len(roles), info.rate, info.codec, 0, roles)


def _hear(recording: Recording, audio: Audio, model: EmotionModel) -> Excerpt:
    """What the model hears of the voice that speaks most."""
    prepared = cut(recording, audio, read=roles_to_read(recording.roles, CUSTOMER))
    turns = {role: prepared.talk.of(role) for role, spans in prepared.windows.items() if spans}
    if not turns:
        raise NothingToDo("no speech was heard in this clip")
    role = max(turns, key=lambda one: float((turns[one][:, 1] - turns[one][:, 0]).sum()))
    [heard] = model.read([prepared.samples(role)])
    return _excerpt(recording.id, role, prepared.windows[role], heard, turns=turns[role])


def _excerpt(recording: str, role: str, spans: Sequence[Span], heard: Sequence[Heard], *, turns: Floats) -> Excerpt:
    line = timeline(spans, heard, turns=turns)
    spoken = in_speech(line)
    counted = spoken if len(spoken.frames) else line
    readings: list[Reading] = [
        reading_of(Window(recording, role, *span), window) for span, window in zip(spans, heard, strict=True)
    ]
    return Excerpt(
        scores=softmax(mean_logits(counted.logits, counted.weights)),
        embedding=mean_embedding(readings, step=line.step),
        spans=np.array(spans, np.float64),
        window_scores=np.stack([reading.scores for reading in readings]),
        seconds=sum(end - start for start, end in spans),
    )
