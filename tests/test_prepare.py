"""From claimed files to batches: what is heard together, what is read together, and that company changes nothing."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.jobs import Item
from inference.audio import Audio, SourceInfo
from inference.contract import RATE
from inference.errors import NotAudio
from jobs import listen
from jobs.prepare import LONG, Due, Ear, Prepared, batches, groups, hear, is_long
from jobs.wish import Wish

RNG = np.random.default_rng(0)


def due(name: str, content: str = "") -> Due:
    return Due(Item(1, 1, name, content=content or name), Wish(voices="all"))


def sound(seconds: float, channels: int = 1, notes: tuple[str, ...] = ()) -> tuple[Audio, SourceInfo]:
    samples = RNG.uniform(-0.5, 0.5, (channels, round(seconds * RATE))).astype(np.float32)
    info = SourceInfo(8_000, channels, "pcm_mulaw", "WAV", "audio/wav", True, seconds, notes=notes)
    return Audio(samples, RATE), info


@pytest.fixture
def everybody_speaks(monkeypatch):
    """Every channel speaks from its first to its last second; the number of channels of each call is kept."""
    asked = []

    def speech(channels, *, device="cpu"):
        asked.append(len(channels))
        if any(np.isnan(channel).any() for channel in channels):
            raise ValueError("not a number")
        return [np.array([[0, len(channel) / RATE]], np.float32) for channel in channels]

    monkeypatch.setattr(listen, "speech", speech)
    return asked


def names(several) -> list[list[str]]:
    return [[one.due.item.name for one in some] for some in several]


def test_a_group_holds_up_to_so_much_sound_of_all_channels():
    found = [
        (due("a"), sound(2, 2)),
        (due("b"), sound(5)),
        (due("c"), sound(1)),
        (due("d"), sound(30)),
        (due("e"), sound(1)),
    ]
    grouped = [[one.item.name for one, _ in group] for group in groups(found, most=10)]
    assert grouped == [["a", "b", "c"], ["d"], ["e"]]


def test_without_a_limit_to_fill_every_file_goes_by_itself():
    found = [(due("a"), sound(1)), (due("b"), sound(1)), (due("c"), sound(1))]
    assert [len(group) for group in groups(found, most=0)] == [1, 1, 1]


def test_a_file_that_could_not_be_decoded_keeps_its_place():
    found = [(due("a"), sound(9)), (due("bad"), NotAudio("it is text")), (due("b"), sound(9))]
    assert [[one.item.name for one, _ in group] for group in groups(found, most=10)] == [["a", "bad"], ["b"]]


def test_the_channels_of_a_group_are_heard_in_one_go(everybody_speaks):
    group = [(due("a"), sound(31, 2)), (due("bad"), NotAudio("it is text")), (due("b"), sound(1, notes=("cut", "odd")))]
    first, bad, last = hear(group, device="cpu")
    assert everybody_speaks == [3]
    assert first.call.recording.name == "a" and set(first.call.windows) == {"agent", "customer"}
    assert first.speech == pytest.approx(62, abs=0.1) and last.speech == pytest.approx(1)
    assert str(bad.call) == "it is text" and bad.speech == 0
    assert last.notes == "cut; odd" and last.call.windows == {"mixed": [(0.0, 1.0)]}


def test_one_call_that_cannot_be_heard_takes_no_other_with_it(everybody_speaks):
    broken = sound(1)
    broken[0].samples[0, 5] = np.nan
    first, second, third = hear([(due("a"), sound(1)), (due("b"), broken), (due("c"), sound(1))], device="cpu")
    assert everybody_speaks == [3, 1, 1, 1]
    assert isinstance(second.call, ValueError)
    assert [one.call.recording.name for one in (first, third)] == ["a", "c"]


def prepared(name: str, seconds: float, content: str = "") -> Prepared:
    recording = SimpleNamespace(name=name)
    call = listen.Cut(recording, sound(0.1)[0], SimpleNamespace(), {"mixed": [(0.0, seconds)] if seconds else []})
    return Prepared(due(name, content), call)


def test_a_batch_is_full_with_so_much_speech():
    files = [prepared(name, seconds) for name, seconds in [("a", 4), ("b", 5), ("c", 3), ("d", 20), ("e", 0)]]
    assert names(batches(files, seconds=10)) == [["a", "b", "c"], ["d"], ["e"]]


def test_a_model_that_reads_alone_as_fast_gets_every_file_by_itself():
    files = [prepared("a", 4), Prepared(due("bad"), NotAudio("x")), prepared("b", 0)]
    assert names(batches(files, seconds=0)) == [["a"], ["bad"], ["b"]]


def test_the_same_bytes_twice_are_never_in_one_batch():
    files = [prepared("a", 1, "x"), prepared("b", 1, "y"), prepared("again", 1, "x")]
    assert names(batches(files, seconds=10)) == [["a", "b"], ["again"]]


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.floats(0, 9)), max_size=20), st.floats(0, 30))
def test_batches_are_all_files_in_their_order(files, seconds):
    given = [prepared(str(number), speech, content) for number, (content, speech) in enumerate(files)]
    made = list(batches(given, seconds=seconds))
    assert [one for batch in made for one in batch] == given
    for batch in made:
        assert len({one.due.item.content for one in batch}) == len(batch)
        assert sum(one.speech for one in batch[:-1]) < max(seconds, 1e-9) or len(batch) == 1


def test_nothing_is_made_ready_beside_an_hour_of_sound():
    silence = np.broadcast_to(np.zeros(1, np.float32), (2, round(0.6 * LONG * RATE)))  # takes no memory
    call = listen.Cut(SimpleNamespace(), Audio(silence, RATE), SimpleNamespace(), {})
    assert is_long([Prepared(due("hour"), call)])
    assert not is_long([prepared("short", 60), Prepared(due("bad"), NotAudio("x"))])


def test_the_detector_listens_on_the_models_card_to_enough_for_a_batch():
    assert Ear.beside(SimpleNamespace(device="cpu", batch_seconds=20.0)) == Ear("cpu", 0.0)
    assert Ear.beside(SimpleNamespace(device="mps", batch_seconds=20.0)) == Ear("cpu", 0.0)
    assert Ear.beside(SimpleNamespace(device="cuda", batch_seconds=1_000.0)) == Ear("cuda", 4_000.0)
