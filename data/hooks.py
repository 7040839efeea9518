"""Where alerts are sent: addresses of a chat's or a program's webhook, with what happened to the last message.

The address of a chat's webhook holds its key, so it is as secret as the secret that signs: neither is ever shown again.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from data import schema
from data.errors import DataError, Missing
from data.names import clean_text
from data.networks import NETWORKS_VARIABLE, allowed_networks
from data.store import now

JSON, SLACK, TEAMS, WECOM = "json", "slack", "teams", "wecom"
FORMS = (JSON, SLACK, TEAMS, WECOM)
MOST = 20  # receivers
LONGEST, LONGEST_NAME = 2_000, 80  # characters
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Hook:
    """One receiver."""

    id: int
    name: str
    form: str
    url: str = field(repr=False)
    secret: str = field(repr=False)  # of the JSON form: signs what is sent
    active: bool = True
    failures: int = 0  # since the last message that arrived
    reason: str = ""  # of the last failure
    arrived_at: datetime | None = None

    @property
    def host(self) -> str:
        """The machine that is written to: all of the address that may be shown."""
        return urlsplit(self.url).hostname or ""


def add(connection: sa.Connection, *, name: str, form: str, url: str, secret: str = "") -> Hook:
    """Keep a new receiver; its secret is made here if none is given. ``DataError`` for what cannot be one."""
    name = clean_text(name, longest=LONGEST_NAME)
    if not name:
        raise DataError("a receiver needs a name")
    if form not in FORMS:
        raise DataError(f"a message has the form of {', '.join(FORMS)}, not {form!r}")
    if len(secret) > LONGEST or not secret.isascii():
        raise DataError(f"a secret is up to {LONGEST} plain letters, digits and signs")
    if (connection.scalar(sa.select(sa.func.count()).select_from(schema.hook)) or 0) >= MOST:
        raise DataError(f"there are {MOST} receivers already: remove one first")
    row = {
        "name": name,
        "form": form,
        "url": checked(url),
        "secret": (secret or secrets.token_urlsafe(SECRET_BYTES)) if form == JSON else "",
        "active": True,
        "failures": 0,
        "reason": "",
        "made_at": now(),
    }
    return _hook(connection.execute(schema.hook.insert().values(row).returning(schema.hook)).one())


def checked(url: str) -> str:
    """An address that could be a webhook's. ``DataError`` says what is wrong with it, without repeating it."""
    url = url.strip()
    if not url.isascii() or len(url) > LONGEST or any(not letter.isprintable() or letter in ' "<>\\' for letter in url):
        raise DataError("the address must be plain letters, digits and signs, without spaces")
    try:
        parts = urlsplit(url)
        whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        whole = False
    if not whole or parts.scheme not in ("https", "http") or "@" in parts.netloc or parts.fragment:
        raise DataError("the address must look like https://host/path, without a name and password in it")
    if parts.scheme == "http" and not allowed_networks():
        raise DataError(f"the address must begin with https://; http is for networks that {NETWORKS_VARIABLE} names")
    return url


def set_active(connection: sa.Connection, hook: int, active: bool) -> None:
    """Let a receiver be told, or not for now."""
    connection.execute(sa.update(schema.hook).where(schema.hook.c.id == hook).values(active=active))


def remove(connection: sa.Connection, hook: int) -> None:
    """Forget a receiver and what is on its way to it; rules that told it tell it no more. ``Missing`` if it is gone."""
    find(connection, hook)
    connection.execute(sa.delete(schema.delivery).where(schema.delivery.c.hook == hook))
    table = schema.rule.c
    for row in connection.execute(sa.select(table.id, table.hooks)).all():
        if hook in row.hooks:
            left = [one for one in row.hooks if one != hook]
            connection.execute(sa.update(schema.rule).where(table.id == row.id).values(hooks=left))
    connection.execute(sa.delete(schema.hook).where(schema.hook.c.id == hook))


def find(connection: sa.Connection, hook: int) -> Hook:
    """One receiver. ``Missing`` if there is none."""
    row = connection.execute(sa.select(schema.hook).where(schema.hook.c.id == hook)).one_or_none()
    if row is None:
        raise Missing("there is no such receiver: it was removed, or never made")
    return _hook(row)


def load(connection: sa.Connection) -> list[Hook]:
    """All receivers, by name."""
    return [_hook(row) for row in connection.execute(sa.select(schema.hook).order_by(schema.hook.c.name))]


def arrived(connection: sa.Connection, hook: int) -> None:
    """A message arrived."""
    told = {"failures": 0, "reason": "", "arrived_at": now()}
    connection.execute(sa.update(schema.hook).where(schema.hook.c.id == hook).values(told))


def failed(connection: sa.Connection, hook: int, reason: str) -> int:
    """A message did not arrive, for a reason that is a sentence; how many failed in a row by now."""
    table = schema.hook
    told = {"failures": table.c.failures + 1, "reason": clean_text(reason)}
    changed = sa.update(table).where(table.c.id == hook).values(told).returning(table.c.failures)
    return int(connection.execute(changed).scalar() or 0)


def _hook(row: Any) -> Hook:
    return Hook(row.id, row.name, row.form, row.url, row.secret, row.active, row.failures, row.reason, row.arrived_at)
