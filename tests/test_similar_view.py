"""The Similar view: from a recording named without a role, from a clip and from the microphone, with reasons."""

import hashlib
import io
import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from streamlit.testing.v1 import AppTest

from data import cache, excerpts, jobs
from data.excerpts import Clip, Excerpt, Region
from data.store import Store
from tests.day import MODEL, fill
from tests.sounds import tone

APP = Path(__file__).resolve().parent.parent / "dashboard" / "app.py"


@pytest.fixture
def store(pages: Store) -> Store:
    return pages


@pytest.fixture
def calls(store) -> list[str]:
    return fill(store, calls=12)


@pytest.fixture(scope="module")
def sound() -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, tone(440, 1.0), 16_000, format="WAV")
    return buffer.getvalue()


def show(**query: str) -> AppTest:
    page = AppTest.from_file(str(APP), default_timeout=30).run()
    page.switch_page("views/similar.py")
    for name, value in query.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def choose(page: AppTest, source: str) -> AppTest:
    """The same view, searching from something else than a recording."""
    next(control for control in page.button_group if control.key == "from").set_value(source)
    return page.run()


def rows(page: AppTest) -> list[dict[str, object]]:
    """Rows of the table of matches."""
    told = [json.loads(element.proto.json) for element in page.get("bidi_component")]
    return next(one["rows"] for one in told if "rows" in one)


def answer(store: Store, wish: Clip | Region) -> None:
    """What a worker would do: finish the open job and keep what it heard."""
    label = 6  # sad
    scores = np.full(len(MODEL.labels), 0.05, np.float32)
    scores[label] = 1 - 0.05 * (len(scores) - 1)
    embedding = np.random.default_rng(3).normal(size=MODEL.size).astype(np.float32)
    heard = Excerpt(scores, embedding, np.array([[0.0, 1.0]]), scores[None], 1.0)
    with store.atomic() as write:
        claimed = jobs.claim(write, "w")
        assert claimed is not None
        job, [item] = claimed
        assert (job.kind, dict(job.options)) == (wish.kind, excerpts.options(wish))
        excerpts.save(write, wish, heard)
        jobs.finish(write, item.id)


def test_a_recording_named_without_a_role_is_the_example(calls):
    page = show(recording=calls[7])
    shown = rows(page)
    assert shown[0]["id"] == f"{calls[7]}/customer" and shown[0]["marked"]
    assert calls[7] not in {row["id"].split("/")[0] for row in shown[1:]}
    assert [row["cells"]["similarity"]["text"] for row in shown[1:]] == sorted(
        (row["cells"]["similarity"]["text"] for row in shown[1:]), reverse=True
    )
    assert all(row["cells"]["why"] for row in shown[1:])


@pytest.mark.parametrize("span", [("nan", "3"), ("3", "inf"), ("5", "2"), ("x", "y")])
def test_a_stretch_that_is_none_leaves_the_whole_voice(calls, span):
    page = show(recording=calls[7], start=span[0], end=span[1])
    assert rows(page)[0]["id"] == f"{calls[7]}/customer"


def test_a_clip_is_read_by_a_job_somebody_waits_for_and_finds_moments(store, calls, sound):
    page = choose(show(), "clip")
    assert not page.get("bidi_component")
    page.file_uploader(key="clip_file").upload("mine.wav", sound, "audio/wav").run()
    wish = Clip(hashlib.sha256(sound).hexdigest(), MODEL.key)
    assert cache.clip_path(store.home, wish.content).read_bytes() == sound
    assert any("No worker is running" in part.value for part in page.text)
    with store.reading() as read:
        [job] = jobs.recent(read, kinds=[excerpts.CLIP])
    assert job.priority == jobs.WAITED_FOR and "mine" not in str(job)
    answer(store, wish)
    page.run()
    assert not page.exception
    shown = rows(page)
    assert len(shown) == 10 and not any(row["marked"] for row in shown)
    assert all(row["clip"]["end"] - row["clip"]["start"] < 5 and row["cells"]["matched"] for row in shown)
    assert any("sad" in caption.value and "0.60" in caption.value for caption in page.caption)
    assert all("0.60" in str(row["cells"]["why"]) for row in shown)
    with store.reading() as read:
        assert len(jobs.recent(read, kinds=[excerpts.CLIP])) == 1


def test_what_the_microphone_hears_is_read_likewise(store, calls, sound):
    page = choose(show(), "microphone")
    page.audio_input(key="clip_spoken").set_value(("spoken.wav", sound, "audio/wav")).run()
    answer(store, Clip(hashlib.sha256(sound).hexdigest(), MODEL.key))
    page.run()
    assert len(rows(page)) == 10


def test_a_clip_that_could_not_be_read_says_why_and_can_be_tried_again(store, calls):
    page = choose(show(), "clip")
    page.file_uploader(key="clip_file").upload("mine.wav", b"no sound", "audio/wav").run()
    with store.atomic() as write:
        _, [item] = jobs.claim(write, "w")
        jobs.finish(write, item.id, state=jobs.FAILED, reason="the clip looks like text, not like a recording")
    page.run()
    assert any("The clip could not be read: the clip looks like text" in part.value for part in page.text)
    next(button for button in page.button if button.label == "Try again").click().run()
    with store.reading() as read:
        assert [job.state for job in jobs.recent(read, kinds=[excerpts.CLIP])] == [jobs.WAITING, jobs.FAILED]


def test_a_stretch_that_was_read_again_speaks_for_itself(store, calls):
    before = rows(show(recording=calls[7], start="4.6", end="8.2"))
    with store.atomic() as write:
        jobs.ask(
            write, excerpts.REGION, options=excerpts.options(wish := Region(calls[7], "customer", 4.6, 8.2, MODEL.key))
        )
    answer(store, wish)
    after = rows(show(recording=calls[7], start="4.6", end="8.2"))
    assert [row["id"] for row in before[1:]] != [row["id"] for row in after[1:]]
