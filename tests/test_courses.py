"""Searching by course, against the scores themselves; and sketches of courses, as people and addresses say them."""

import json

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from analysis.outlines import course, second_at
from analysis.shape import distances, stages
from analysis.sketch import drawn
from dashboard import state
from dashboard.courses import find_alike
from dashboard.search import Example
from dashboard.sketch import RISING, levels_of
from data import outlines
from data.errors import Missing
from data.records import Selection
from data.store import Store
from tests.day import MODEL, fill
from tests.test_views import show

SELECTION = Selection(MODEL.key)
NAMES = ("angry", "sad", "happy")


@pytest.fixture
def calls(pages: Store) -> list[str]:
    return fill(pages, calls=40)


def lines(calls: list[str]) -> dict[str, outlines.Outline]:
    with state.store().reading() as read:
        return {key[0]: line for key, line in outlines.load(read, calls, model=MODEL.key).items()}


def test_courses_are_compared_by_their_aligned_distance(calls: list[str]) -> None:
    found = find_alike(Example(calls[0], "customer"), SELECTION, most=5)
    shapes = {recording: course(line.spans, line.scores) for recording, line in lines(calls).items()}
    own = shapes.pop(calls[0])
    apart = distances(own, np.stack(list(shapes.values())))
    expected = [list(shapes)[row] for row in np.argsort(apart, kind="stable")[:5]]
    assert {match.recording for match in found} == set(expected)
    assert found[0].cosine == pytest.approx(1 - apart.min(), abs=1e-6)
    assert found[0].stages == tuple(stages(shapes[found[0].recording]))


def test_a_match_names_seconds_in_which_the_voice_speaks(calls: list[str]) -> None:
    spoken = lines(calls)
    for match in find_alike(Example("", "", sketch=RISING), SELECTION, most=10):
        spans = spoken[match.recording].spans
        assert 0 <= match.span[0] < match.span[1] <= spans[-1, 1]
        assert any(start < match.span[1] and end > match.span[0] for start, end in spans)


def test_a_sketch_finds_the_calls_that_run_like_it(calls: list[str]) -> None:
    found = find_alike(Example("", "", sketch=RISING), SELECTION, most=39)
    query = drawn(levels_of(RISING), labels=MODEL.labels)
    apart = {key: distances(query, course(line.spans, line.scores)[None])[0] for key, line in lines(calls).items()}
    assert [match.cosine for match in found] == pytest.approx(sorted((1 - one for one in apart.values()), reverse=True))


def test_a_voice_that_was_not_read_and_a_selection_of_itself(calls: list[str]) -> None:
    with pytest.raises(Missing):
        find_alike(Example(calls[0], "agent"), SELECTION, most=5)
    alone = Selection(MODEL.key, search="call000")
    assert find_alike(Example(calls[0], "customer"), alone, most=5) == []


def test_the_second_of_a_share_of_speech() -> None:
    spans = np.array([[10.0, 14.0], [60.0, 62.0], [90.0, 92.0]])  # eight seconds of speech
    assert [second_at(spans, share) for share in (0, 0.25, 0.5, 0.625, 1)] == [10, 12, 14, 61, 92]


def told(page: AppTest, part: str) -> dict[str, object]:
    """What a component of the page was sent: the one with that part."""
    sent = [json.loads(element.proto.json) for element in page.get("bidi_component")]
    return next(one for one in sent if part in one)


def test_the_view_searches_with_what_the_address_names(calls: list[str]) -> None:
    page = show("similar", **{"from": "sketch", "drawn": "sad:0-20-40-60-80-100"})
    assert told(page, "stops")["levels"] == {"sad": [0, 20, 40, 60, 80, 100]}
    rows = told(page, "rows")["rows"]
    assert isinstance(rows, list) and len(rows) == 10 and not any(row["marked"] for row in rows)
    assert all(row["cells"]["why"].startswith("runs ") and row["cells"]["matched"] for row in rows)
    assert "neutral" not in {one["name"] for one in told(page, "stops")["emotions"]}


@pytest.mark.parametrize("address", ["", "sad:1", "sad:0-0-0-0-0-999", "x" * 5_000])
def test_an_address_that_is_no_sketch_opens_the_first_one(calls: list[str], address: str) -> None:
    page = show("similar", **{"from": "sketch", "drawn": address})
    assert told(page, "stops")["levels"] == {name: list(levels) for name, levels in RISING}
