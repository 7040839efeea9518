"""Reasons are said in the page's language: every sentence the code says about a file is in the catalogue."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import texts
from inference import containers

ROOT = Path(__file__).resolve().parent.parent
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# The modules whose errors end as the reason of a file, a region or a clip, and what raises in them.
MODULES = (
    "inference/containers.py", "inference/decode.py", "inference/ffmpeg.py", "inference/sandbox.py",
    "inference/cell.py", "data/archive.py", "data/audio.py", "jobs/excerpt.py", "jobs/own.py", "analysis/own_trial.py",
    "analysis/own.py", "data/folders.py", "jobs/fetch.py",
)  # fmt: skip
NOT_OF_FILES = (  # said to programs, and to whoever starts the server
    "that is not the id of a recording",
    "there is no folder X1",
    "TONEATLAS_FOLDERS must hold absolute paths, not X1",
)
WRAPPED = ("inference/containers.py", "inference/decode.py", "inference/ffmpeg.py")  # the file's name comes before


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "language", lambda: "zh")


def sentence_of(node: ast.expr) -> str | None:
    """A sentence in the code with something in each of its places; None for what is no sentence of its own."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "X1" for part in node.values)


def raised(module: str) -> Iterator[str]:
    for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
            said = sentence_of(node.exc.args[0])
            if said and len(said) > 12 and said not in NOT_OF_FILES and not said.startswith("X1"):
                yield f"call.wav {said}" if module in WRAPPED else said


@pytest.mark.parametrize("module", MODULES)
def test_every_sentence_that_is_raised_about_a_file_is_said_in_chinese(module: str) -> None:
    plain = re.compile(
        r"(more samples than|fewer samples than|an error that is|X1 windows have X1)"
    )  # caught and worded anew
    left = [said for said in raised(module) if not CHINESE.search(texts.reason(said)) and not plain.match(said)]
    assert left == []


def test_what_people_send_by_mistake_is_said_in_chinese() -> None:
    for _, meaning in containers._OTHER:
        assert CHINESE.search(texts.reason(f"photo.wav {meaning}")), meaning


def test_names_and_numbers_stay_as_they_are() -> None:
    assert (
        texts.reason("a; cancelled.wav is empty (0 bytes); export it again")
        == "a; cancelled.wav 为空（0 字节）；请重新导出"
    )
    assert texts.reason("x.wav has 5.0 GB; the limit is 4 GB") == "x.wav 有 5.0 GB；上限为 4 GB"


def test_what_is_said_of_folders_is_said_in_chinese() -> None:
    for said in (
        "calls/a.wav is no longer there: it was moved, deleted or replaced by a link",
        "calls holds more than one upload takes, 20,000 files and 256 GB: choose a folder inside it",
        "calls/b cannot be read (Permission denied): check that the server's user may, then try again",
        "etc is no folder that may be read: the server is started with those that may",
    ):
        assert CHINESE.search(texts.reason(said)), said


def test_several_sentences_and_one_inside_another() -> None:
    said = "a zip of 3 files, each in a row of its own; its table describes 2 files; a.json was left out: cancelled"
    assert (
        texts.reason(said) == "含 3 个文件的 zip，每个文件各占一行；其中的信息表描述了 2 个文件；a.json 已略过：已取消"
    )
    assert texts.reason("something new; cancelled") == "something new; 已取消"


def test_english_pages_say_it_as_it_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "language", lambda: "en")
    assert (
        texts.reason("call.wav is empty (0 bytes); export it again") == "call.wav is empty (0 bytes); export it again"
    )


def test_a_reason_full_of_semicolons_is_answered_at_once() -> None:
    hostile = "; ".join(["x holds no sound"] * 2_000)
    assert texts.reason(hostile).startswith("x 不含声音；x 不含声音；")
