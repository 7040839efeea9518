"""Every view with an empty store, one call, a thousand calls, and a failing store: no exception, and what it says."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
import streamlit as st
from streamlit.testing.v1 import AppTest

from benchmarks.crowd import crowd
from dashboard.texts import LANGUAGES, translate
from data import jobs, settings
from data.folders import FOLDERS_VARIABLE
from data.home import HOME_VARIABLE, Home
from data.store import Store
from tests.day import MODEL, fill

APP = Path(__file__).resolve().parent.parent / "dashboard" / "app.py"
VIEWS = ("today", "upload", "recordings", "call", "map", "similar", "own", "trends", "alerts", "models", "settings")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of its own for the pages of one test."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    st.cache_resource.clear()
    st.cache_data.clear()
    yield tmp_path
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a thousand calls, made once."""
    root = tmp_path_factory.mktemp("thousand")
    store = Store.open(Home(root))
    crowd(store, calls=1_000)
    store.close()
    return root


def show(view: str, **query: str) -> AppTest:
    """A view as it is after its first run."""
    return turn_to(view, AppTest.from_file(str(APP), default_timeout=30).run(), **query)


def turn_to(view: str, page: AppTest, **query: str) -> AppTest:
    """The same visit, now at another view."""
    page.switch_page(f"views/{view}.py")
    page.query_params.clear()
    for name, value in query.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception, (view, page.exception)
    return page


def said(page: AppTest) -> str:
    """Everything a page says in text, captions, titles and metrics."""
    parts = [*page.title, *page.subheader, *page.text, *page.caption, *page.markdown]
    return "\n".join(str(part.value) for part in parts)


def test_an_empty_store_leads_on(home: Path) -> None:
    page = show("today")
    for view in VIEWS:
        words = said(turn_to(view, page))
        if view in ("today", "recordings", "map", "similar", "trends", "alerts"):
            assert "Nothing has been read yet" in words, view
            assert any(button.label == "Upload recordings" for button in page.button), view


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_call(home: Path, language: str) -> None:
    [call] = fill(Store.open(Home(home)), calls=1, audio=True)
    for view in VIEWS:  # a visit each: AppTest says a widget's choices again outside the session, that is, in English
        page = AppTest.from_file(str(APP), default_timeout=30)
        page.query_params["lang"] = language
        query = {"recording": call, "role": "customer"} if view in ("call", "similar") else {}
        words = said(turn_to(view, page.run(), **query))
        assert translate("shell.failed", language) not in words, view
        assert translate("shell.meaning", language) in words, view


def test_a_thousand_calls(thousand: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(thousand))
    page = show("today")
    for view in VIEWS:
        assert "cannot be shown" not in said(turn_to(view, page)), view
        if view == "recordings":
            assert "1,000 voices" in said(page)
        if view == "today":
            assert [metric.value for metric in page.metric][:2] == ["1,000", "5.6"]  # 1,000 calls of 20 s


def test_a_store_that_fails_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(Store.open(Home(home)), calls=1)

    def fails(*_: object, **__: object) -> None:
        raise sa.exc.OperationalError("SELECT", {}, Exception("disk I/O error"))

    page = show("today")
    monkeypatch.setattr("data.store.Store.reading", fails)
    for view in VIEWS:
        words = said(turn_to(view, page))
        assert "The store cannot be read just now" in words, view
        assert "disk I/O" not in words, view  # what the database says is for the log


def test_a_recording_that_is_gone_says_so(home: Path) -> None:
    fill(Store.open(Home(home)), calls=1)
    page = show("call", recording="0" * 64)
    assert re.search("not in the store|deleted", said(page))


def test_the_notice_is_asked_once_and_sets_whose_voice_is_read(home: Path) -> None:
    page = show("recordings")
    assert "Article 5(1)(f)" in said(page)
    next(button for button in page.button if button.label == "I have read this").click()
    page.run()
    assert "Article 5(1)(f)" not in said(page)
    assert "Article 5(1)(f)" not in said(show("recordings"))


def test_settings_are_kept(home: Path) -> None:
    page = show("settings")
    whose = next(control for control in page.button_group if control.key == "voices_read")
    whose.set_value(["all"]) if isinstance(whose.value, list) else whose.set_value("all")
    page.run()
    with Store.open(Home(home)).reading() as read:
        assert settings.load(read)["voices"] == "all"
    assert "Article 5(1)(f)" in page.warning[0].value  # agents are employees: said where it is chosen
    turn_to("upload", page)
    assert page.segmented_control(key="upload_voices_all").value == "all"


def test_settings_tell_which_folders_of_the_server_may_be_read(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDERS_VARIABLE, raising=False)
    assert "folders PATH" in said(show("settings"))
    (home / "march *x*").mkdir()
    monkeypatch.setenv(FOLDERS_VARIABLE, str(home / "march *x*"))
    monkeypatch.setenv(HOME_VARIABLE, str(home / "var"))
    assert "Folders of the server that Upload may read: march *x*" in said(show("settings"))


def test_an_upload_that_the_address_names_is_shown_alone_until_it_is_pressed_away(home: Path) -> None:
    store = Store.open(Home(home))
    ids = fill(store, calls=5)
    with store.atomic() as write:
        job = jobs.add(write, "read", options={})
        jobs.add_item(write, job, name="call003.wav", content=ids[3])
    page = show("recordings", job=str(job))
    assert "1 voice\n" in said(page) + "\n"
    page.button(key="only_job").click().run()
    assert "5 voices" in said(page)
    for nonsense in ("x", "-1", "9" * 99, "²"):
        assert "5 voices" in said(turn_to("recordings", page, job=nonsense))


def test_thresholds_are_set_and_followed(home: Path) -> None:
    fill(Store.open(Home(home)), calls=12)
    page = show("settings")
    page.number_input(key="weak_below").set_value(100).run()
    page.number_input(key="long_negative").set_value(25).run()
    with Store.open(Home(home)).reading() as read:
        assert settings.load(read)["weak_below"] == "100"
    turn_to("today", page)
    assert page.metric[4].label == "Negative for 25 s or more"
    assert page.session_state["thresholds"].weak == 1.0


@pytest.mark.parametrize("asked", ["sample", "a reference sample", "参考样本"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_opens_the_same_view_in_either_language(home: Path, asked: str, language: str) -> None:
    fill(Store.open(Home(home)), calls=1)
    page = AppTest.from_file(str(APP), default_timeout=30)
    page.query_params["lang"] = language
    page = turn_to("similar", page.run(), **{"from": asked})
    assert translate("own.no_samples", language) in said(page)
    turn_to("recordings", page, emotions=translate("emotion.neutral", LANGUAGES[1 - LANGUAGES.index(language)]))
    [emotions] = [one for one in page.multiselect if one.key == "emotions"]
    assert all(one.endswith("/neutral") for one in emotions.value)


@pytest.mark.parametrize(("asked", "title"), [("zh", "录音"), ("klingon", "Recordings")])
def test_the_language_follows_the_address_then_the_setting(home: Path, asked: str, title: str) -> None:
    page = AppTest.from_file(str(APP), default_timeout=30)
    page.query_params["lang"] = asked
    assert turn_to("recordings", page.run()).title[0].value == title


def choose(page: AppTest, key: str, value: str) -> None:
    """Press one of a row of buttons."""
    control = next(control for control in page.button_group if control.key == key)
    control.set_value([value]) if isinstance(control.value, list) else control.set_value(value)
    page.run()
    assert not page.exception, page.exception


def lang_of(page: AppTest) -> str:
    """The language in a page's address: a list where the page set it itself."""
    told = page.query_params["lang"]
    return told if isinstance(told, str) else told[0]


def test_the_language_of_the_sidebar_stands_in_every_address(home: Path) -> None:
    page = show("recordings")
    assert "lang" not in page.query_params
    choose(page, "language", "zh")
    assert page.title[0].value == "录音"
    assert lang_of(page) == lang_of(turn_to("trends", page)) == "zh"
    choose(page, "language", "en")
    assert "lang" not in page.query_params


def test_the_language_of_the_settings_speaks_at_once_and_on_every_visit(home: Path) -> None:
    page = show("settings")
    choose(page, "language_kept", "zh")
    assert page.title[0].value == "设置"
    assert show("recordings").title[0].value == "录音"
    assert show("recordings", lang="klingon").title[0].value == "录音"
    english = AppTest.from_file(str(APP), default_timeout=30)
    english.query_params["lang"] = "en"
    assert turn_to("recordings", english.run()).title[0].value == "Recordings"
    assert lang_of(english) == "en"


def test_every_page_names_the_model_and_its_licence(home: Path) -> None:
    fill(Store.open(Home(home)), calls=1)
    words = said(show("recordings"))
    assert MODEL.precision in words
    assert "Licence" in words
    assert "not what a person feels" in words
