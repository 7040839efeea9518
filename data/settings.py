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
    """One thing to set: its default, what it means, and the values it may take (any text when there are none).

    With ``most`` it is a whole number from 0 up to that, written as text like every setting.
    """

    default: str
    meaning: str
    choices: tuple[str, ...] = ()
    most: int = 0


SETTINGS = {
    "voices": Setting(CUSTOMER, "whose voice is read: the customer's only, or everybody's", (CUSTOMER, ALL)),
    "model": Setting("auto", "the model that reads new uploads; auto takes the best on this machine"),
    "language": Setting("en", "language of the pages", ("en", "zh")),
    "keep_days": Setting("0", "days after which a recording is erased by itself; 0 keeps all for ever", most=36_500),
    "weak_below": Setting("30", "percent of confidence below which pages flag a reading as weak", most=100),
    "long_negative": Setting("10", "seconds of negative expression that count as long in the day's numbers", most=600),
    "address": Setting("", "where people reach the dashboard, https://…: links in alerts begin with it; empty: none"),
    "notice": Setting("", "when somebody confirmed the notice on law and people; empty until then"),
}


def load(connection: sa.Connection) -> dict[str, str]:
    """All settings, with defaults for those nobody set or whose value is no longer a choice."""
    kept = {row.name: row.value for row in connection.execute(sa.select(schema.setting))}
    return {
        name: kept[name] if name in kept and _fits(setting, kept[name]) else setting.default
        for name, setting in SETTINGS.items()
    }


def weak_below(connection: sa.Connection) -> float:
    """Confidence, 0 … 1, below which a reading is flagged."""
    return int(load(connection)["weak_below"]) / 100


def save(connection: sa.Connection, name: str, value: Any) -> None:
    """Set one. ``DataError`` for a name or value that is not known."""
    setting = SETTINGS.get(name)
    if setting is None:
        raise DataError(f"there is no setting {name!r}; known are {', '.join(SETTINGS)}")
    if not _fits(setting, value):
        possible = f"a whole number from 0 to {setting.most}" if setting.most else " or ".join(setting.choices)
        raise DataError(f"{name} can be {possible or 'a text'}, not {value!r}")
    upsert(connection, schema.setting, {"name": name, "value": value})


def _fits(setting: Setting, value: Any) -> bool:
    if not isinstance(value, str):
        return False
    if setting.most:
        return (
            value.isascii() and value.isdigit() and len(value) <= len(str(setting.most)) and int(value) <= setting.most
        )
    return not setting.choices or value in setting.choices
