"""Filters say how many of them are set, also when a link has set them, and can be taken away at once."""

import pytest

from data.store import Store
from tests.day import fill
from tests.test_views import show


@pytest.fixture
def store(pages: Store) -> Store:
    fill(pages, calls=12)
    return pages


def folded(page) -> list[str]:
    """Labels of the popovers of a page."""
    return [block.proto.popover.label for block in blocks(page.main) if block.type == "popover"]


def blocks(block):
    yield block
    for child in getattr(block, "children", {}).values():
        yield from blocks(child)


def clear(page):
    return [button for button in page.button if button.label == "Clear all filters"]


def test_without_filters_nothing_can_be_taken_away(store: Store) -> None:
    page = show("recordings")
    assert "Filters" in folded(page)
    assert clear(page) == []


def test_filters_of_a_link_are_counted_at_once_and_taken_away_by_one_press(store: Store) -> None:
    page = show("recordings", queues="billing", longest="30", name="call")
    assert "Filters · 2" in folded(page)
    clear(page)[0].click().run()
    assert not page.exception
    assert "Filters" in folded(page)
    assert page.multiselect(key="queues").value == []
    assert page.text_input(key="name").value == ""
    assert clear(page) == []
