"""Selections: which voices they hold, in which order, page by page and as arrays."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from data import jobs, listing, voices
from data.errors import DataError
from data.listing import Order
from data.records import AGENT, CUSTOMER, Selection
from tests.calls import MODEL, OTHER, call, heard
from tests.stores import opened

EVERYBODY = Selection(MODEL.key, roles=())
CUSTOMERS = Selection(MODEL.key)


@pytest.fixture
def write(tmp_path):
    """Six calls of one model, the first also of another; call 4 has no time, call 5 no reading of the customer."""
    with opened(tmp_path) as store, store.atomic() as write:
        changes = {
            1: {"agent": "eli", "name": "100%_sure.wav"},
            2: {"queue": "sales", "name": "Ärger.WAV"},
            4: {"started_at": None, "agent": ""},
        }
        heards = {
            0: {"confidence": 0.9, "numbers": {"shift": 0.5, "share:生气/angry": 10.0}},
            1: {"confidence": 0.2, "numbers": {"shift": -1.5, "share:生气/angry": 9.0}},
            2: {"dominant": "开心/happy", "confidence": 0.7, "numbers": {}},
            3: {"confidence": 0.4, "numbers": {"shift": 2, "share:生气/angry": 1e-3}},
            4: {"dominant": "开心/happy", "confidence": 0.6, "numbers": {"shift": -0.5}},
        }
        for number in range(6):
            recording = call(number, **changes.get(number, {}))
            told = heard(recording, windows=number, **heards.get(number, {}))
            if number == 5:
                told = [replace(told[1], voice=replace(told[1].voice, role=CUSTOMER, reason="no speech was heard"))]
            voices.save(write, recording, model=MODEL, told=told)
        voices.save(write, call(0), model=OTHER, told=heard(call(0)))
        yield write


def numbers(write, selection: Selection = CUSTOMERS, **how) -> list[int]:
    """Which calls a page shows, in order."""
    known = {call(number).id: number for number in range(6)}
    return [known[recording.id] for recording, _ in listing.page(write, selection, **how)]


def test_calls_of_a_length(write):  # 60 to 65 s
    assert numbers(write, replace(CUSTOMERS, shortest=63.0)) == numbers(write)[3:] == [3, 5, 4]
    assert numbers(write, replace(CUSTOMERS, longest=61.0)) == [0, 1]
    assert numbers(write, replace(CUSTOMERS, shortest=62.0, longest=62.0)) == [2]
    assert numbers(write, replace(CUSTOMERS, longest=59.9)) == []


def test_a_page_holds_recordings_with_their_voices(write):
    [(recording, voice), *_] = listing.page(write, replace(CUSTOMERS, agents=("eli",)))
    assert recording == call(1, agent="eli", name="100%_sure.wav")
    assert (voice.role, voice.confidence, voice.numbers["shift"]) == (CUSTOMER, 0.2, -1.5)
    np.testing.assert_array_equal(voice.embedding, [1, 2, len("100%_sure.wav")])
    [(_, unread)] = listing.page(write, replace(CUSTOMERS, emotions=("unknown",)))
    assert (unread.scores, unread.embedding, unread.reason) == (None, None, "no speech was heard")


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (None, [0, 1, 2, 3, 5, 4]),  # by time; what has none comes last either way
        (Order("started_at", descending=True), [5, 3, 2, 1, 0, 4]),
        (Order("seconds", descending=True), [5, 4, 3, 2, 1, 0]),
        (Order("confidence"), [5, 1, 3, 4, 2, 0]),
        (Order("shift"), [1, 4, 0, 3, "2/5"]),  # as numbers, not as text; without the number last
        (Order("shift", descending=True), [3, 0, 4, 1, "2/5"]),
        (Order("share:生气/angry", descending=True), [0, 1, 3, "2/4/5"]),
        (Order("no_such_number"), ["0/1/2/3/4/5"]),
    ],
)
def test_every_order(write, order, expected):
    """Ties are in order of ids: ``"2/5"`` stands for such a group."""
    groups = [str(group).split("/") for group in expected]
    wanted = [int(one) for group in groups for one in sorted(group, key=lambda number: call(int(number)).id)]
    assert numbers(write, order=order) == wanted


@pytest.mark.parametrize(
    "column",
    ['"; DROP TABLE recording; --', 'shift")', "a\\b", "a\x00b", "", "x" * 200, '$."shift"', "shift' OR '1'='1"],
)
def test_no_column_reaches_the_database_as_text(write, column):
    try:
        assert len(listing.page(write, CUSTOMERS, order=Order(column))) == 6
    except DataError as error:
        assert "there is no column" in str(error)


HOSTILE = "' OR 1=1; DROP TABLE voice; --"


@pytest.mark.parametrize("name", ["agents", "queues", "emotions", "roles", "search", "model"])
def test_no_filter_reaches_the_database_as_text(write, name):
    value = HOSTILE if name in ("search", "model") else (HOSTILE,)
    assert listing.count(write, replace(CUSTOMERS, **{name: value})) == 0
    assert listing.count(write, CUSTOMERS) == 6


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (CUSTOMERS, {0, 1, 2, 3, 4, 5}),
        (replace(CUSTOMERS, model=OTHER.key), {0}),
        (replace(CUSTOMERS, model=""), set()),
        (replace(CUSTOMERS, since=datetime(2026, 3, 2, 9, 1)), {1, 2, 3, 5}),
        (replace(CUSTOMERS, until=datetime(2026, 3, 2, 9, 2)), {0, 1}),  # exclusive
        (replace(CUSTOMERS, since=datetime(2026, 3, 2, 9, 1), until=datetime(2026, 3, 2, 9, 3)), {1, 2}),
        (replace(CUSTOMERS, agents=("eli", "fern")), {1}),
        (replace(CUSTOMERS, queues=("sales",)), {2}),
        (replace(CUSTOMERS, emotions=("开心/happy",)), {2, 4}),
        (replace(CUSTOMERS, search="CALL00"), {0, 3, 4, 5}),
        (replace(CUSTOMERS, search="%"), {1}),  # a sign like any other
        (replace(CUSTOMERS, search="_"), {1}),
        (replace(CUSTOMERS, search="Ärg"), {2}),
        (replace(CUSTOMERS, emotions=("开心/happy",), agents=("dee",)), {2}),
    ],
)
def test_every_filter(write, selection, expected):
    assert set(numbers(write, selection)) == expected
    assert listing.count(write, selection) == len(expected)


def test_roles_are_chosen_and_none_chosen_means_all(write):
    assert listing.count(write, replace(CUSTOMERS, roles=(AGENT,))) == 5
    assert listing.count(write, EVERYBODY) == 11


def test_the_files_of_a_job(write):
    job = jobs.add(write, "read", options={})
    for number in (2, 3, 77):
        jobs.add_item(write, job, name="x", content=call(number).id)
    assert set(numbers(write, replace(CUSTOMERS, jobs=(job,)))) == {2, 3}
    assert numbers(write, replace(CUSTOMERS, jobs=(job + 1,))) == []


def test_pages_follow_each_other_without_gap_or_overlap(write):
    pages = [numbers(write, order=Order("shift"), offset=offset, limit=2) for offset in (0, 2, 4, 6)]
    assert [len(page) for page in pages] == [2, 2, 2, 0]
    assert [number for page in pages for number in page] == numbers(write, order=Order("shift"))


@pytest.mark.parametrize("column", listing.TIMES)
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("selection", [EVERYBODY, CUSTOMERS, Selection(OTHER.key, roles=()), Selection("none")])
def test_walking_to_the_first_rows_gives_those_that_sorting_gives(write, monkeypatch, column, descending, selection):
    order = Order(column, descending)
    assert selection.unfiltered and not replace(selection, agents=("dee",)).unfiltered
    walked = [listing.page(write, selection, order=order, offset=offset, limit=2) for offset in range(0, 12, 2)]
    monkeypatch.setattr(listing, "NEAR", 0)
    sorted_ = [listing.page(write, selection, order=order, offset=offset, limit=2) for offset in range(0, 12, 2)]
    keys = [[(recording.id, voice.role) for recording, voice in page] for page in (*walked, *sorted_)]
    assert keys[:6] == keys[6:]


def test_the_choices_of_a_filter(write):
    everybody = listing.choices(write, EVERYBODY)
    assert (everybody["agent"], everybody["role"]) == (["dee", "eli"], [AGENT, CUSTOMER])  # without the empty agent
    assert listing.choices(write, replace(EVERYBODY, agents=("eli",)))["queue"] == ["loans"]
    assert listing.choices(write, CUSTOMERS)["dominant"] == sorted(["unknown", "开心/happy", "生气/angry"])


def test_the_span_of_a_models_calls(write):
    assert listing.span(write, model=MODEL.key) == (datetime(2026, 3, 2, 9, 0), datetime(2026, 3, 2, 9, 5))
    assert listing.span(write, model=OTHER.key) == (datetime(2026, 3, 2, 9, 0), datetime(2026, 3, 2, 9, 0))
    assert listing.span(write, model="none") is None


def test_calls_without_a_time_are_counted_once_whatever_their_voices(write):
    before = listing.undated(write, EVERYBODY)
    assert before == 1  # call 4
    later = call(11, started_at=None)
    voices.save(write, later, model=MODEL, told=heard(later))
    assert listing.undated(write, EVERYBODY) == 2
    assert listing.undated(write, Selection("none")) == 0


def test_days_with_calls_are_the_newest_first(write):
    assert listing.days(write, EVERYBODY) == [date(2026, 3, 2)]  # call 4 has no time
    for number, hours in ((6, 24), (7, 47.999), (8, 24 * 5), (9, -24 * 40)):
        later = call(number, started_at=datetime(2026, 3, 2) + timedelta(hours=hours))
        voices.save(write, later, model=MODEL, told=heard(later))
    silent = call(10, started_at=datetime(2026, 4, 1))
    told = heard(silent, windows=1)[1]
    voices.save(write, silent, model=MODEL, told=[replace(told, voice=replace(told.voice, role=CUSTOMER))])
    expected = [date(2026, 3, 7), date(2026, 3, 3), date(2026, 3, 2), date(2026, 1, 21)]
    assert listing.days(write, CUSTOMERS) == expected
    assert listing.days(write, replace(CUSTOMERS, until=datetime(2026, 3, 3))) == expected[2:]
    assert listing.days(write, Selection(OTHER.key)) == [date(2026, 3, 2)]
    assert listing.days(write, Selection("none")) == []


def test_recordings_as_points(write):
    points = listing.points(write, EVERYBODY)
    order = sorted((call(number).id, number) for number in range(5))  # call 5 was not read
    assert points.recordings == tuple(identity for identity, _ in order)
    assert points.roles == (CUSTOMER,) * 5
    np.testing.assert_array_equal(points.spans, [(0, 60 + number) for _, number in order])
    np.testing.assert_array_equal(points.embeddings[:, :2], [(1, 2)] * 5)
    np.testing.assert_array_equal(points.scores, [(0.625, 0.125, 0.125, 0.125)] * 5)
    assert points.embeddings.dtype == points.scores.dtype == np.float32


def test_windows_as_points(write):
    points = listing.points(write, CUSTOMERS, unit="windows")
    expected = [
        (identity, index) for identity, number in sorted((call(n).id, n) for n in range(5)) for index in range(number)
    ]
    assert len(points) == 0 + 1 + 2 + 3 + 4
    assert points.recordings == tuple(identity for identity, _ in expected)
    np.testing.assert_array_equal(points.spans, [(index, index + 0.5) for _, index in expected])
    np.testing.assert_array_equal(points.embeddings, [(index, -index, 0.5) for _, index in expected])
    assert points.scores.shape == (10, 4)


@pytest.mark.parametrize("unit", ["recordings", "windows"])
def test_nothing_is_no_points(write, unit):
    points = listing.points(write, replace(CUSTOMERS, agents=("nobody",)), unit=unit)
    assert (len(points), points.spans.shape, points.embeddings.shape) == (0, (0, 2), (0, 0))


def test_there_are_points_of_two_kinds_only(write):
    with pytest.raises(DataError, match="points are recordings or windows, not 'turns'"):
        listing.points(write, CUSTOMERS, unit="turns")


def test_members_are_the_voices_that_were_read(write):
    assert listing.members(write, EVERYBODY) == sorted((call(number).id, CUSTOMER, number) for number in range(5))


def test_the_fingerprint_changes_with_every_change_of_what_is_selected(write):
    seen = {listing.fingerprint(write, CUSTOMERS)}
    assert listing.fingerprint(write, CUSTOMERS) in seen
    assert listing.fingerprint(write, EVERYBODY) in seen  # agents were not read, so it is the same
    for change in (
        lambda: voices.save(write, call(0), model=MODEL, told=heard(call(0))),  # read again
        lambda: voices.save(write, call(9), model=MODEL, told=heard(call(9))),  # one more
        lambda: voices.save(write, call(0), model=MODEL, told=heard(call(0))[1:]),  # its customer is not read any more
    ):
        change()
        assert listing.fingerprint(write, CUSTOMERS) not in seen
        seen.add(listing.fingerprint(write, CUSTOMERS))
    voices.save(write, call(1), model=OTHER, told=heard(call(1)))  # another model's affair
    assert listing.fingerprint(write, CUSTOMERS) in seen


def test_a_short_mono_file_is_the_point_of_its_whole_files_scores(tmp_path):
    with opened(tmp_path) as store, store.atomic() as write:
        for number, seconds in enumerate((30.0, 30.01)):
            recording = call(number, channels=1, seconds=seconds)
            voices.save(write, recording, model=MODEL, told=heard(recording)[:1])
        points = listing.points(write, CUSTOMERS)
    told = dict(zip(points.recordings, points.scores[:, 0].tolist(), strict=True))
    assert told == {call(0).id: 0.5, call(1).id: 0.625}


def test_voices_that_were_read_are_counted_apart(write):
    assert (listing.count(write, EVERYBODY), listing.count_read(write, EVERYBODY)) == (11, 5)
