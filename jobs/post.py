"""Sends one message to one webhook, and says in a sentence why it did not arrive.

The name is resolved once, every address it stands for is checked, and the connection goes to that very address: a name
that changes its address between check and use (DNS rebinding) gains nothing. No redirect is followed, no proxy of the
environment is used, and 20 seconds end it all, however slowly the other side answers.
"""

import asyncio
import hashlib
import hmac
import logging
import socket
import ssl
import threading
import time
from concurrent.futures import Future
from http import HTTPStatus
from ipaddress import ip_address

import httpx

from data.deliveries import Delivery
from data.hooks import JSON, WECOM, Hook
from data.networks import Forbidden, allowed_networks, check
from jobs.errors import JobError

SECONDS = 20.0  # for everything
MOST_ANSWER = 16 << 10  # bytes of an answer that are read
SIGNATURE, TIMESTAMP, NUMBER = "X-ToneAtlas-Signature", "X-ToneAtlas-Timestamp", "X-ToneAtlas-Delivery"

logging.getLogger("httpx").setLevel(logging.WARNING)  # it writes whole addresses into the log, keys and all


class NotDelivered(JobError):
    """A message that did not arrive; the sentence names the host and never the rest of the address."""


def send(hook: Hook, body: bytes, *, delivery: Delivery) -> None:
    """Send a body to a receiver and wait for it to be taken. ``NotDelivered`` with the reason if it was not."""
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "ToneAtlas"}
    if hook.form == JSON:
        headers |= signed(body, secret=hook.secret, at=int(time.time())) | {NUMBER: str(delivery.id)}
    try:
        asyncio.run(_post(hook, body, headers))
    except TimeoutError as error:
        raise NotDelivered(f"{hook.host} did not answer within {SECONDS:.0f} s") from error
    except httpx.HTTPError as error:
        raise NotDelivered(_sentence(hook.host, error)) from error
    except (httpx.InvalidURL, UnicodeError) as error:
        raise NotDelivered("its address cannot be used: remove this receiver and enter it again") from error


def signed(body: bytes, *, secret: str, at: int) -> dict[str, str]:
    """Headers by which a receiver knows who sent a body, and that it is fresh: HMAC-SHA256 of ``{at}.{body}``."""
    told = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {TIMESTAMP: str(at), SIGNATURE: f"sha256={told}"}


async def _post(hook: Hook, body: bytes, headers: dict[str, str]) -> None:
    async with asyncio.timeout(SECONDS):
        url = httpx.URL(hook.url)
        address = await resolve(url)
        direct = url.copy_with(host=address)
        named = {"Host": url.netloc.decode("ascii"), **headers}
        async with (
            httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=SECONDS) as client,
            client.stream(
                "POST", direct, content=body, headers=named, extensions={"sni_hostname": url.raw_host.decode("ascii")}
            ) as answer,
        ):
            if not answer.is_success:
                raise NotDelivered(_refusal(hook.host, answer.status_code))
            if hook.form == WECOM:
                _check_wecom(hook.host, await _start_of(answer))


async def resolve(url: httpx.URL) -> str:
    """The address to connect to, once all that the name stands for are checked."""
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        addresses = await _look_up(url.host, port)
    except OSError as error:
        raise NotDelivered(f"the name {url.host} cannot be found: check the address and the network") from error
    try:
        for address in addresses:
            check(address, networks=allowed_networks(), encrypted=url.scheme == "https")
    except Forbidden as error:
        raise NotDelivered(f"{url.host}: {error}") from error
    return min(addresses, key=lambda one: ip_address(one.partition("%")[0]).version)  # IPv6 is often named, not routed


async def _look_up(host: str, port: int) -> list[str]:
    """The addresses that a name stands for, each once.

    In a thread that nobody waits for: ``asyncio`` would wait at its end for a resolver that hangs, however long.
    """
    answer: Future[list[str]] = Future()
    answer.set_running_or_notify_cancel()  # so that whoever gives up leaves the thread a place to put its answer

    def ask() -> None:
        try:
            places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            answer.set_exception(error)
        else:
            answer.set_result(list(dict.fromkeys(str(place[0]) for *_, place in places)))

    threading.Thread(target=ask, name="look up", daemon=True).start()
    return await asyncio.wrap_future(answer)


async def _start_of(answer: httpx.Response) -> bytes:
    read = bytearray()
    async for piece in answer.aiter_bytes():
        read += piece
        if len(read) > MOST_ANSWER:
            break
    return bytes(read[:MOST_ANSWER])


def _check_wecom(host: str, answer: bytes) -> None:
    """WeCom answers 200 to everything and says in ``errcode`` whether it took the message."""
    try:
        code = httpx.Response(200, content=answer).json()["errcode"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotDelivered(f"{host} did not answer as WeCom does: is the address that of a group robot?") from error
    if code != 0:
        raise NotDelivered(f"{host} did not take the message (WeCom's error {str(code)[:20]})")


def _refusal(host: str, status: int) -> str:
    if 300 <= status < 400:
        return f"{host} sends on to another address ({status}), which is not followed: enter the final address"
    known = {one.value: one.phrase for one in HTTPStatus}
    return f"{host} answered {status} ({known.get(status, 'unknown')})"


def _sentence(host: str, error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return f"{host} did not answer within {SECONDS:.0f} s"
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return f"no encrypted connection to {host} could be made: its certificate is not one that is trusted"
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ConnectError):
        return f"{host} cannot be reached"
    return f"the connection to {host} broke ({type(error).__name__})"
