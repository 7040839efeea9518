"""A worker's card says where it reads and what it is doing, in the page's language."""

from datetime import UTC, datetime

import pytest

from dashboard import texts
from dashboard.components.models import worker_card
from data.workers import READY, STARTING, STOPPED, Worker

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_the_card_holds_what_the_worker_told():
    card = worker_card(Worker("beside-1", READY, "compact@3", "cpu", "waiting for work", NOW))
    assert (card.title, card.badges) == ("beside-1", [("ready", False)])
    assert [value for _, value in card.facts] == ["compact@3", "cpu", "waiting for work"]


def test_what_is_not_known_yet_is_a_dash():
    card = worker_card(Worker("late", STARTING, "", "auto", "", NOW))
    assert [value for _, value in card.facts] == ["–", "auto", "–"]


@pytest.mark.parametrize(("state", "said"), [(STARTING, "启动中"), (READY, "就绪"), (STOPPED, "已停止")])
def test_state_and_work_are_said_in_chinese(state, said, monkeypatch):
    monkeypatch.setattr(texts, "language", lambda: "zh")
    card = worker_card(Worker("beside-1", state, "compact@3", "cpu", "loading its model", NOW))
    assert card.badges == [(said, False)]
    assert card.facts[-1] == ("正在进行", "正在加载模型")
