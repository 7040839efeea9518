"""From decoded sound to everything that is stored of a call: speech, windows, readings, timelines, numbers.

The voice detector hears every channel, because who speaks when is no emotion; a model hears only the roles in
``read``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.scores import softmax
from analysis.summary import summarise, unread
from analysis.talk import Talk
from data.records import AGENT, CUSTOMER, MIXED, Floats, Reading, Recording, Timeline, Window
from data.settings import ALL
from data.voices import Told
from inference.audio import Audio
from inference.contract import HOP, RATE, EmotionModel, Heard
from inference.crosstalk import own_speech
from inference.quality import flags_of
from inference.vad import speech, speech_mask
from inference.windows import cut as samples_of
from inference.windows import split


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A call as it was decoded, and the roles in it that a model may hear."""

    recording: Recording
    audio: Audio
    read: Sequence[str]


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """A call before a model has heard it: each role's speech, and the windows of the roles to be read."""

    recording: Recording
    audio: Audio
    talk: Talk
    windows: dict[str, list[tuple[float, float]]]  # by role, in seconds

    def samples(self, role: str) -> list[Floats]:
        """The role's windows as samples, each with the 80 samples that its last frame hears beyond its end."""
        channel = self.audio.samples[self.recording.roles.index(role)]
        return [samples_of(channel, start, end) for start, end in self.windows[role]]


def roles_for(channels: int, chosen: Sequence[str] = (AGENT, CUSTOMER)) -> tuple[str, ...]:
    """Who is on which channel: ``mixed`` on one, the chosen roles on two, numbered channels on more."""
    if channels == 1:
        return (MIXED,)
    if channels == 2:
        return tuple(chosen)
    return tuple(f"channel {number}" for number in range(1, channels + 1))


def roles_to_read(roles: Sequence[str], voices: str) -> tuple[str, ...]:
    """Whose voices a model may hear: everybody's, or all but the agent's."""
    return tuple(role for role in roles if voices == ALL or role != AGENT)


def cut(recording: Recording, audio: Audio, *, read: Sequence[str]) -> Cut:
    """Find the speech of every channel and cut that of the roles in ``read`` into windows."""
    [prepared] = cut_all([Call(recording, audio, read)])
    return prepared


def cut_all(calls: Sequence[Call], *, device: str = "cpu") -> list[Cut]:
    """Cut several calls; the voice detector hears all their channels together, on ``device``.

    What leaks from one channel into another is nobody's speech there: an agent whose voice may not be read must not
    be read out of the customer's channel.
    """
    found = iter(speech([channel for call in calls for channel in call.audio.samples], device=device))
    return [_cut(call, own_speech(call.audio.samples, [next(found) for _ in call.recording.roles])) for call in calls]


def _cut(call: Call, spoken: Sequence[Floats]) -> Cut:
    recording = call.recording
    turns = dict(zip(recording.roles, spoken, strict=True))
    windows = {role: split(turns[role], recording.seconds, whole=recording.read_whole) for role in call.read}
    return Cut(recording, call.audio, Talk(recording.id, recording.seconds, turns), windows)


def listen(prepared: Cut, model: EmotionModel) -> list[Told]:
    """Let the model hear the windows; every role of the call with what is to be stored of it."""
    [told] = listen_all([prepared], model)
    return told


def listen_all(prepared: Sequence[Cut], model: EmotionModel) -> list[list[Told]]:
    """Let the model hear the windows of several calls in one go; for each what ``listen`` would give."""
    heard = iter(model.read([call.samples(role) for call in prepared for role in call.windows]))
    return [tell(call, model, {role: next(heard) for role in call.windows}) for call in prepared]


def tell(prepared: Cut, model: EmotionModel, heard: dict[str, list[Heard]]) -> list[Told]:
    """Put together what a model heard of each role with who spoke when."""
    return [
        _told(prepared, role, heard[role], model)
        if role in heard
        else Told(unread(prepared.talk, role=role, reason=f"the {role}'s voice is not read, as the settings ask"))
        for role in prepared.recording.roles
    ]


def _told(prepared: Cut, role: str, heard: list[Heard], model: EmotionModel) -> Told:
    if not heard:
        return Told(unread(prepared.talk, role=role, reason="no speech was heard: the recording or channel is silent"))
    spans = prepared.windows[role]
    flags = flags_of(prepared.audio.samples[prepared.recording.roles.index(role)], prepared.talk.of(role))
    readings = [
        reading_of(Window(prepared.recording.id, role, start, end), window)
        for (start, end), window in zip(spans, heard, strict=True)
    ]
    line = timeline(spans, heard, turns=prepared.talk.of(role))
    whole = prepared.recording.read_whole
    voice = summarise(line, readings, talk=prepared.talk, role=role, labels=model.card.labels, whole=whole)
    return Told(replace(voice, flags=tuple(dict.fromkeys((*voice.flags, *flags)))), readings, line)


def timeline(spans: Sequence[tuple[float, float]], heard: Sequence[Heard], *, turns: Floats) -> Timeline:
    """The frames of all windows on the recording's own grid, in order of time."""
    frames = [
        round(start * RATE / HOP) + np.arange(len(window.logits), dtype=np.int32)
        for (start, _), window in zip(spans, heard, strict=True)
    ]
    numbers = np.concatenate(frames).astype(np.int32)
    spoken = speech_mask(turns, int(numbers[-1]) + 1)
    return Timeline(
        frames=numbers,
        logits=np.concatenate([window.logits for window in heard]),
        weights=np.concatenate([window.weights for window in heard]),
        speech=spoken[numbers],
    )


def reading_of(window: Window, heard: Heard) -> Reading:
    """One window with the weighted mean of its frames' logits, which is its score."""
    logits = np.average(heard.logits, axis=0, weights=heard.weights).astype(np.float32)
    return Reading(window, logits, softmax(logits), heard.embedding)
