"""What an alert says in each form, and that names in it are never read as markup, mentions or links."""

import json
from typing import Any

import pytest

from analysis.alerts import PRESETS
from data import deliveries, hits, hooks, rules, settings, voices
from data.deliveries import Delivery
from data.errors import Missing
from data.hits import Hit
from data.hooks import FORMS
from data.rules import KeptRule
from jobs.message import MEANING, Message, compose, write
from tests.calls import MODEL, call, heard
from tests.stores import opened

HOSTILE = "<!channel> [win](http://evil.example) @all <http://evil.example|x> & **b**.wav"
ADDRESS = "https://tone.example/"


@pytest.fixture
def connection(tmp_path):
    with opened(tmp_path) as store, store.atomic() as connection:
        yield connection


def composed(connection, *, language: str = "en", address: str = ADDRESS, name: str = "call001.wav") -> Message:
    recording = call(1, name=name)
    voices.save(connection, recording, model=MODEL, told=heard(recording))
    hook = hooks.add(connection, name="chat", form="json", url="https://chat.example/hook")
    rule = rules.save(connection, KeptRule("complaints", PRESETS["complaints"].plain, hooks=(hook.id,)))
    hit = Hit(rule, recording.id, MODEL.key, "customer", "angry", 0.8125, 192.0, 206.0, ((192.0, 206.0),))
    hits.put(connection, hit)
    deliveries.add(connection, [hit])
    settings.save(connection, "language", language)
    settings.save(connection, "address", address)
    return compose(connection, Delivery(5, hook.id, rule, recording.id, MODEL.key, "customer"))


def told(message: Message, form: str) -> dict[str, Any]:
    return json.loads(write(message, form=form))


def test_the_json_form_holds_what_is_needed_and_no_more(connection):
    message = composed(connection)
    link = f"https://tone.example/call?recording={call(1).id}&role=customer&at=192.00"
    assert told(message, "json") == {
        "event": "alert",
        "delivery": 5,
        "rule": "complaints",
        "call": "call001.wav",
        "recording": call(1).id,
        "role": "customer",
        "second": 192.0,
        "until": 206.0,
        "emotion": "angry",
        "score": 0.8125,
        "model": "fake",
        "synthetic_voices": False,
        "meaning": MEANING,
        "link": link,
    }


def test_people_read_a_title_and_a_sentence_in_their_language(connection):
    assert composed(connection).lines == [
        "Alert: complaints",
        "angry expressed in the voice, score 0.81 for 14 s from 03:12: call001.wav",
        "as fake hears it; not what a person feels",
    ]


def test_in_chinese(connection):
    assert composed(connection, language="zh").lines[1] == (
        "声音中表达出生气，得分 0.81，自 03:12 起持续 14 秒：call001.wav"
    )


def test_slack_reads_no_markup(connection):
    body = told(composed(connection, name=HOSTILE), "slack")
    assert "<" not in body["text"] and "&lt;!channel&gt;" in body["text"]
    said, listen = body["blocks"]
    assert said["text"]["type"] == "plain_text" and HOSTILE in said["text"]["text"]
    assert listen["elements"][0]["url"].startswith("https://tone.example/call?")


def test_teams_reads_no_markdown(connection):
    [attached] = told(composed(connection, name=HOSTILE), "teams")["attachments"]
    assert attached["contentType"] == "application/vnd.microsoft.card.adaptive"
    kinds = {block["type"] for block in attached["content"]["body"]}
    assert kinds == {"RichTextBlock"}
    assert attached["content"]["actions"][0]["type"] == "Action.OpenUrl"


def test_wecom_takes_2048_bytes_and_the_link_stays_whole(connection):
    message = composed(connection, name="电" * 3_000 + ".wav")
    content = told(message, "wecom")["text"]["content"]
    assert len(content.encode()) <= 2_048
    assert content.endswith(message.link) and told(message, "wecom")["msgtype"] == "text"


@pytest.mark.parametrize("form", FORMS)
def test_without_an_address_there_is_no_link(connection, form):
    message = composed(connection, address="javascript:alert(1)")
    assert message.link == ""
    body = write(message, form=form).decode()
    assert "Listen" not in body and "javascript" not in body


@pytest.mark.parametrize("form", FORMS)
def test_a_test_says_so(connection, form):
    body = write(compose(connection, Delivery(9, 1)), form=form).decode()
    assert ('"event": "test"' if form == "json" else "This is a test from ToneAtlas") in body


def test_a_hit_that_is_gone_has_no_message(connection):
    with pytest.raises(Missing):
        compose(connection, Delivery(1, 1, 2, "a" * 64, "m", "customer"))
