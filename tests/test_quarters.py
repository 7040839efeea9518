"""The quarters on a voice's card: their scores, where on the clock they lie, and how far the voice turned."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import streamlit as st

from analysis.course import quarter_spans
from analysis.errors import NothingHeard
from dashboard.components.scores.quarters import quarters_of
from data import voices
from data.home import HOME_VARIABLE, Home
from data.records import CUSTOMER, Floats, Timeline, Voice
from data.store import Store
from tests.day import MODEL, fill
from tests.test_views import show

ANGRY, NEUTRAL = 0, 4  # columns of MODEL.labels
CALM, CROSS = np.eye(9, dtype=np.float32)[[NEUTRAL, ANGRY]] * 3


def turning(seconds: float) -> Timeline:
    """A voice that is neutral for half of its speech and then angry, with a pause of a minute between."""
    half = round(seconds * 25)
    frames = np.concatenate((np.arange(half), np.arange(half) + 3_000 + half)).astype(np.int32)
    ones = np.ones(2 * half, np.float32)
    return Timeline(frames, np.repeat([CALM, CROSS], half, axis=0), ones, ones.astype(np.bool_))


def voice(**numbers: float) -> Voice:
    scores: Floats = np.full(9, 1 / 9, np.float32)
    return Voice("a" * 64, CUSTOMER, np.zeros((0, 2), np.float32), numbers=numbers, scores=scores, speech_scores=scores)


def test_quarters_are_equal_parts_of_speech_wherever_the_pauses_are() -> None:
    line = turning(8.0)  # 0 to 4 s and 64 to 68 s
    assert quarter_spans(line).tolist() == [[0, 2], [2, 4], [64, 66], [66, 68]]
    nothing = replace(line, frames=line.frames[:0], logits=line.logits[:0], weights=line.weights[:0])
    with pytest.raises(NothingHeard):
        quarter_spans(nothing)


def test_a_quarter_tells_its_scores_its_leader_and_its_seconds() -> None:
    told = quarters_of(voice(shift=0.5), turning(16.0), MODEL)
    assert told is not None and not told["pale"]
    assert told["shift"] == "start to end +0.50 negative"
    assert [part["span"] for part in told["parts"]] == ["0:00–0:04", "0:04–0:08", "1:08–1:12", "1:12–1:16"]
    strong, faint = np.exp(3) / (np.exp(3) + 8), 1 / (np.exp(3) + 8)
    first, last = told["parts"][0], told["parts"][3]
    assert first["leading"] == f"neutral {strong:.2f}" and last["leading"] == f"angry {strong:.2f}"
    assert first["negative"] == f"negative {4 * faint:.2f}"  # angry, disgusted, fearful and sad
    assert last["negative"] == f"negative {strong + 3 * faint:.2f}"
    assert {one["name"]: one["value"] for one in last["scores"]}["angry"] == pytest.approx(strong, abs=1e-6)
    assert sum(one["value"] for one in last["scores"]) == pytest.approx(1)


def test_quarters_of_less_than_two_seconds_are_pale() -> None:
    told = quarters_of(voice(), turning(7.0), MODEL)
    assert told is not None and told["pale"] and told["shift"] == ""


def test_a_voice_that_was_not_read_has_none() -> None:
    assert quarters_of(voice(), None, MODEL) is None
    assert quarters_of(replace(voice(), speech_scores=None), turning(7.0), MODEL) is None


def test_the_call_shows_them_beside_the_shift(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    st.cache_resource.clear()
    store = Store.open(Home(tmp_path))
    (recording,) = fill(store, calls=1)
    with store.reading() as read:
        shift = next(one for one in voices.load(read, recording, model=MODEL.key) if one.role == CUSTOMER)
    store.close()
    page = show("call", recording=recording)
    told = [json.loads(element.proto.json) for element in page.get("bidi_component")]
    (cards,) = (one["cards"] for one in told if "cards" in one)
    assert len(cards[0]["quarters"]["parts"]) == 4
    assert f"{shift.numbers['shift']:+.2f}" in cards[0]["quarters"]["shift"]
    assert cards[1]["quarters"] is None  # the agent's voice was not read
    st.cache_resource.clear()
