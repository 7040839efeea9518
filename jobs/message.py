"""What an alert says, in the form of a program's JSON, of Slack, Teams or WeCom.

Names of files and rules are strangers' and ours to neutralise: nothing here is read as markup, a mention or a link.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa

from analysis.alerts import ANY_NEGATIVE
from analysis.labels import english
from analysis.worklist import clock
from data import hits, models, recordings, rules, settings
from data.deliveries import Delivery
from data.hits import Hit
from data.hooks import SLACK, TEAMS, WECOM
from data.records import Model

MEANING = "what is expressed in the voice, as one model hears it; not what a person feels"
WORDS = {  # by language: title, what was heard, by what, that the voices are made, the link, a test
    "en": (
        "Alert: {rule}",
        "{emotion} expressed in the voice, score {score} for {seconds} s from {at}: {call}",
        "as {model} hears it; not what a person feels",
        "synthetic voices",
        "Listen",
        "This is a test from ToneAtlas: messages arrive here.",
    ),
    "zh": (
        "提醒：{rule}",
        "声音中表达出{emotion}，得分 {score}，自 {at} 起持续 {seconds} 秒：{call}",
        "由 {model} 听出，并非说话人的感受",
        "合成语音",
        "试听",
        "这是来自 ToneAtlas 的测试：消息可以送达此处。",
    ),
}
CHINESE_NEGATIVE = "负面情绪"
MOST_BYTES = 2_000  # WeCom takes 2,048


@dataclass(frozen=True, slots=True)
class Message:
    """What is told of one hit, and in which language; of a test only the language."""

    language: str
    told: dict[str, Any]  # the JSON form
    emotion: str = ""  # in the language
    link: str = ""

    @property
    def is_test(self) -> bool:
        """Whether it only says that messages arrive."""
        return bool(self.told["event"] == "test")

    @property
    def lines(self) -> list[str]:
        """A title and what was heard, for people."""
        title, heard, by, synthetic, _, test = WORDS[self.language]
        if self.is_test:
            return [test]
        seconds = self.told["until"] - self.told["second"]
        said = heard.format(
            emotion=self.emotion,
            score=f"{self.told['score']:.2f}",
            seconds=f"{seconds:.0f}",
            at=clock(self.told["second"]),
            call=self.told["call"],
        )
        made = [synthetic] if self.told["synthetic_voices"] else []
        return [title.format(rule=self.told["rule"]), said, by.format(model=self.told["model"]), *made]


def compose(connection: sa.Connection, delivery: Delivery) -> Message:
    """What a delivery says. ``Missing`` if its hit is gone: its rule was changed, or its call erased."""
    chosen = settings.load(connection)
    if not delivery.rule:
        return Message(chosen["language"], {"event": "test", "delivery": delivery.id})
    hit = hits.find(connection, delivery.rule, delivery.recording, model=delivery.model, role=delivery.role)
    call, model = recordings.find(connection, hit.recording), models.load(connection)[hit.model]
    link = _link(chosen["address"], hit)
    told = {
        "event": "alert",
        "delivery": delivery.id,
        "rule": rules.find(connection, hit.rule).name,
        "call": call.name,
        "recording": call.id,
        "role": hit.role,
        "second": round(hit.start, 2),
        "until": round(hit.stop, 2),
        "emotion": hit.emotion,
        "score": round(hit.score, 4),
        "model": model.name,
        "synthetic_voices": call.synthetic,
        "meaning": MEANING,
        "link": link,
    }
    return Message(chosen["language"], told, _named(hit.emotion, model, chosen["language"]), link)


def write(message: Message, *, form: str) -> bytes:
    """The message as the body of a request, in one of ``data.hooks.FORMS``."""
    forms = {SLACK: _slack, TEAMS: _teams, WECOM: _wecom}
    told = forms[form](message) if form in forms else message.told
    return json.dumps(told, ensure_ascii=False).encode()


def _slack(message: Message) -> dict[str, Any]:
    """https://api.slack.com/reference/block-kit: blocks of plain text; in ``text`` three characters mean something."""
    said = "\n".join(message.lines)
    plain = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    blocks: list[dict[str, Any]] = [
        {"type": "section", "text": {"type": "plain_text", "text": said[:3_000], "emoji": False}}
    ]
    if message.link:
        named = {"type": "plain_text", "text": WORDS[message.language][4]}
        blocks.append({"type": "actions", "elements": [{"type": "button", "text": named, "url": message.link}]})
    return {"text": plain, "mrkdwn": False, "unfurl_links": False, "blocks": blocks}


def _teams(message: Message) -> dict[str, Any]:
    """An Adaptive Card (https://adaptivecards.io), whose RichTextBlock, unlike its TextBlock, reads no Markdown."""
    first, *rest = message.lines
    runs = [{"type": "TextRun", "text": first, "weight": "Bolder"}]
    texts = [{"type": "RichTextBlock", "inlines": runs}]
    texts += [{"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": line}]} for line in rest]
    card: dict[str, Any] = {"type": "AdaptiveCard", "version": "1.4", "body": texts}
    if message.link:
        card["actions"] = [{"type": "Action.OpenUrl", "title": WORDS[message.language][4], "url": message.link}]
    content = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [content]}


def _wecom(message: Message) -> dict[str, Any]:
    """https://developer.work.weixin.qq.com/document/path/91770: text, not markdown; at most 2,048 bytes."""
    end = f"\n{message.link}" if message.link else ""
    said = "\n".join(message.lines).encode()[: MOST_BYTES - len(end)].decode(errors="ignore")
    return {"msgtype": "text", "text": {"content": said + end}}


def _link(address: str, hit: Hit) -> str:
    """Where the call opens at that second; empty while nobody has set where people reach the dashboard."""
    query = urlencode({"recording": hit.recording, "role": hit.role, "at": f"{hit.start:.2f}"})
    return f"{address.rstrip('/')}/call?{query}" if address.startswith(("http://", "https://")) else ""


def _named(emotion: str, model: Model, language: str) -> str:
    if language != "zh":
        return emotion
    if emotion == ANY_NEGATIVE:
        return CHINESE_NEGATIVE
    return next((label.split("/")[0] for label in model.labels if english(label) == emotion), emotion)
