"""The view of alerts: a rule from a preset, its preview counted by hand, what it caught, receivers without keys."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from analysis.alerts import PRESETS, Rule, Subject, episodes
from dashboard import previews
from dashboard.charts.thresholds import LOWEST, draw_thresholds
from data import deliveries, hits, hooks, recordings, rules, voices
from data.hits import Wanted
from data.notes import CONFIRMED
from data.rules import KeptRule
from data.store import Store
from tests.day import MODEL, fill, look_through
from tests.test_views import said, show, turn_to

ADDED = ("Called", "Address of the webhook")
SAD = Rule(("sad",), threshold=0.4, seconds=2.0)


@pytest.fixture
def store(pages: Store) -> Store:
    fill(pages, calls=40)
    return pages


def by_hand(store: Store, rule: Rule) -> list[str]:
    """Calls that a rule catches, from their timelines."""
    with store.reading() as read:
        ids = [recording for recording, *_ in read.execute(voices.schema.timeline.select())]
        return [
            recording
            for recording in ids
            if episodes(
                rule,
                Subject(
                    "customer",
                    recordings.find(read, recording).queue,
                    recordings.find(read, recording).seconds,
                    voices.timeline(read, recording, model=MODEL.key, role="customer"),
                ),
                labels=MODEL.labels,
            )
        ]


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    page.run()
    assert not page.exception, page.exception
    return page


def test_a_rule_is_made_from_a_preset_tried_and_kept(store: Store) -> None:
    page = show("alerts")
    assert "There is no rule yet" in said(page)
    complaints = PRESETS["complaints"]
    expected = len(by_hand(store, complaints))
    preset = next(control for control in page.button_group if control.key == "rule0_preset")
    preset.set_value(["complaints"]) if isinstance(preset.value, list) else preset.set_value("complaints")
    page.run()
    assert f"would have caught {expected} of 39 calls of Mon 2 Mar" in said(page)
    press(page, "Save")
    with store.reading() as read:
        [kept] = rules.load(read)
    assert (kept.name, Rule.of(kept.looks_for), kept.active) == ("complaints", complaints, True)
    assert "Stored calls are being looked through" in said(page)
    look_through(store)
    page = show("alerts")
    assert "Caught" in said(page)
    with store.reading() as read:
        assert hits.total(read, Wanted(MODEL.key)) == expected


def test_a_preset_told_after_its_editor_was_left_fills_nothing_in(store: Store) -> None:
    def page() -> None:
        import streamlit as st

        from dashboard.components.alerts.editor import _take_preset

        _take_preset("rule0")
        st.text(sorted(name for name in st.session_state if str(name).startswith("rule0")))

    for told in ({}, {"rule0_preset": "ends badly"}):
        late = AppTest.from_function(page)
        for name, value in told.items():
            late.session_state[name] = value
        late.run()
        assert not late.exception
        assert late.text[0].value == str(sorted(told))


def test_the_preview_counts_at_every_threshold_and_shows_examples(store: Store) -> None:
    expected = by_hand(store, SAD)
    with store.reading() as read:
        question, newest = previews.within(read, previews.question_of(SAD, model=MODEL), previews.DAY)
        found = previews.preview(read, SAD, question, model=MODEL)
        week, _ = previews.within(read, question, previews.WEEK)
    assert newest is not None and newest.isoformat() == "2026-03-02"
    assert (found.caught, found.tally.total) == (len(expected), 39)
    assert (week.until - week.since).days == 7
    for level in (10, 55, 90):
        stricter = Rule(("sad",), threshold=level / 100, seconds=2.0)
        assert int(found.tally.caught[level]) == len(by_hand(store, stricter))
    shown = [example.recording.id for example in found.examples]
    assert len(shown) == len(set(shown)) == min(len(expected), 10) and set(shown) <= set(expected)
    assert all(example.episode.end - example.episode.start >= 1.99 for example in found.examples)


def test_a_rule_about_nothing_the_model_knows_catches_nothing(store: Store) -> None:
    bored = Rule(("bored",))
    with store.reading() as read:
        found = previews.preview(read, bored, previews.question_of(bored, model=MODEL), model=MODEL)
    assert (found.caught, found.tally.total, found.examples) == (0, 0, ())


def test_an_alert_is_on_today_and_on_its_call_and_its_precision_is_told(store: Store) -> None:
    with store.atomic() as write:
        number = rules.save(write, KeptRule("sad <b>calls</b>", SAD.plain))
    look_through(store)
    with store.reading() as read:
        (recording, _, hit), *_ = hits.page(read, Wanted(MODEL.key))
    page = show("today")
    assert "Alerts" in [heading.value for heading in page.subheader]
    with store.atomic() as write:
        key = {"rule": number, "recording": hit.recording, "model": MODEL.key, "role": "customer"}
        hits.judge(write, key, CONFIRMED)
    assert "cannot be shown" not in said(turn_to("call", page, recording=recording.id, role="customer"))
    assert "cannot be shown" not in said(turn_to("alerts", page, rule=str(number)))
    title = next(heading.value for heading in page.subheader if heading.value.startswith("Caught by"))
    assert title == "Caught by sad \\<b\\>calls\\<\\/b\\>"  # what somebody called it is no markup
    press(page, "Remove the rule")
    with store.reading() as read:
        assert rules.load(read) == []
        assert hits.total(read, Wanted(MODEL.key, rule=number)) == 0


def test_receivers_are_added_tested_and_removed_and_show_no_key(store: Store) -> None:
    page = show("alerts")
    name, url = (next(field for field in page.text_input if field.label == label) for label in ADDED)
    name.set_value("ops chat")
    url.set_value("https://chat.example/hooks/T0KEN")
    press(page, "Add")
    with store.reading() as read:
        [hook] = hooks.load(read)
    assert hook.secret in [code.value for code in page.code]  # shown this once
    page = show("alerts")
    assert hook.secret not in str(page.main) and "T0KEN" not in str(page.main)
    assert "ops chat" in said(page) and "nothing sent yet" in said(page)
    press(page, "Send a test")
    with store.reading() as read:
        assert deliveries.waiting(read) == {hook.id: 1}
    assert "1 on the way" in said(page)
    next(button for button in page.button if button.key == f"hook{hook.id}_remove").click()
    page.run()
    assert "ops chat" not in said(page)


def test_an_address_that_is_none_is_said(store: Store) -> None:
    page = show("alerts")
    name, url = (next(field for field in page.text_input if field.label == label) for label in ADDED)
    name.set_value("ops chat")
    url.set_value("http://10.0.0.1/")
    press(page, "Add")
    assert any("https" in error.value for error in page.error)


def test_the_line_of_thresholds_marks_the_chosen_one() -> None:
    caught = np.arange(101)[::-1].copy()
    line, point = draw_thresholds(caught, level=60, names=("Score <b>", "Calls"), theme="dark").data
    assert len(line.x) == 101 - LOWEST and line.y[0] == 95
    assert (point.x[0], point.y[0]) == (0.6, 40)
    assert "<b>" not in line.hovertemplate.replace("<extra></extra>", "")
