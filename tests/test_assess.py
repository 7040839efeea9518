"""Stored readings against labels: what a table says is counted as it is stored, and what cannot count says why."""

from pathlib import Path

import pytest

from data import evaluations, jobs, listing, voices
from data.errors import BadTable, TooBig
from data.home import Home
from data.records import AGENT, CUSTOMER, Selection, english
from data.store import Store
from inference.models import FAKE_VARIABLE
from jobs.worker import Means, Worker
from tests.calls import MODEL as OTHER
from tests.calls import call, heard
from tests.day import HOSTILE, MODEL, fill


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(FAKE_VARIABLE, "1")
    opened = Store.open(Home(tmp_path / "var"))
    fill(opened, calls=8)
    yield opened
    opened.close()


def read_as(store: Store) -> dict[str, str]:
    """The leading emotion of each stored customer by the recording's name."""
    with store.reading() as read:
        page = listing.page(read, Selection(MODEL.key))
    return {recording.name: english(voice.dominant) for recording, voice in page}


def compare(store: Store, table: str, *, name: str = "labels.csv", model: str = MODEL.key) -> jobs.Job:
    with store.atomic() as write:
        options = {"model": model, "table": evaluations.keep_table(write, table.encode(), name=name)}
        job = jobs.ask(write, evaluations.KIND, options=options)
    Worker(store, means=Means(model="fake", decoders=1)).drain()
    with store.reading() as read:
        return jobs.find(read, job)


def newest(store: Store, *, model: str = MODEL.key) -> evaluations.Kept | None:
    with store.reading() as read:
        return evaluations.newest(read, model=model)


def test_whole_calls_are_counted_as_they_are_stored(store):
    heard_as = read_as(store)
    names = [name for name in heard_as if name != HOSTILE]
    wrong = next(name for name in names if heard_as[name] != "angry")
    labels = {name: heard_as[name] for name in names} | {wrong: "angry"}
    assert compare(store, table_of(labels)).state == jobs.DONE
    kept = newest(store)
    assert kept is not None and kept.table == "labels.csv"
    assert (kept.report["rows"], kept.report["counted"]) == (7, 7)
    assert kept.report["free_choice"]["accuracy"][0] == pytest.approx(6 / 7)
    assert kept.page.startswith("<!doctype html>") and "<script" not in kept.page


def table_of(labels: dict[str, str]) -> str:
    return "\ufefffile,emotion\n" + "".join(f"some folder/{name},{emotion}\n" for name, emotion in labels.items())


def test_a_turn_is_counted_by_its_own_frames(store):
    name = next(iter(read_as(store)))
    with store.reading() as read:
        [(recording, _)] = [one for one in listing.page(read, Selection(MODEL.key)) if one[0].name == name]
        [first, *_] = voices.readings(read, recording.id, model=MODEL.key, role=CUSTOMER)
    truth = english(MODEL.labels[int(first.scores.argmax())])
    span = f"{first.window.start},{first.window.end}"
    assert compare(store, f"file,emotion,role,start,end\n{name},{truth},customer,{span}\n").state == jobs.DONE
    assert newest(store).report["free_choice"]["accuracy"][0] == 1.0


def test_what_cannot_be_counted_says_why(store):
    name = next(iter(read_as(store)))
    for number in (1, 2):
        with store.atomic() as write:
            twin = call(number, name="twin.wav")
            voices.save(write, twin, model=OTHER, told=heard(twin))
    with store.atomic() as write:
        single = call(3, name="single.wav")
        voices.save(write, single, model=OTHER, told=heard(single))
    rows = [
        f"{name},angry,", "gone.wav,angry,", "twin.wav,angry,", "single.wav,angry,", f"{name},angry,{AGENT}",
        f"{name},angry,supervisor", f"{name},bored,", "../../etc/passwd,angry,",
    ]  # fmt: skip
    compare(store, "file,emotion,role\n" + "\n".join(rows) + "\n")
    report = newest(store).report
    assert report["counted"] == 1
    assert report["rows_not_read"] == {
        "no stored recording has this name": 2,
        "several stored recordings have this name": 1,
        "this model has not read the recording": 1,
        "only the customer's voice is read here": 1,
        "the file has no supervisor": 1,
    }
    assert report["labels_the_model_does_not_have"] == {"bored": 1}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("name,emotion\na,sad\n", "labels.csv has no column file"),
        ("file,emotion\ngone.wav,sad\n", "none of the 1 labelled rows could be counted: no stored recording"),
        ("", "has no column file and emotion"),
        ('file,emotion\n"a\x00,sad\n', ""),
    ],
)
def test_a_table_that_is_of_no_use_fails_with_a_sentence(store, table, said):
    over = compare(store, table)
    assert over.state == jobs.FAILED and said in over.reason and "unexpected" not in over.reason
    assert newest(store) is None


def test_each_model_has_its_own_newest_evaluation(store):
    labels = {name: emotion for name, emotion in read_as(store).items() if name != HOSTILE}
    compare(store, table_of(labels), name="first.csv")
    compare(store, table_of(dict(list(labels.items())[:3])), name="../second.csv")
    assert (newest(store).table, newest(store).report["rows"]) == ("second.csv", 3)
    assert newest(store, model=OTHER.key) is None


def test_a_table_is_text_of_a_sensible_size(store):
    with store.atomic() as write:
        with pytest.raises(BadTable, match="no UTF-8 text"):
            evaluations.keep_table(write, b"file,emotion\n\xff\xfe,sad\n", name="x.csv")
        with pytest.raises(TooBig, match="larger than 4 MB"):
            evaluations.keep_table(write, b"x" * (evaluations.MOST_BYTES + 1), name="x.csv")
