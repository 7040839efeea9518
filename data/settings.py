"""What people can set in the dashboard. Every setting has a default, a meaning, and a check."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data import schema
from data.errors import DataError
from data.records import CUSTOMER
from data.upsert import upsert

ALL = "all"


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing to set: its default, what it means, and the values it may take (any text when there are none)."""

    default: str
    meaning: str
    choices: tuple[str, ...] = ()


SETTINGS = {
    "voices": Setting(CUSTOMER, "whose voice is read: the customer's only, or everybody's", (CUSTOMER, ALL)),
    "model": Setting("auto", "the model that reads new uploads; auto takes the best on this machine"),
    "language": Setting("en", "language of the pages", ("en", "zh")),
    "notice": Setting("", "when somebody confirmed the notice on law and people; empty until then"),
}


def load(connection: sa.Connection) -> dict[str, str]:
    """All settings, with defaults for those nobody set or whose value is no longer a choice."""
    kept = {row.name: row.value for row in connection.execute(sa.select(schema.setting))}
    return {
        name: kept[name] if name in kept and _fits(setting, kept[name]) else setting.default
        for name, setting in SETTINGS.items()
    }


def save(connection: sa.Connection, name: str, value: Any) -> None:
    """Set one. ``DataError`` for a name or value that is not known."""
    setting = SETTINGS.get(name)
    if setting is None:
        raise DataError(f"there is no setting {name!r}; known are {', '.join(SETTINGS)}")
    if not _fits(setting, value):
        raise DataError(f"{name} can be {' or '.join(setting.choices) or 'a text'}, not {value!r}")
    upsert(connection, schema.setting, {"name": name, "value": value})


def _fits(setting: Setting, value: Any) -> bool:
    return isinstance(value, str) and (not setting.choices or value in setting.choices)
