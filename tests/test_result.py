"""``result.json``: the names, the numbers and the promises that users of the Emotion2Vec+ web interface know."""

import json
import math
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

from data import result as results
from data import settings, voices
from data.errors import Missing
from data.records import AGENT, CUSTOMER, Recording, Timeline
from data.result import FRAME, named, result
from tests.calls import MODEL, call, heard
from tests.stores import opened

MONO = call(1, channels=1, roles=("mixed",), seconds=30.0)


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(results, "now", lambda: datetime(2026, 3, 3, 12, 0, 5))


def told_of(recording: Recording, *, frames: bool = False, parts=None):
    parts = heard(recording) if parts is None else parts
    lines = {part.voice.role: part.timeline for part in parts if part.timeline is not None}
    answer = result(
        recording,
        model=MODEL,
        voices=[part.voice for part in parts],
        readings={part.voice.role: part.readings for part in parts},
        timelines=lines if frames else None,
    )
    return json.loads(json.dumps(answer, allow_nan=False))  # plain JSON, readable by everybody


def test_the_customer_of_a_call_stands_at_the_top():
    told = told_of(call(1))
    assert (told["emotion"], told["confidence"], told["role"]) == ("angry", 0.625, CUSTOMER)
    assert told["scores"] == {"angry": 0.625, "happy": 0.125, "neutral": 0.125, "unknown": 0.125}
    assert told["roles"].keys() == {CUSTOMER, AGENT}
    assert told["roles"][CUSTOMER]["scores"] == told["scores"]
    assert told["turns"] == [[0.5, 2.0], [4.0, 6.5]]
    assert told["windows"][1] == {
        "start": 1.0, "end": 1.5, "flags": ["short"],
        "scores": {"angry": 0.25, "happy": 0.25, "neutral": 0.25, "unknown": 0.25},
    }  # fmt: skip


def test_what_is_known_of_the_recording():
    told = told_of(call(1, synthetic=True))
    assert (told["file"], told["recording"], told["seconds"], told["channels"]) == ("call001.wav", call(1).id, 61.0, 2)
    assert (told["started_at"], told["agent"], told["queue"]) == ("2026-03-02T09:01:00", "dee", "loans")
    assert (told["metadata"], told["synthetic_voices"]) == ({"language": "de"}, True)
    assert (told["granularity"], told["timestamp"]) == ("utterance", "2026-03-03 12:00:05")
    assert told_of(call(1, started_at=None))["started_at"] is None


def test_the_model_says_what_it_does_not_score():
    told = told_of(call(1))["model"]
    assert told == {
        "name": "fake", "revision": "1", "sha256": "f" * 64, "precision": "float32", "labels": list(MODEL.labels),
        "not_scored": ["disgusted", "fearful", "other", "sad", "surprised"],
    }  # fmt: skip


def test_nobody_is_told_that_this_is_what_a_person_feels():
    assert told_of(call(1))["meaning"].endswith("not what the person feels")


@pytest.mark.parametrize(
    ("recording", "confidence"),
    [
        (MONO, 0.5),  # FunASR's own number, over the whole file
        (replace(MONO, seconds=30.01), 0.625),  # over speech
        (replace(MONO, channels=2), 0.625),
    ],
)
def test_a_short_mono_file_has_the_whole_files_score(recording, confidence):
    told = told_of(recording)
    assert told["confidence"] == told["scores"]["angry"] == confidence
    assert told["speech_scores"]["angry"] == 0.625


def test_a_voice_that_was_not_read_is_unknown_with_its_reason():
    told = told_of(call(1))["roles"][AGENT]
    assert (told["emotion"], told["confidence"], told["scores"], told["windows"]) == ("unknown", 0.0, {}, [])
    assert told["reason"] == "only the customer's voice is read"


def test_without_a_customer_the_first_voice_is_at_the_top_and_without_any_it_is_unknown():
    assert told_of(call(1), parts=heard(call(1))[1:])["role"] == AGENT
    told = told_of(call(1), parts=[])
    assert (told["emotion"], told["confidence"], told["scores"], told["role"]) == ("unknown", 0.0, {}, "")


def test_counts_are_whole_numbers():
    numbers = {"turns": 5.0, "peak_label": 2.0, "shift": -0.25, "speech_seconds": 4.0}
    told = told_of(call(1), parts=heard(call(1), numbers=numbers))["numbers"]
    assert json.dumps(told) == '{"turns": 5, "peak_label": 2, "shift": -0.25, "speech_seconds": 4.0}'


def test_frames_are_softmax_of_their_logits_at_their_times():
    line = Timeline(
        frames=np.array([0, 150], np.int32),
        logits=np.array([[0, 0, 0, 0], [math.log(7), 0, 0, 0]], np.float32),
        weights=np.ones(2, np.float32),
        speech=np.ones(2, np.bool_),
    )
    parts = [replace(heard(call(1))[0], timeline=line)]
    told = told_of(call(1), frames=True, parts=parts)
    assert told["granularity"] == "frame"
    assert told["frames"]["starts"] == [0.0, 3.0]
    assert told["frames"]["scores"] == [[0.25] * 4, [0.7, 0.1, 0.1, 0.1]]
    assert "smoothed" in told["frames"]["note"]
    assert "frames" not in told_of(call(1), parts=parts)


def test_frames_of_huge_logits_and_of_no_length():
    line = heard(call(1))[0].timeline
    huge = replace(line, logits=np.array([[1e4, 0, 0, 0]] * 4, np.float32))
    told = told_of(call(1), frames=True, parts=[replace(heard(call(1))[0], timeline=huge)])
    assert told["frames"]["scores"][0] == [1, 0, 0, 0]
    none = Timeline(np.zeros(0, np.int32), np.zeros((0, 4), np.float32), np.zeros(0, np.float32), np.zeros(0, np.bool_))
    assert told_of(call(1), frames=True, parts=[replace(heard(call(1))[0], timeline=none)])["frames"]["scores"] == []


def test_scores_must_be_as_many_as_labels():
    with pytest.raises(ValueError, match="zip"):
        named(np.zeros(3, np.float32), MODEL.labels)


@pytest.mark.parametrize(
    ("confidence", "weak", "flags"),
    [(0.29, "30", ["noisy", "low_confidence"]), (0.3, "30", ["noisy"]), (0.3, "31", ["noisy", "low_confidence"])],
)
def test_a_low_confidence_stands_among_the_flags(tmp_path, confidence, weak, flags):
    with opened(tmp_path) as store:
        with store.atomic() as write:
            settings.save(write, "weak_below", weak)
            voices.save(write, call(1), model=MODEL, told=heard(call(1), confidence=confidence))
        with store.reading() as read:
            told = results.load(read, call(1).id, model=MODEL.key)
    assert told["flags"] == told["roles"][CUSTOMER]["flags"] == flags
    assert told["roles"][AGENT]["flags"] == []  # nothing was read, so nothing was read unsurely


def test_a_stored_result_is_the_result(tmp_path):
    with opened(tmp_path) as store:
        with store.atomic() as write:
            voices.save(write, call(1), model=MODEL, told=heard(call(1)))
        with store.reading() as read:
            for granularity, frames in (("utterance", False), (FRAME, True)):
                told = results.load(read, call(1).id, model=MODEL.key, granularity=granularity)
                assert json.loads(json.dumps(told)) == told_of(call(1), frames=frames)
            with pytest.raises(Missing, match="has not read anything"):
                results.load(read, call(1).id, model="other")
            with pytest.raises(Missing, match="not in the store"):
                results.load(read, call(2).id, model=MODEL.key)
