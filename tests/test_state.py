"""Where a session looks: the address, the order of tables, the calls somebody opened and marked."""

import pytest
import streamlit as st

from dashboard import state


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A session of its own; its address is what is given back."""
    query: dict[str, str] = {}
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(st, "query_params", query)
    return query


def test_a_heading_sorts_numbers_from_the_top_and_words_from_a(session: dict[str, str]) -> None:
    assert state.order() == ("started_at", False)
    state.sort_by("negative")
    assert state.order() == ("negative", True)
    state.sort_by("negative")
    assert state.order() == ("negative", False)
    state.sort_by("name")
    assert state.order() == ("name", False)


def test_the_last_call_is_remembered(session: dict[str, str]) -> None:
    assert state.call_asked() == ""
    session["recording"] = "abc"
    assert state.call_asked() == "abc"
    session.clear()
    assert state.call_asked() == "abc"


@pytest.mark.parametrize(("at", "second"), [("12.5", 12.5), ("", None), ("nan", None), ("-3", None), ("x", None)])
def test_the_second_of_the_address(session: dict[str, str], at: str, second: float | None) -> None:
    session["at"] = at
    assert state.second() == second
