"""Voices, windows and timelines: what is saved comes back the same, and one model never touches another's."""

from dataclasses import fields, replace

import numpy as np
import pytest

from data import models, recordings, voices
from data.errors import Missing
from data.records import AGENT, CUSTOMER, Reading, Timeline, Voice
from data.voices import Told
from tests.calls import MODEL, OTHER, call, heard


def same(one: object, other: object) -> bool:
    """Whether two of the types are equal, arrays and all: dtype, shape and every bit."""
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        one, other = np.asarray(one), np.asarray(other)
        return (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())
    if isinstance(one, Voice | Timeline | Reading):
        return all(same(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    return one == other


def test_everything_comes_back_as_it_was_saved(write):
    told = heard(call(1), windows=3)
    voices.save(write, call(1), model=MODEL, told=told)
    assert recordings.find(write, call(1).id) == call(1)
    customer, agent = voices.load(write, call(1).id, model=MODEL.key)
    assert same(customer, told[0].voice)
    assert same(agent, told[1].voice)
    windows = voices.readings(write, call(1).id, model=MODEL.key, role=CUSTOMER)
    assert len(windows) == 3
    assert all(same(one, other) for one, other in zip(windows, told[0].readings, strict=True))
    assert same(voices.timeline(write, call(1).id, model=MODEL.key, role=CUSTOMER), told[0].timeline)


def test_what_comes_back_can_be_changed_without_changing_the_store(write):
    voices.save(write, call(1), model=MODEL, told=heard(call(1)))
    for _ in range(2):
        line = voices.timeline(write, call(1).id, model=MODEL.key, role=CUSTOMER)
        assert line.logits[0, 1] == 1
        line.logits[:] = -1


def test_a_voice_that_was_not_read_has_no_windows_and_no_timeline(write):
    voices.save(write, call(1), model=MODEL, told=heard(call(1)))
    assert voices.readings(write, call(1).id, model=MODEL.key, role=AGENT) == []
    with pytest.raises(Missing, match="the agent's voice was not read in this recording"):
        voices.timeline(write, call(1).id, model=MODEL.key, role=AGENT)
    assert voices.load(write, call(2).id, model=MODEL.key) == []


def test_a_voice_of_no_windows_is_kept_too(write):
    voices.save(write, call(1), model=MODEL, told=heard(call(1), windows=0))
    assert voices.readings(write, call(1).id, model=MODEL.key, role=CUSTOMER) == []
    assert len(voices.timeline(write, call(1).id, model=MODEL.key, role=CUSTOMER).frames) == 0


def test_reading_again_replaces_what_the_same_model_said(write):
    voices.save(write, call(1), model=MODEL, told=heard(call(1), windows=3))
    voices.save(write, call(1), model=MODEL, told=[Told(heard(call(1))[1].voice)])
    [agent] = voices.load(write, call(1).id, model=MODEL.key)
    assert agent.role == AGENT
    with pytest.raises(Missing):
        voices.timeline(write, call(1).id, model=MODEL.key, role=CUSTOMER)


def test_two_models_stand_side_by_side(write):
    voices.save(write, call(1), model=MODEL, told=heard(call(1), confidence=0.25))
    voices.save(write, call(1), model=OTHER, told=heard(call(1), confidence=0.75))
    confidences = {key: voices.load(write, call(1).id, model=key)[0].confidence for key in (MODEL.key, OTHER.key)}
    assert confidences == {MODEL.key: 0.25, OTHER.key: 0.75}
    assert voices.models_of(write, call(1).id) == [OTHER.key, MODEL.key]  # the newest first
    assert voices.models_of(write, call(2).id) == []


def test_a_model_is_remembered_as_it_was(write):
    voices.save(write, call(1), model=MODEL, told=heard(call(1)))
    models.save(write, MODEL)
    assert models.load(write) == {MODEL.key: MODEL}
    assert MODEL.key == "fake@1-float32-ffffffffffff"
    assert replace(MODEL, precision="int8").key != MODEL.key != replace(MODEL, sha256="e" * 64).key


def test_numbers_that_are_none_are_left_out(write):
    """They are no JSON, and would stop every sorting by a number."""
    odd = {"shift": float("nan"), "peak": float("inf"), "turns": np.float32(2), "flags": True}
    voices.save(write, call(1), model=MODEL, told=heard(call(1), numbers=odd))
    assert voices.load(write, call(1).id, model=MODEL.key)[0].numbers == {"turns": 2.0, "flags": 1.0}


def test_the_customer_comes_first_then_the_roles_by_name(write):
    roles = ("speaker 2", "agent", "customer", "speaker 1")
    told = [Told(replace(heard(call(1))[1].voice, role=role)) for role in roles]
    voices.save(write, call(1), model=MODEL, told=told)
    found = voices.load(write, call(1).id, model=MODEL.key)
    assert [voice.role for voice in found] == ["customer", "agent", "speaker 1", "speaker 2"]
