"""The Upload view: what is chosen reaches the upload, and progress is whatever the store says."""

import json
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.components.upload.progress import is_moving
from data import jobs, settings, workers
from data.folders import FOLDERS_VARIABLE
from data.store import Store
from tests.day import HOSTILE

VIEW = Path(__file__).resolve().parent.parent / "dashboard" / "views" / "upload.py"
TABLE = b"Datei;Beginn;agent\ncall1.wav;2026-03-02 09:00:00;ada\ncall2.wav;2026-03-02 10:00:00;eli\n"


@pytest.fixture
def store(pages: Store) -> Store:
    return pages


@pytest.fixture
def page(store):
    return AppTest.from_file(str(VIEW), default_timeout=30)


def upload(store, *, done=0, failed=0, duplicate=0, waiting=0, expected=None):
    """An upload whose files are in these states; ``a``, ``b`` … by name."""
    kinds = [jobs.DONE] * done + [jobs.FAILED] * failed + [jobs.DUPLICATE] * duplicate + [jobs.WAITING] * waiting
    with store.atomic() as write:
        job = jobs.add(write, "read", options={"voices": "customer"})
        for number, _ in enumerate(kinds):
            jobs.add_item(write, job, name=f"call{number}.wav", content=f"{number:064d}", size=10)
        claimed = jobs.claim(write, "tester", most=done + failed + duplicate) if kinds else None
        for item, state in zip(claimed[1] if claimed else [], kinds, strict=False):
            reason = "" if state == jobs.DONE else f"{item.name} {HOSTILE}"
            jobs.finish(write, item.id, state=state, reason=reason, seconds=60.0)
        if expected is not None:
            jobs.report(write, job, expected=expected)
    return job


def told(page):
    """What the element was given."""
    [element] = page.get("bidi_component")
    return json.loads(element.proto.json)


def numbers(page):
    return {metric.label: metric.value for metric in page.metric}


def test_an_empty_store_offers_the_element_and_says_that_nothing_is_there(page):
    page.run()
    assert not page.exception
    given = told(page)
    assert given["options"] == {"voices": "customer", "model": "auto", "roles": ["agent", "customer"]}
    assert (given["job"], given["shown"], given["limit"]) == (None, None, 4 << 30)
    assert "Nothing has been uploaded yet." in [caption.value for caption in page.caption]
    assert not page.metric


def test_choices_start_from_the_settings_and_reach_the_upload(page, store):
    with store.atomic() as write:
        settings.save(write, "voices", "all")
        settings.save(write, "model", "compact")
    page.run()
    assert told(page)["options"] == {"voices": "all", "model": "compact", "roles": ["agent", "customer"]}
    assert "Article 5(1)(f)" in page.warning[0].value
    page.segmented_control(key="upload_voices_all").set_value("customer")
    page.segmented_control(key="upload_roles").set_value("customer_left").run()
    assert told(page)["options"]["roles"] == ["customer", "agent"]
    assert not page.warning


def test_a_table_is_matched_by_name_and_by_hand_and_waits_for_its_recordings(page, store):
    page.run()
    page.file_uploader[0].upload("day.csv", TABLE, "text/csv").run()
    assert "no column" in page.text[0].value  # 'Datei' is none of the names we know
    page.selectbox(key="upload_column_file_0").select("Datei")
    page.selectbox(key="upload_column_started_at_0").select("Beginn").run()
    assert page.success[0].value.startswith("2 rows are ready")
    job = told(page)["job"]
    with store.reading() as read:
        prepared = jobs.find(read, job)
    assert prepared.options["metadata"]["call1.wav"] == {"started_at": "2026-03-02 09:00:00", "agent": "ada"}
    page.segmented_control(key="upload_roles").set_value("customer_left").run()
    assert told(page)["job"] == job  # the same upload, asked for otherwise
    with store.reading() as read:
        assert jobs.find(read, job).options["roles"] == ["customer", "agent"]
        assert len(jobs.recent(read, kinds=["read"])) == 1
    assert "Nothing has been uploaded yet." in [caption.value for caption in page.caption]


def test_a_table_that_is_none_says_so(page):
    page.run()
    page.file_uploader[0].upload("day.csv", b"PK\x03\x04\x00", "text/csv").run()
    assert "metadata table" in page.text[0].value
    assert told(page)["job"] is None


def test_progress_is_counted_in_the_store_whoever_sent_the_files(page, store):
    upload(store, done=3, failed=1, duplicate=2, waiting=4, expected=12)
    with store.atomic() as write:
        workers.tell(write, "one", state=workers.READY)
    page.run()
    assert not page.exception
    shown = numbers(page)
    assert (shown["Read"], shown["Failed"], shown["Duplicates"]) == ("3 / 12", "1", "2")
    assert shown["Minutes of audio"] == "3.0"
    assert shown["Time left"] != "–"
    assert any(caption.value.startswith("2 of 12 files have not arrived") for caption in page.caption)
    assert not page.warning
    assert [button.label for button in page.button] == ["Cancel", "See the results"]


def test_without_a_worker_the_page_says_what_to_do(page, store):
    upload(store, waiting=1)
    page.run()
    assert "python -m toneatlas worker" in page.warning[0].value


def test_a_model_that_is_being_loaded_is_said(page, store):
    upload(store, waiting=1)
    with store.atomic() as write:
        workers.tell(write, "one", state=workers.STARTING)
    page.run()
    assert "The model is being loaded; reading starts in a moment." in [caption.value for caption in page.caption]


def test_failures_are_listed_as_they_are_and_can_be_read_again(page, store):
    job = upload(store, done=1, failed=2)
    page.run()
    failures = page.dataframe[0].value
    assert list(failures["name"]) == ["call1.wav", "call2.wav"]
    assert HOSTILE in failures["reason"][0]
    assert not any("evil.example" in block.value for block in (*page.markdown, *page.caption, *page.subheader))
    page.button(key="upload_retry").click().run()
    assert numbers(page)["Failed"] == "0"
    with store.reading() as read:
        assert {item.state for item in jobs.items(read, job)} == {jobs.DONE, jobs.WAITING}


def test_cancelling_keeps_what_is_read(page, store):
    upload(store, done=1, waiting=3)
    page.run()
    page.button(key="upload_cancel").click().run()
    assert numbers(page)["Read"] == "1 / 4"
    assert [button.label for button in page.button] == ["Read the 3 cancelled files", "See the results"]


def test_the_address_names_the_upload_that_is_shown(page, store):
    first = upload(store, done=1)
    upload(store, done=2)
    page.run()
    assert numbers(page)["Read"] == "2 / 2"
    page.query_params["job"] = str(first)
    page.run()
    assert numbers(page)["Read"] == "1 / 1"
    assert told(page)["shown"] == first


def test_an_upload_is_shown_from_its_first_moment_and_follows_its_files(page, store):
    upload(store, done=2)
    begun = upload(store)
    page.query_params["job"] = str(begun)
    page.run()
    assert not page.exception
    assert numbers(page)["Read"] == "0 / 0"
    with store.reading() as read:
        assert is_moving(jobs.find(read, begun))  # so the panel draws itself anew


@pytest.mark.parametrize("sending", [True, False])
def test_files_are_missing_only_when_nothing_is_being_sent(store, sending):
    job = upload(store, done=3, waiting=1, expected=12)
    panel = AppTest.from_string(
        f"from dashboard.components.upload.progress import draw_progress\ndraw_progress({job}, sending={sending})"
    ).run()
    assert not panel.exception
    missing = [caption.value for caption in panel.caption if "have not arrived" in caption.value]
    assert len(missing) == (0 if sending else 1)


@pytest.mark.parametrize("address", ["99", "x", "-1", "²", "9" * 5000])
def test_an_address_of_no_upload_shows_the_newest(page, store, address):
    upload(store, done=2)
    page.query_params["job"] = address
    page.run()
    assert not page.exception
    assert numbers(page)["Read"] == "2 / 2"


def test_the_list_holds_uploads_with_files_newest_first(page, store):
    upload(store, done=1)
    upload(store)  # prepared and never used
    upload(store, failed=2)
    page.run()
    listed = page.dataframe[-1].value
    assert list(listed["files"]) == [2, 1]
    assert list(listed["state"]) == ["failed", "read"]
    assert list(listed["number"]) == [3, 1]


def test_an_upload_of_which_files_have_not_arrived_is_not_called_read(page, store):
    upload(store, done=2, expected=5)
    page.run()
    listed = page.dataframe[-1].value
    assert (list(listed["files"]), list(listed["done"]), list(listed["state"])) == ([5], [2], ["not all here"])


@pytest.mark.parametrize(("waiting", "clocks"), [(2, {1.0}), (0, {None})])
def test_the_list_draws_itself_anew_as_often_as_the_numbers_above_it(page, store, monkeypatch, waiting, clocks):
    upload(store, done=1, waiting=waiting)
    asked = set()
    fragment = st.fragment

    def heard(draw=None, *, run_every=None):
        asked.add(run_every)
        return fragment(draw, run_every=run_every)

    monkeypatch.setattr(st, "fragment", heard)
    page.run()
    assert not page.exception
    assert asked == clocks  # of the progress and of the list
    assert list(page.dataframe[-1].value["done"]) == [1]


def test_the_view_speaks_chinese(page, store):
    upload(store, done=1, failed=1)
    page.session_state["language"] = "zh"
    page.run()
    assert page.title[0].value == "上传"
    assert numbers(page)["已读取"] == "1 / 2"
    assert told(page)["texts"]["choose_files"] == "选择文件"
    assert "任何笔记本电脑" in page.caption[0].value and "without a download" not in page.caption[0].value


@pytest.fixture
def allowed(tmp_path, monkeypatch):
    """A folder that the server may read, with one call in it and two a level down."""
    calls = tmp_path / "calls"
    (calls / "march *x*").mkdir(parents=True)
    for name in ("a.wav", "march *x*/b.wav", "march *x*/c.wav", "march *x*/about.txt"):
        (calls / name).write_bytes(b"12345")
    monkeypatch.setenv(FOLDERS_VARIABLE, str(calls))
    return calls


def said_on(page):
    return [block.value for block in (*page.text, *page.caption)]


def test_where_no_folder_is_allowed_the_page_says_how_to_allow_one(page, monkeypatch):
    monkeypatch.delenv(FOLDERS_VARIABLE, raising=False)
    page.run()
    assert any("start it with" in one and "folders PATH" in one for one in said_on(page))
    assert not [button for button in page.button if button.label == "Read this folder"]


def test_a_folder_of_the_server_is_chosen_and_becomes_an_upload(page, store, allowed):
    page.run()
    page.selectbox(key="server_folder").select("calls").run()
    assert "3 files, 0.0 MB" in said_on(page)
    page.selectbox(key="folder_in_calls").select("calls/march *x*").run()
    assert not page.exception
    assert "2 files, 0.0 MB" in said_on(page)
    assert page.button(key="folder_2").label == "march \\*x\\*"  # a name is never Markdown
    page.button(key="folder_1").click().run()
    assert "3 files, 0.0 MB" in said_on(page)
    page.button(key="folder_read").click().run()
    assert not page.exception
    with store.reading() as read:
        [job] = jobs.recent(read, kinds=["read"])
        [item] = jobs.items(read, job.id)
    assert (item.source, job.options["voices"]) == ("calls", "customer")
    assert page.query_params["job"] == str(job.id)


def test_a_table_chosen_before_belongs_to_the_folder_that_is_read(page, store, allowed):
    page.run()
    page.file_uploader[0].upload("day.csv", b"file,agent\na.wav,ada\n", "text/csv").run()
    page.selectbox(key="server_folder").select("calls").run()
    page.button(key="folder_read").click().run()
    assert not page.exception
    with store.reading() as read:
        [job] = jobs.recent(read, kinds=["read"])
        [item] = jobs.items(read, job.id)
    assert (item.source, job.options["metadata"]) == ("calls", {"a.wav": {"agent": "ada"}})


def test_a_folder_that_vanished_is_said_and_nothing_breaks(page, allowed):
    page.run()
    page.selectbox(key="server_folder").select("calls").run()
    page.selectbox(key="folder_in_calls").select("calls/march *x*").run()
    (allowed / "march *x*").rename(allowed.parent / "elsewhere")
    page.run()
    assert not page.exception
    assert any("is no longer there" in one for one in said_on(page))


def test_an_empty_folder_cannot_be_read(page, allowed):
    (allowed / "empty").mkdir()
    page.run()
    page.selectbox(key="server_folder").select("calls").run()
    page.selectbox(key="folder_in_calls").select("calls/empty").run()
    assert page.button(key="folder_read").disabled
