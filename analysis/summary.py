"""The numbers of a call: one voice's whole, from its timeline, its windows' readings and who spoke when.

All scores are of what is expressed in the voice. ``NUMBERS`` explains every key; a key that does not apply to a voice
(no second emotion, no negative run) is absent rather than a stand-in.
"""

from collections.abc import Sequence

import numpy as np

from analysis.course import negative_run, peak, shares, shift
from analysis.curves import Curves
from analysis.errors import NothingHeard
from analysis.labels import negative
from analysis.scores import in_speech, mean_logits, softmax, standing
from analysis.talk import Talk
from data.records import UNKNOWN, Floats, Reading, Timeline, Voice

LITTLE_SPEECH = 2.0  # seconds; the model's author calls clips of 1–2 s weak (emotion2vec issues 30 and 41)

NUMBERS = {
    "speech_seconds": "seconds this voice speaks",
    "talk_ratio": "its part of all speech in the call, 0 … 1",
    "silence": "share of the call in which nobody speaks, 0 … 1",
    "overlap": "share of its speech that others speak over, 0 … 1",
    "turns": "how often it takes the word: stretches of speech with a pause of up to 1 s between them are one turn",
    "second_label": "number of the second strongest emotion",
    "second_score": "score of the second strongest emotion",
    "margin": "how far the strongest emotion is ahead of the second",
    "share:<label>": "share of speech time in which the emotion leads",
    "mean:<label>": "mean of the windows' scores of the emotion, each counted by its length",
    "negative": "score of angry, disgusted, fearful and sad together",
    "shift": "negative score of the last quarter of its speech minus the first quarter's, -1 … 1",
    "last_quarter": "negative score of the last quarter of its speech",
    "ends_negative": "1 if the negative score of the last quarter of its speech is 0.5 or more, else 0",
    "longest_negative_run": "seconds of the longest stretch with a negative score of 0.5 or more; 0 without one",
    "longest_negative_run_start": "second at which that stretch starts",
    "longest_negative_run_label": "number of the negative emotion that leads in that stretch",
    "longest_negative_run_score": "that emotion's score over the stretch",
    "recovery": "seconds from that stretch's start until 3 s of speech without negative expression begin",
    "peak_score": "highest score of an emotion other than neutral on the one-second curve",
    "peak_at": "second of that peak",
    "peak_label": "number of the peak's emotion",
}


def summarise(
    timeline: Timeline,
    readings: Sequence[Reading],
    *,
    talk: Talk,
    role: str,
    labels: Sequence[str],
    whole: bool = False,
) -> Voice:
    """One voice's scores, embedding and numbers; ``unknown`` with the reason where no speech was read.

    ``timeline`` and ``readings`` are of this role, ``labels`` are the model's L names in the order of the logits. With
    ``whole`` the verdict is over all frames, as FunASR gives it for a short file, instead of those in speech.
    """
    speech = in_speech(timeline)
    if len(speech.frames) == 0:
        return unread(talk, role=role, reason="no speech was heard in this channel")
    scores = softmax(mean_logits(timeline.logits, timeline.weights))
    speech_scores = softmax(mean_logits(speech.logits, speech.weights))
    curve = Curves(speech).every_frame()
    lead, average = standing(scores if whole else speech_scores), mean_scores(readings, step=timeline.step)
    numbers = talk.numbers(role) | {"negative": float(speech_scores[negative(labels)].sum())}
    if len(labels) > 1:
        numbers |= {"second_label": float(lead.second), "second_score": lead.second_score, "margin": lead.margin}
    numbers |= {f"mean:{label}": float(score) for label, score in zip(labels, average, strict=True)}
    numbers |= shares(curve, labels) | shift(speech, labels)
    numbers |= negative_run(speech, curve, labels) | peak(speech, curve, labels)
    return Voice(
        recording=talk.recording,
        role=role,
        turns=talk.of(role),
        dominant=labels[lead.first],
        confidence=lead.score,
        scores=scores,
        speech_scores=speech_scores,
        embedding=mean_embedding(readings, step=timeline.step),
        numbers=numbers,
        flags=_flags(readings, len(speech.frames) * speech.step),
    )


def unread(talk: Talk, *, role: str, reason: str) -> Voice:
    """A voice without a reading: when it spoke, and why no model's answer is there, as a sentence."""
    return Voice(talk.recording, role, talk.of(role), UNKNOWN, numbers=talk.numbers(role), reason=reason)


def mean_embedding(readings: Sequence[Reading], *, step: float = 0.02) -> Floats:
    """(D,) mean of the windows' embeddings, each counted by its frames."""
    if not readings:
        raise NothingHeard("a voice without a window that was read has no embedding")
    embeddings = np.stack([reading.embedding for reading in readings]).astype(np.float64)
    return np.average(embeddings, axis=0, weights=_frames(readings, step)).astype(np.float32)


def mean_scores(readings: Sequence[Reading], *, step: float = 0.02) -> Floats:
    """(L,) mean of the windows' scores, each counted by its frames: how much of the time is expressed how.

    Unlike the score of the mean logits this keeps a few fearful windows visible among many neutral ones.
    """
    if not readings:
        raise NothingHeard("a voice without a window that was read has no scores")
    scores = np.stack([reading.scores for reading in readings]).astype(np.float64)
    return np.average(scores, axis=0, weights=_frames(readings, step)).astype(np.float32)


def _frames(readings: Sequence[Reading], step: float) -> list[int]:
    return [max(1, int((reading.window.end - reading.window.start) / step + 1e-6)) for reading in readings]


def _flags(readings: Sequence[Reading], seconds: float) -> tuple[str, ...]:
    """``little_speech``, and the windows' flags that hold for at least half of the time read."""
    spans = [reading.window.end - reading.window.start for reading in readings]
    held: dict[str, float] = {}
    for reading, span in zip(readings, spans, strict=True):
        for flag in reading.flags:
            held[flag] = held.get(flag, 0.0) + span
    lasting = sorted(flag for flag, span in held.items() if span >= sum(spans) / 2)
    return tuple(dict.fromkeys(["little_speech"] * (seconds < LITTLE_SPEECH) + lasting))
