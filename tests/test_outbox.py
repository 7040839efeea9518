"""Messages on their way: signed, sent once, tried again after growing pauses, and never telling a secret."""

import hashlib
import hmac
import json
import logging
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import sqlalchemy as sa

from analysis.alerts import PRESETS
from data import deliveries, hits, hooks, recordings, rules, schema, voices
from data.deliveries import KEPT, PAUSES
from data.errors import DataError, Missing
from data.hits import Hit
from data.home import Home
from data.hooks import Hook
from data.networks import NETWORKS_VARIABLE
from data.rules import KeptRule
from data.store import Store
from jobs import outbox, post
from jobs.outbox import send_next, sending
from jobs.post import NotDelivered, send, signed
from tests.calls import MODEL, call, heard

KEY = "s3cr3t-k3y-of-the-chat"
PATIENCE = 120.0  # seconds


@dataclass
class Receiver:
    """A webhook on this machine: what it got, and what it answers."""

    port: int = 0
    status: int = 200
    answer: bytes = b"ok"
    headers: dict[str, str] = field(default_factory=dict)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks/{KEY}?key={KEY}"

    def tests(self) -> list[str]:
        """Events that arrived."""
        return [json.loads(body)["event"] for _, body in self.got]


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setenv(NETWORKS_VARIABLE, "127.0.0.1")
    told = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.got.append((dict(self.headers), body))
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(told.answer)))
            self.end_headers()
            self.wfile.write(told.answer)
            told.arrived.set()

        def log_message(self, *_: object) -> None:
            """Nothing on stderr."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    told.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


def add_hook(store: Store, receiver: Receiver, form: str = "json", **changes: str) -> Hook:
    with store.atomic() as write:
        return hooks.add(write, **{"name": "chat", "form": form, "url": receiver.url, **changes})


def add_alert(store: Store, hook: Hook, *numbers: int) -> None:
    """Calls that a rule catches, and whose receiver is to be told."""
    with store.atomic() as write:
        rule = rules.save(write, KeptRule("complaints", PRESETS["complaints"].plain, hooks=(hook.id,)))
        for number in numbers or (1,):
            recording = call(number)
            voices.save(write, recording, model=MODEL, told=heard(recording))
            hit = Hit(rule, recording.id, MODEL.key, "customer", "angry", 0.8, 3.0, 9.0, ((3.0, 9.0),))
            hits.put(write, hit)
            deliveries.add(write, [hit])


def state_of(store: Store, hook: Hook) -> Hook:
    with store.reading() as read:
        return hooks.find(read, hook.id)


@dataclass
class Time:
    """The database's clock, which stands still until it is moved."""

    now: datetime = datetime(2026, 3, 2, 9)

    def waits(self, store: Store) -> list[timedelta]:
        """How long each message still has to wait."""
        with store.reading() as read:
            return [due - self.now for due in read.scalars(sa.select(schema.delivery.c.due_at))]


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    told = Time()
    monkeypatch.setattr(deliveries, "clock", lambda connection: told.now)
    return told


def test_a_signed_message_arrives_once(store, receiver):
    hook = add_hook(store, receiver, secret="of us two")
    add_alert(store, hook)
    assert send_next(store) and not send_next(store)
    [(headers, body)] = receiver.got
    told = json.loads(body)
    assert (told["event"], told["call"], told["second"], told["emotion"]) == ("alert", "call001.wav", 3.0, "angry")
    assert headers["X-ToneAtlas-Delivery"] == str(told["delivery"])
    at = headers["X-ToneAtlas-Timestamp"]
    right = hmac.new(b"of us two", at.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["X-ToneAtlas-Signature"] == f"sha256={right}"
    assert headers["Host"] == f"127.0.0.1:{receiver.port}"
    after = state_of(store, hook)
    assert (after.failures, after.reason, after.arrived_at is not None) == (0, "", True)


def test_the_signature_is_the_published_one():
    """RFC 4231's second test case: key "Jefe", data "what do ya want for nothing?"."""
    assert hmac.new(b"Jefe", b"what do ya want for nothing?", hashlib.sha256).hexdigest().startswith("5bdcc146bf60754e")
    told = signed(b"{}", secret="Jefe", at=1_700_000_000)
    expected = hmac.new(b"Jefe", b"1700000000.{}", hashlib.sha256).hexdigest()
    assert told == {"X-ToneAtlas-Timestamp": "1700000000", "X-ToneAtlas-Signature": f"sha256={expected}"}


def test_pauses_grow_survive_a_restart_and_end_when_one_arrives(store, receiver, time, tmp_path):
    hook = add_hook(store, receiver)
    add_alert(store, hook, 1, 2, 3)
    receiver.status = 503
    for failures, pause in enumerate((*PAUSES, PAUSES[-1]), start=1):
        assert send_next(store) and not send_next(store)  # one message is tried, the others wait with it
        assert state_of(store, hook).failures == failures
        assert time.waits(store) == [pause] * 3
        store.close()
        store = Store.open(Home(tmp_path / "var"))
        assert not send_next(store)
        time.now += pause
    assert state_of(store, hook).reason == "127.0.0.1 answered 503 (Service Unavailable)"
    receiver.status = 204
    while send_next(store):
        pass
    calls = [json.loads(body)["call"] for _, body in receiver.got[-3:]]
    assert sorted(calls) == ["call001.wav", "call002.wav", "call003.wav"]
    assert state_of(store, hook).failures == 0
    store.close()


def test_the_least_tried_goes_first_so_that_one_bad_message_blocks_no_other(store, receiver, time):
    hook = add_hook(store, receiver)
    add_alert(store, hook, 1, 2)
    receiver.status = 400
    send_next(store)
    time.now += PAUSES[0]
    send_next(store)
    assert [json.loads(body)["call"] for _, body in receiver.got] == ["call001.wav", "call002.wav"]


def test_a_message_that_cannot_be_written_blocks_no_other(store, receiver, time, monkeypatch):
    add_alert(store, add_hook(store, receiver))
    broken = add_hook(store, receiver, name="broken")
    with store.atomic() as write:
        deliveries.add_test(write, broken.id)
    written = outbox.compose

    def stumble(read: sa.Connection, delivery: deliveries.Delivery):
        if not delivery.rule:
            raise KeyError("a bug")
        return written(read, delivery)

    monkeypatch.setattr(outbox, "compose", stumble)
    assert send_next(store) and send_next(store) and not send_next(store)
    assert len(receiver.got) == 1
    assert state_of(store, broken).reason.startswith("something unexpected happened (KeyError)")


def test_what_is_two_days_old_is_given_up(store, receiver, time):
    hook = add_hook(store, receiver)
    add_alert(store, hook)
    time.now += KEPT + timedelta(seconds=1)
    receiver.status = 500
    assert send_next(store)
    assert time.waits(store) == []


def test_a_sender_that_dies_loses_nothing(store, receiver, time):
    hook = add_hook(store, receiver)
    add_alert(store, hook)
    with store.atomic() as write:
        assert deliveries.claim(write) is not None  # and then the power goes
    assert not send_next(store)
    time.now += deliveries.HELD
    assert send_next(store) and len(receiver.got) == 1


def test_a_call_that_is_erased_is_told_to_nobody(store, receiver, time):
    hook = add_hook(store, receiver)
    add_alert(store, hook, 1, 2)
    with store.atomic() as write:
        recordings.erase(write, call(1).id)
        write.execute(sa.delete(schema.hit).where(schema.hit.c.recording == call(2).id))  # its rule was changed
    while send_next(store):
        pass
    assert receiver.got == [] and time.waits(store) == []


def test_a_paused_receiver_is_told_later_and_a_test_comes_at_once_and_once(store, receiver, time):
    hook = add_hook(store, receiver)
    add_alert(store, hook)
    with store.atomic() as write:
        hooks.set_active(write, hook.id, False)
        deliveries.add_test(write, hook.id)
        deliveries.add_test(write, hook.id)
    receiver.status = 500
    assert send_next(store) and not send_next(store)
    assert receiver.tests() == ["test"] and len(time.waits(store)) == 1  # a test that failed is not tried again
    receiver.status = 200
    with store.atomic() as write:
        hooks.set_active(write, hook.id, True)
        deliveries.add_test(write, hook.id)
    while send_next(store):
        pass
    assert receiver.tests() == ["test", "test", "alert"]


def test_messages_go_out_while_a_worker_runs(store, receiver, monkeypatch):
    monkeypatch.setattr("jobs.outbox.LOOK_SECONDS", 0.01)
    add_alert(store, add_hook(store, receiver))
    with sending(store):
        assert receiver.arrived.wait(60)
    assert receiver.tests() == ["alert"]


def sent(hook: Hook) -> str:
    """Why a message did not arrive."""
    with pytest.raises(NotDelivered) as failed:
        send(hook, b"{}", delivery=deliveries.Delivery(1, hook.id))
    return str(failed.value)


def test_a_name_is_looked_up_once_and_what_was_checked_is_what_is_reached(store, receiver, monkeypatch):
    """A name that answers with another address the second time (DNS rebinding) is not asked a second time."""
    asked = []

    def answers(host: str, port: int, *_: object, **__: object) -> list[tuple]:
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "127.0.0.99"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    named = f"http://chat.example:{receiver.port}/hook"
    send(Hook(1, "chat", "slack", named, ""), b"{}", delivery=deliveries.Delivery(1, 1))
    assert asked == ["chat.example"]
    assert receiver.got[0][0]["Host"] == f"chat.example:{receiver.port}"


def test_a_redirect_is_not_followed(store, receiver):
    hook = add_hook(store, receiver)
    receiver.status, receiver.headers = 307, {"Location": receiver.url}
    assert "sends on to another address (307)" in sent(hook)
    assert len(receiver.got) == 1


def test_wecom_says_in_its_answer_whether_it_took_the_message(store, receiver):
    hook = add_hook(store, receiver, form="wecom")
    receiver.answer = b'{"errcode": 0, "errmsg": "ok"}'
    send(hook, b"{}", delivery=deliveries.Delivery(1, hook.id))
    receiver.answer = b'{"errcode": 93000, "errmsg": "invalid webhook url"}'
    assert "WeCom's error 93000" in sent(hook)
    for strange in (b"<html>", b"[1]", b"[" * 10_000):
        receiver.answer = strange
        assert "did not answer as WeCom does" in sent(hook)


def test_a_receiver_that_hangs_is_left(monkeypatch):
    monkeypatch.setattr(post, "SECONDS", 0.3)
    monkeypatch.setenv(NETWORKS_VARIABLE, "127.0.0.1")
    silent = Silent()
    try:
        told = sent(Hook(1, "chat", "slack", f"http://127.0.0.1:{silent.port}/{KEY}", ""))
    finally:
        silent.close()
    assert told == "127.0.0.1 did not answer within 0 s"


def test_a_resolver_that_hangs_is_left(monkeypatch):
    asked, answers = threading.Event(), threading.Event()

    def hang(*_given, **_named):
        asked.set()
        answers.wait(PATIENCE)
        return []

    monkeypatch.setattr(post, "SECONDS", 0.3)
    monkeypatch.setattr(socket, "getaddrinfo", hang)
    told: list[str] = []
    sender = threading.Thread(
        target=lambda: told.append(sent(Hook(1, "chat", "slack", f"https://x.example/{KEY}", "")))
    )
    sender.start()
    try:
        assert asked.wait(PATIENCE)
        sender.join(PATIENCE)
        assert told == ["x.example did not answer within 0 s"]
    finally:
        answers.set()
        sender.join()


class Silent:
    """A server that takes a connection and never says anything."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]

    def close(self) -> None:
        self._socket.close()


def test_nobody_there(store, receiver):
    hook = add_hook(store, receiver)
    free = Silent()
    free.close()
    gone = Hook(hook.id, "chat", "slack", f"http://127.0.0.1:{free.port}/{KEY}", "")
    assert sent(gone) == "127.0.0.1 cannot be reached"
    secure = Hook(hook.id, "chat", "slack", f"https://127.0.0.1:{receiver.port}/{KEY}", "")
    assert "no encrypted connection to 127.0.0.1 could be made" in sent(secure)


def test_without_being_allowed_this_machine_is_not_reached(store, receiver, monkeypatch):
    hook = add_hook(store, receiver)
    monkeypatch.delenv(NETWORKS_VARIABLE)
    assert "https only" in sent(hook)
    assert receiver.got == []


def test_no_key_and_no_secret_is_logged_or_shown(store, receiver, time, caplog):
    caplog.set_level(logging.DEBUG)
    hook = add_hook(store, receiver, secret="of-us-two")
    add_alert(store, hook)
    receiver.status = 403
    send_next(store)
    time.now += PAUSES[0]
    receiver.status = 200
    send_next(store)
    with pytest.raises(sa.exc.IntegrityError) as broken, store.atomic() as write:
        write.execute(schema.hook.insert().values(name="x", form="json", url=KEY, secret=KEY))
    told = caplog.text + repr(hook) + str(broken.value) + state_of(store, hook).reason
    assert len(receiver.got) == 2
    assert "403 (Forbidden)" in told
    assert KEY not in told and "of-us-two" not in told


@pytest.mark.parametrize(
    "url",
    [
        "", "chat.example", "ftp://chat.example/x", "file:///etc/passwd", "https://", "https:///path", "//chat.example",
        "https://me:pass@chat.example/", "https://chat.example@10.0.0.1/", "https://chat.example/#x",
        "https://chat.example/a b", "https://chat.example/\r\nHost: x", "https://chat.example\\@10.0.0.1/",
        "https://chat.example:99999/", "https://chat.example:x/", "https://[::1/", "https://中文.example/",
        "http://chat.example/", f"https://chat.example/{'x' * 2_000}",
    ],
)  # fmt: skip
def test_addresses_that_cannot_be_a_webhook_are_refused_unrepeated(store, url):
    with pytest.raises(DataError) as refused, store.atomic() as write:
        hooks.add(write, name="chat", form="slack", url=url)
    assert len(url) < 12 or url not in str(refused.value)


def test_receivers_have_names_forms_and_secrets(store):
    with store.atomic() as write:
        url = "https://chat.example/hook"
        made = hooks.add(write, name=" ops\n", form="json", url=url)
        assert (made.name, made.host, len(made.secret) >= 43) == ("ops", "chat.example", True)
        assert hooks.add(write, name="b", form="slack", url=url, secret="unused").secret == ""
        for wrong in ({"name": " "}, {"form": "fax"}, {"secret": "é"}):
            with pytest.raises(DataError):
                hooks.add(write, **{"name": "a", "form": "json", "url": url, **wrong})
        rule = rules.save(write, KeptRule("a", {}, hooks=(made.id,)))
        hooks.remove(write, made.id)
        assert rules.find(write, rule).hooks == ()
        with pytest.raises(Missing):
            deliveries.add_test(write, made.id)
        for number in range(hooks.MOST - 1):
            hooks.add(write, name=f"{number}", form="slack", url=url)
        with pytest.raises(DataError, match="20 receivers already"):
            hooks.add(write, name="one more", form="slack", url=url)
