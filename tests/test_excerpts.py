"""Regions and clips read by themselves: what is heard, in whose company, and that nothing of a clip stays."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from analysis.scores import softmax
from data import cache, erasure, excerpts, jobs, recordings, voices
from data.errors import Missing
from data.excerpts import Clip, Region
from data.records import CUSTOMER
from data.store import Store
from inference.contract import HOP, samples_for
from inference.errors import TooShort
from inference.fake import FakeModel
from inference.sandbox import decode_safely
from jobs import excerpt
from jobs.errors import NothingToDo
from jobs.intake import take_in
from jobs.worker import Means, Worker
from tests.sounds import save, tone

SAMPLE = Path(__file__).resolve().parent.parent / "sample_day"
KEY = FakeModel.card.key
pytestmark = pytest.mark.usefixtures("fake")


@pytest.fixture
def call(store) -> str:
    """A call of two channels that the fake model has read; its id."""
    job = take_in(store, sorted(SAMPLE.glob("call*"))[:1], options={})
    work(store)
    with store.reading() as read:
        return jobs.items(read, job)[0].content


def work(store: Store) -> None:
    Worker(store, means=Means(model="fake", decoders=1)).drain()


def asked(store: Store, wish: Region | Clip) -> jobs.Item:
    """The job's item once it is over."""
    with store.atomic() as write:
        job = jobs.ask(write, wish.kind, options=excerpts.options(wish))
    work(store)
    with store.reading() as read:
        return jobs.items(read, job)[0]


def heard(store: Store, wish: Region | Clip) -> excerpts.Excerpt | None:
    with store.reading() as read:
        return excerpts.find(read, wish)


def test_a_region_is_what_the_model_hears_in_its_samples(store, call):
    with store.reading() as read:
        [first, *_] = voices.readings(read, call, model=KEY, role=CUSTOMER)
    start = round(first.window.start, 2)
    wish = Region(call, CUSTOMER, start, start + 1.0, KEY)
    assert heard(store, wish) is None
    assert asked(store, wish).state == jobs.DONE
    audio, _ = decode_safely(store.audio.find(call), name="call")
    begin = round(start / 0.02) * HOP
    [[expected]] = FakeModel().read([[audio.samples[1][begin : begin + samples_for(50)]]])
    found = heard(store, wish)
    np.testing.assert_allclose(found.embedding, expected.embedding, atol=1e-6)
    np.testing.assert_allclose(found.spans, [[start, start + 1.0]])
    mean = np.average(expected.logits, axis=0, weights=expected.weights)
    np.testing.assert_allclose(found.window_scores, [softmax(mean)], atol=1e-6)
    assert found.seconds == pytest.approx(1.0)
    assert found.scores.sum() == pytest.approx(1, abs=1e-5)


def test_a_voice_that_may_not_be_read_is_not_read_by_the_stretch_either(store, call):
    item = asked(store, Region(call, "agent", 1.0, 3.0, KEY))
    assert (item.state, item.reason) == (jobs.FAILED, "this voice was not read in this call, so no stretch of it is")


def test_another_model_than_the_one_that_read_the_call_is_refused(store, call):
    other = Region(call, CUSTOMER, 1.0, 3.0, KEY.replace("000", "111"))
    item = asked(store, other)
    assert item.state == jobs.FAILED and KEY in item.reason
    assert heard(store, other) is None


TURNS = np.array([[2.0, 10.0], [12.0, 40.0], [60.0, 62.0]], np.float32)


def region(start: float, end: float) -> Region:
    return Region("a" * 64, CUSTOMER, start, end, KEY)


def test_windows_of_a_region_lie_on_the_grid_and_within_the_recording():
    [(start, end)] = excerpt.spans_of(region(1.005, 2.999), TURNS, samples=80 * 16_000)
    assert (start, end) == pytest.approx((1.0, 3.0))
    [(_, end)] = excerpt.spans_of(region(78.0, 99.0), TURNS, samples=80 * 16_000)
    assert end == pytest.approx(79.98)  # the last whole frame; the one after would hear past the end
    with pytest.raises(TooShort, match=r"at least 0\.5 s"):
        excerpt.spans_of(region(1.0, 1.4), TURNS, samples=80 * 16_000)


def test_a_long_region_is_cut_where_the_voice_pauses():
    spans = excerpt.spans_of(region(5.0, 61.0), TURNS, samples=80 * 16_000)
    assert spans[0][0] == pytest.approx(5.0) and spans[-1][1] == pytest.approx(61.0)
    assert all(0 < end - start <= 15 for start, end in spans)
    with pytest.raises(NothingToDo, match="nobody speaks"):
        excerpt.spans_of(region(41.0, 79.0), TURNS[:2], samples=80 * 16_000)


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (1, 1), (4, 4), (5, 3), (9, 3), (100, 4)])
def test_company_is_up_to_four_windows_outside_the_region_over_the_whole_call(count, expected):
    windows = [(10.0 + 2 * number, 11.5 + 2 * number) for number in range(count)]
    chosen = excerpt.company([(0.0, 3.0), *windows], region(1.0, 2.0))
    assert len(chosen) == expected
    assert set(chosen) <= set(windows)


def clip(store: Store, path: Path) -> Clip:
    """The clip where a page puts it."""
    import hashlib

    content = path.read_bytes()
    wish = Clip(hashlib.sha256(content).hexdigest(), KEY)
    cache.clip_path(store.home, wish.content).write_bytes(content)
    return wish


def test_a_clip_is_read_and_does_not_become_a_recording(store):
    wish = clip(store, sorted(SAMPLE.glob("call*"))[0])
    assert asked(store, wish).state == jobs.DONE
    assert heard(store, wish).embedding.shape == (4,)
    assert not cache.clip_path(store.home, wish.content).exists()
    assert list(store.audio.files()) == []
    with store.reading() as read, pytest.raises(Missing):
        recordings.find(read, wish.content)


def test_a_clip_of_a_call_sounds_like_the_customer_in_it(store, call):
    wish = clip(store, store.audio.find(call))
    asked(store, wish)
    with store.reading() as read:
        customer = voices.load(read, call, model=KEY)[0]
    np.testing.assert_allclose(heard(store, wish).embedding, customer.embedding, atol=1e-6)
    np.testing.assert_allclose(heard(store, wish).scores, customer.speech_scores, atol=1e-6)


@pytest.mark.parametrize("kind", ["silent", "text", "gone", "long"])
def test_a_clip_that_cannot_be_read_says_why_and_goes(store, tmp_path, kind, monkeypatch):
    path = tmp_path / "clip"
    path.write_text("this is not a sound at all, whatever it is called")
    if kind == "silent":
        path = save(tmp_path / "silent.wav", tone(440, 2.0, height=0.0))
    if kind == "long":
        path = save(tmp_path / "long.wav", tone(440, 3.0))
        monkeypatch.setattr(excerpt, "CLIP_SECONDS", 2)
    wish = clip(store, path)
    if kind == "gone":
        cache.clip_path(store.home, wish.content).unlink()
    item = asked(store, wish)
    reasons = {"silent": "no speech", "text": "looks like text", "gone": "no longer here", "long": "upload it as a"}
    assert item.state == jobs.FAILED and reasons[kind] in item.reason
    assert not cache.clip_path(store.home, wish.content).exists()


def test_what_was_heard_in_a_clip_goes_after_a_day_and_a_clip_nobody_read_too(store):
    wish = clip(store, sorted(SAMPLE.glob("call*"))[0])
    asked(store, wish)
    left = cache.clip_path(store.home, "f" * 64)
    left.write_bytes(b"nobody read this")
    erasure.sweep(store)
    assert heard(store, wish) is not None and left.exists()
    then = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    os.utime(left, (then, then))
    erasure.sweep(store, older_than=timedelta(seconds=-1))
    assert heard(store, wish) is None and not left.exists()


def test_what_was_heard_in_a_region_goes_with_its_call(store, call):
    wish = Region(call, CUSTOMER, 1.0, 3.0, KEY)
    asked(store, wish)
    with store.atomic() as write:
        jobs.ask(write, wish.kind, options=excerpts.options(wish))
    erasure.erase(store, call)
    assert heard(store, wish) is None
    with store.reading() as read:
        assert jobs.recent(read, kinds=[excerpts.REGION]) == []
