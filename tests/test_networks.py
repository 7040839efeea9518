"""Hostile addresses of webhooks: none leads to this machine, a private network or a cloud's metadata."""

import asyncio
import socket

import httpx
import pytest

from data.errors import DataError
from data.networks import NETWORKS_VARIABLE, Forbidden, allowed_networks, check
from jobs.post import NotDelivered, resolve

PRIVATE = (
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.5", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "100.64.0.1", "169.254.169.254", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1",
    "239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254",
    "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a00:1::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
)  # fmt: skip
# What the resolver of the C library, or Unicode's rules for names, make of 127.0.0.1 and its like.
DISGUISED = (
    "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/", "https://127.1/", "https://0/",
    "https://localhost/", "https://[::1]/", "https://[::ffff:7f00:1]/", "https://127.0.0.1:8501/", "https://0.0.0.0/",
    "https://[::ffff:169.254.169.254]/latest/meta-data/", "https://169.254.169.254/latest/meta-data/",
    "https://2852039166/", "https://①②⑦.⓪.⓪.①/", "https://127。0。0。1/",
)  # fmt: skip


def resolved(url: str) -> str:
    return asyncio.run(resolve(httpx.URL(url)))


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_of_a_private_network_is_reached(address: str) -> None:
    with pytest.raises(Forbidden, match="private network or this machine"):
        check(address, networks=(), encrypted=True)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_addresses_are_reached_encrypted_only(address: str) -> None:
    check(address, networks=(), encrypted=True)
    with pytest.raises(Forbidden, match="https only"):
        check(address, networks=(), encrypted=False)


def test_named_networks_are_reached_also_without_encryption(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NETWORKS_VARIABLE, "10.1.0.0/16, 127.0.0.1 fd00::/8")
    networks = allowed_networks()
    for address in ("10.1.2.3", "127.0.0.1", "fd12::1", "::ffff:10.1.2.3"):
        check(address, networks=networks, encrypted=False)
    for address in ("10.2.0.1", "127.0.0.2", "169.254.169.254"):
        with pytest.raises(Forbidden):
            check(address, networks=networks, encrypted=True)


def test_networks_that_are_none_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NETWORKS_VARIABLE, "the-intranet")
    with pytest.raises(DataError, match=r"10\.1\.0\.0/16"):
        allowed_networks()


@pytest.mark.parametrize("url", DISGUISED)
def test_a_disguised_address_is_refused(url: str) -> None:
    with pytest.raises((NotDelivered, httpx.InvalidURL)):
        resolved(url)


@pytest.mark.parametrize(
    ("addresses", "reached"),
    [
        (["93.184.216.34"], True),
        (["10.0.0.5"], False),
        (["93.184.216.34", "10.0.0.5"], False),  # one private address among public ones is reason enough
        (["93.184.216.34", "::1"], False),
    ],
)
def test_a_name_is_what_it_resolves_to(addresses: list[str], reached: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def answers(host: str, port: int, **_: object) -> list[tuple]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, *_, **__: answers(host, port))
    if reached:
        assert resolved("https://chat.example/hook") == addresses[0]
    else:
        with pytest.raises(NotDelivered, match=r"chat\.example: that is an address inside a private network"):
            resolved("https://chat.example/hook")
