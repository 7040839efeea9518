"""Evaluation in the view of models: a table becomes a job, a result is figures, a failure is a sentence."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data import evaluations, jobs
from data.home import HOME_VARIABLE, Home
from data.store import Store
from tests.day import HOSTILE, MODEL, fill

VIEW = Path(__file__).resolve().parent.parent / "dashboard" / "views" / "models.py"
TABLE = ("labels.csv", b"file,emotion\ncall000.wav,angry\n", "text/csv")
HALF = [0.5, 0.4, 0.6]
CHOICE = {
    "accuracy": HALF,
    "unweighted_average_recall": HALF,
    "labels": ["angry", "sad"],
    "confusion": [[1, 1], [0, 0]],
    "per_label": [
        {"label": "angry", "count": 2, "heard": 1, "recall": HALF, "precision": [1.0, 0.2, 1.0], "f1": 0.7},
        {"label": "sad", "count": 0, "heard": 1, "recall": None, "precision": [0.0, 0.0, 0.8], "f1": 0.0},
    ],
}
REPORT = {
    "rows": 4,
    "counted": 2,
    "free_choice": CHOICE,
    "among_the_tables_labels": CHOICE,
    "labels_the_model_does_not_have": {HOSTILE: 1},
    "rows_not_read": {"no stored recording has this name": 1},
}


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    st.cache_resource.clear()
    opened = Store.open(Home(tmp_path))
    fill(opened, calls=3)
    yield opened
    opened.close()
    st.cache_resource.clear()


@pytest.fixture
def page(store):
    return AppTest.from_file(str(VIEW), default_timeout=30)


def kept(store):
    with store.atomic() as write:
        table = evaluations.keep_table(write, b"file,emotion\n", name="labels.csv")
        evaluations.save(write, {"model": MODEL.key, "table": table}, report=REPORT, page="<!doctype html>")


def test_a_table_becomes_a_job_of_the_model_that_is_shown(page, store):
    page.run()
    assert page.button(key="evaluation_compare").disabled
    page.file_uploader(key="evaluation_table").upload(*TABLE).run()
    page.button(key="evaluation_compare").click().run()
    assert not page.exception
    with store.reading() as read:
        [job] = jobs.recent(read, kinds=[evaluations.KIND])
        assert evaluations.table(read, job.options["table"]) == ("labels.csv", TABLE[1].decode())
    assert job.options["model"] == MODEL.key
    assert any("No worker is running" in block.value for block in page.text)


def test_a_table_that_is_no_text_is_said_at_once(page, store):
    page.run()
    page.file_uploader(key="evaluation_table").upload("labels.csv", b"\xff\xfe\x00", "text/csv").run()
    page.button(key="evaluation_compare").click().run()
    assert not page.exception
    assert any("no UTF-8 text" in block.value for block in page.text)


def test_a_failure_stays_until_another_table_is_wanted(page, store):
    page.run()
    page.file_uploader(key="evaluation_table").upload(*TABLE).run()
    page.button(key="evaluation_compare").click().run()
    with store.atomic() as write:
        [item] = jobs.claim(write, "one")[1]
        jobs.finish(write, item.id, state=jobs.FAILED, reason=f"{HOSTILE} has no column file")
    page.run()
    assert any(block.value.startswith("This could not be compared: <img") for block in page.text)


@pytest.mark.parametrize(("language", "said"), [("en", "95 % interval: 40 % to 60 %"), ("zh", "95% 区间：40% 至 60%")])
def test_what_came_of_it_is_told_with_its_intervals(page, store, language, said):
    kept(store)
    page.session_state["language"] = language
    page.run()
    assert not page.exception
    assert said in [caption.value for caption in page.caption]
    labels, confusions, left_out = (table.value for table in page.dataframe)
    assert (list(labels["count"]), list(labels["found"])) == ([2], ["50 %" if language == "en" else "50%"])
    assert confusions.shape == (1, 3)
    assert list(left_out["count"]) == [1, 1] and any(HOSTILE in why for why in left_out["why"])
    assert not any("evil.example" in block.value for block in (*page.markdown, *page.caption))
