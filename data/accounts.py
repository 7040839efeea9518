"""Accounts of maps (``analysis.accounts``), packed: what a page tells of a map's groups without working it out.

Caches like maps: kept beside the map that they belong to, under its key, and worked out again where they are missing.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from data import derived
from data.errors import Missing

KIND = "account"

Packed = Mapping[str, Any]  # plain JSON values, ``version`` among them


def keep(connection: sa.Connection, key: str, packed: Packed) -> None:
    """Keep the account of the map of that key, in place of an older one."""
    made = {"map": key}
    kept = derived.save(connection, KIND, name="", details=made, arrays={})
    derived.annotate(connection, kept, {**made, "told": dict(packed)})


def find(connection: sa.Connection, key: str, *, version: int | None = None) -> Packed | None:
    """The account of the map of that key; None where there is none, or none of that version."""
    try:
        told: Packed = derived.detail(connection, _key(key), "told")
    except Missing:
        return None
    return told if version in (None, told["version"]) else None


def copy(connection: sa.Connection, key: str, *, to: str) -> None:
    """Keep what is known of one map as the account of another with the same points; nothing where nothing is known."""
    known = find(connection, key)
    if known is not None:
        keep(connection, to, known)


def erase(connection: sa.Connection, key: str) -> None:
    """Throw the account of a map away."""
    derived.erase(connection, _key(key))


def _key(key: str) -> str:
    return derived.key_of(KIND, {"map": key})
