"""What a command says while somebody waits: one line that is written anew, or now and then a line in a log."""

import io
import sys

import pytest

from data import jobs
from jobs import progress
from jobs.progress import Progress, line


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def job(store):
    with store.atomic() as write:
        number = jobs.add(write, "read", options={})
        for name in "ab":
            jobs.add_item(write, number, name=name, content=name * 64, size=1)
        jobs.finish(write, jobs.claim(write, "w")[1][0].id, seconds=5.0)
    return number


def test_a_line_says_what_is_over(store, job):
    with store.reading() as read:
        assert line(jobs.find(read, job)).startswith("1 of 2 files, ")


@pytest.mark.parametrize(("stream", "start", "end"), [(Terminal, "\r", "\n"), (io.StringIO, "1 of 2", "\n")])
def test_it_is_told_while_it_runs(store, job, monkeypatch, stream, start, end):
    monkeypatch.setattr(sys, "stderr", told := stream())
    monkeypatch.setattr(progress, "EVERY", 0.0)
    monkeypatch.setattr(progress, "SELDOM", 0.0)
    with Progress(store, job):
        while not told.getvalue():
            pass
    text = told.getvalue()
    assert text.startswith(start) and text.endswith(end) and "1 of 2 files" in text
