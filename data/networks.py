"""Which addresses a message may be sent to: public ones, and private networks that whoever runs ToneAtlas names.

A person at a page chooses where alerts go; without this, that person could make the server talk to machines that only
the server can reach (server-side request forgery): its own services, a cloud's metadata, a router.
"""

import os
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from data.errors import DataError

NETWORKS_VARIABLE = "TONEATLAS_WEBHOOK_NETWORKS"
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
# IPv6 addresses that stand for an IPv4 one: translated by NAT64 (RFC 6052, RFC 8215), or compatible (RFC 4291).
CARRIERS = tuple(IPv6Network(network) for network in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96"))
# For special use by IANA's registries, and taken for public by the ipaddress module of some Python versions.
SPECIAL = tuple(ip_network(network) for network in ("192.0.0.0/24", "fec0::/10", "3fff::/20", "5f00::/16"))


class Forbidden(DataError):
    """An address that no message is sent to."""


def allowed_networks() -> tuple[Network, ...]:
    """Private networks that may be reached, also without encryption: addresses or networks, by spaces or commas.

    ``DataError`` for one that is none.
    """
    told = os.environ.get(NETWORKS_VARIABLE, "").replace(",", " ").split()
    try:
        return tuple(ip_network(one) for one in told)
    except ValueError as error:
        raise DataError(f"{NETWORKS_VARIABLE} names addresses and networks such as 10.1.0.0/16: {error}") from error


def check(address: str, *, networks: Iterable[Network], encrypted: bool) -> None:
    """Whether a message may go to an IP address; ``Forbidden`` with the reason if not."""
    found = ip_address(address.partition("%")[0])
    if any(inner in network for inner in (found, _inside(found)) for network in networks):
        return
    if not encrypted:
        raise Forbidden(f"messages go out over https only; http is for networks that {NETWORKS_VARIABLE} names")
    if not all(_is_public(inner) for inner in (found, _inside(found))):
        raise Forbidden(
            "that is an address inside a private network or this machine, which a webhook may not reach; whoever runs "
            f"ToneAtlas can allow it with {NETWORKS_VARIABLE}"
        )


def _is_public(address: Address) -> bool:
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not special and not any(address in network for network in SPECIAL)


def _inside(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for; itself where it stands for none."""
    if isinstance(address, IPv4Address):
        return address
    if any(address in carrier for carrier in CARRIERS):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address
