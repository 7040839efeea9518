"""The catalogue of texts: complete in both languages, used as it is written, and nothing said outside of it."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from analysis.summary import summarise
from analysis.talk import Talk
from dashboard import texts
from data.records import Timeline
from inference.catalogue import CATALOGUE

DASHBOARD = Path(texts.__file__).resolve().parent.parent
# What the pages show; the API, the server and the guard answer programs, in English.
APART = ("server.py", "guard.py", "entrance.py")
PAGES = sorted(
    path
    for path in DASHBOARD.rglob("*.py")
    if path.parent.name not in ("texts", "api") and path.name not in APART and path.parent != DASHBOARD.parent
)
SCRIPTS = sorted(DASHBOARD.rglob("*.js"))
WORDS = re.compile(r"[A-Za-z]{2,} +[A-Za-z]{2,}|[\u4e00-\u9fff]|^[A-Z][a-z]{2,}$")
# Constants that are no sentences: fonts, styles, formats, names of things of Streamlit's and the web's.
NO_TEXT = re.compile(
    r"^:material/|^toneatlas_|px |rem|rgb|^<div|^\.|--st-|^Arrow|^Home$|^End$|^Enter$|^Escape$|^[A-Z][a-z]*Error$"
)
SILENT = ((0, np.int32), ((0, 2), np.float32), (0, np.float32), (0, np.bool_))  # frames, logits, weights, speech
OTHER_WORDS = {"ToneAtlas", "English", "中文", "Source Sans, sans-serif"}


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("key", sorted(texts.catalogue()))
def test_both_languages_say_it_with_the_same_values(key: str) -> None:
    english, chinese = texts.catalogue()[key]
    assert english.strip() and chinese.strip()
    assert placeholders(english) == placeholders(chinese)
    assert not re.search(r"[\u4e00-\u9fff]", english)


def calls_of_text(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("text", "translate"):
            yield node


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(DASHBOARD)))
def test_pages_ask_for_texts_that_exist_with_the_values_they_need(path: Path) -> None:
    known = texts.catalogue()
    for call in calls_of_text(path):
        key = call.args[0]
        if isinstance(key, ast.Constant):
            assert key.value in known, key.value
            given = {keyword.arg for keyword in call.keywords}
            assert given == placeholders(known[key.value][0]), key.value
        elif isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
            assert any(name.startswith(key.values[0].value) for name in known), key.values[0].value


def sentences_in(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = [
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    ]
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node not in said
        and WORDS.search(node.value)
        and not NO_TEXT.search(node.value)
        and node.value not in OTHER_WORDS
    ]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(DASHBOARD)))
def test_pages_say_nothing_outside_the_catalogue(path: Path) -> None:
    assert sentences_in(path) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(DASHBOARD)))
def test_scripts_say_nothing_outside_the_catalogue(path: Path) -> None:
    code = re.sub(r"(?m)//.*$", "", path.read_text(encoding="utf-8"))
    said = [match[1] for match in re.finditer(r'"([^"\n]*)"', code)]
    assert [one for one in said if WORDS.search(one) and not NO_TEXT.search(one) and not one.islower()] == []


def test_emotions_are_named_as_in_funasr() -> None:
    funasr = (
        "生气/angry",
        "厌恶/disgusted",
        "恐惧/fearful",
        "开心/happy",
        "中立/neutral",
        "其他/other",
        "难过/sad",
        "吃惊/surprised",
    )
    for label in funasr:
        chinese, english = label.split("/")
        assert texts.catalogue()[f"emotion.{english}"] == (english, chinese)


def test_every_model_of_the_catalogue_is_described_in_both_languages() -> None:
    for entry in CATALOGUE:
        for part in ("good_for", "licence", "languages"):
            assert texts.translate(f"model.{entry.name}.{part}", "en") == getattr(entry, part)
            assert re.search(r"[\u4e00-\u9fff]", texts.translate(f"model.{entry.name}.{part}", "zh")), entry.name


def test_reasons_that_are_stored_are_said_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "language", lambda: "zh")
    talk = Talk("a", 1.0, {})
    labels = ("angry", "neutral")
    silent = Timeline(*(np.zeros(shape, kind) for shape, kind in SILENT))
    voice = summarise(silent, (), talk=talk, role="customer", labels=labels)
    assert texts.reason(voice.reason) == "该声道中未听到语音"
    listening = (DASHBOARD.parent / "jobs" / "listen.py").read_text(encoding="utf-8")
    assert "'s voice is not read, as the settings ask" in listening
    assert texts.translate("reason.silent", "en") in listening
    assert texts.reason("something new") == "something new"


def test_a_missing_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        texts.translate("nothing.of_this_name", "en")


def test_one_is_said_in_the_singular() -> None:
    assert texts.translate("recordings.count", "en", count="1") == "1 voice"
    assert texts.translate("recordings.count", "en", count="2") == "2 voices"
    assert texts.translate("bulk.sure", "en", count="1").startswith("Erase 1 recording for good?")
    assert texts.translate("recordings.count", "zh", count="1") == "1 个声音"


def test_a_singular_belongs_to_a_text_that_counts() -> None:
    known = texts.catalogue()
    for key in known:
        if key.endswith(".one"):
            plural = known[key.removesuffix(".one")]
            assert "count" in placeholders(plural[0]) and plural[1] == known[key][1], key
