"""How batches for a card are formed and what happens when its memory is full, with a network that only counts."""

import logging

import numpy as np
import pytest
import torch

from inference.contract import frames_in
from inference.engine import card as cards
from inference.engine.card import Card
from inference.engine.head import Head
from inference.errors import DeviceMissing

PROCESSOR = torch.device("cpu")


class Counting:
    """Features are the clip's first sample; a batch of more than ``room`` frames, padding included, does not fit."""

    def __init__(self, room=10**9):
        self.room, self.batches = room, []

    def __call__(self, samples, lengths):
        frames = (lengths - 400) // 320 + 1
        size = len(samples) * int(frames.max())
        if size > self.room:
            raise torch.OutOfMemoryError("CUDA out of memory")
        self.batches.append(lengths.tolist())
        there = torch.arange(int(frames.max())) < frames[:, None]
        noise = torch.full((*there.shape, 2), 1e9)  # what padding holds must reach no answer
        return torch.where(there[:, :, None], samples[:, :1, None], noise), there


class Plain(Head):
    """A head whose logits are the features."""

    def __init__(self):
        self._weight, self._bias = torch.eye(2), torch.zeros(2)


def clips(*frames):
    return [np.full(320 * count + 80, number + 1, np.float32) for number, count in enumerate(frames)]


def assert_answered(answers, sounds):
    assert [len(heard.logits) for heard in answers] == [frames_in(len(clip)) for clip in sounds]
    for number, heard in enumerate(answers):
        np.testing.assert_array_equal(heard.logits, number + 1)
        np.testing.assert_array_equal(heard.embedding, number + 1)
        assert heard.logits.base is None  # keeps no batch alive


def read(network, sounds, budget=None, **options):
    card = Card(network, Plain(), PROCESSOR)
    card.budget = budget or card.budget
    return card, card(sounds, **options)


def test_answers_come_in_the_clips_order_and_without_padding():
    sounds = clips(3, 50, 1, 20)
    _, answers = read(Counting(), sounds)
    assert_answered(answers, sounds)
    assert all(heard.features is None for heard in answers)


def test_features_come_on_request():
    sounds = clips(3, 5)
    _, answers = read(Counting(), sounds, features=True)
    assert [heard.features.shape for heard in answers] == [(3, 2), (5, 2)]


def test_batches_hold_clips_of_similar_length_up_to_the_budget():
    network = Counting()
    _, answers = read(network, sounds := clips(10, 40, 9, 39, 8), budget=80)
    assert_answered(answers, sounds)
    frames = [[(length - 80) // 320 for length in batch] for batch in network.batches]
    assert frames == [[40, 39], [10, 9, 8]]


def test_a_full_memory_halves_the_batch_until_it_fits_and_says_so(caplog):
    network = Counting(room=100)
    with caplog.at_level(logging.WARNING):
        card, answers = read(network, sounds := clips(*[40] * 8), budget=1000)
    assert_answered(answers, sounds)
    assert [len(batch) for batch in network.batches] == [2, 2, 2, 2]
    assert card.budget == 80
    assert caplog.text.count("memory of cpu is full") == 2


def test_the_smaller_batch_is_kept_for_later_calls():
    network = Counting(room=100)
    card, _ = read(network, clips(*[40] * 8), budget=1000)
    network.batches.clear()
    card(clips(*[40] * 4))
    assert [len(batch) for batch in network.batches] == [2, 2]


def test_one_window_that_does_not_fit_is_an_error_with_its_length():
    with pytest.raises(DeviceMissing, match=r"does not hold one window of 3\.0 s; choose cpu"):
        read(Counting(room=100), clips(150, 10))


def test_any_other_failure_of_the_card_is_not_taken_for_a_full_memory():
    def broken(samples, lengths):
        raise RuntimeError("CUDA error: an illegal memory access was encountered")

    with pytest.raises(RuntimeError, match="illegal memory access"):
        read(broken, clips(10))


def test_a_go_should_hold_a_few_batches():
    card, _ = read(Counting(), clips(10), budget=5_000)  # frames: 100 s
    assert (card.device, card.batch_seconds) == ("cpu", cards.BATCHES * 100.0)


def test_a_window_longer_than_the_budget_is_read_alone():
    network = Counting()
    _, answers = read(network, sounds := clips(100, 100), budget=30)
    assert_answered(answers, sounds)
    assert [len(batch) for batch in network.batches] == [1, 1]


def test_the_budget_follows_the_cards_free_memory(monkeypatch):
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda device: (7_000_000_000, 8_000_000_000))
    assert cards._frames_that_fit(torch.device("cuda")) == 6000
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda device: (140_000_000_000, 141_000_000_000))
    assert cards._frames_that_fit(torch.device("cuda")) == cards.MOST_FRAMES
