"""How stored readings agree with what people heard: the table that somebody sent, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from data import derived
from data.errors import BadTable, TooBig
from data.names import clean_name
from data.store import now

KIND = "evaluate"  # of the job; its options are ``model``, a key, and ``table``, what ``keep_table`` gave
TABLE, RESULT = "labelled table", "evaluation"  # kinds of what is kept
MOST_BYTES = 4 << 20  # 50,000 rows; whoever labels more uses the command


@dataclass(frozen=True, slots=True)
class Kept:
    """One evaluation of one model: the table's name, when, the report as plain values and as an HTML page."""

    table: str
    made_at: datetime
    report: Mapping[str, Any]  # jobs.report.as_json
    page: str


def keep_table(connection: sa.Connection, content: bytes, *, name: str) -> str:
    """Keep a table of labels until it is evaluated; its key. ``BadTable`` when it is no UTF-8 text, ``TooBig``."""
    if len(content) > MOST_BYTES:
        raise TooBig(f"the table is larger than {MOST_BYTES >> 20} MB: evaluate it with the command")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadTable("the table is no UTF-8 text: save it as CSV in UTF-8") from error
    return derived.save(connection, TABLE, name=clean_name(name), details={"text": text}, arrays={})


def table(connection: sa.Connection, key: str) -> tuple[str, str]:
    """Name and text of a table. ``Missing`` if it was thrown away."""
    found = derived.load(connection, key)
    return found.name, str(found.details["text"])


def save(connection: sa.Connection, options: Mapping[str, Any], *, report: Mapping[str, Any], page: str) -> None:
    """Keep what came of a job with these options, in place of what came of it before."""
    name, _ = table(connection, options["table"])
    made = {"model": options["model"], "table": options["table"]}
    key = derived.save(connection, RESULT, name=name, details=made, arrays={})
    derived.annotate(connection, key, made | {"made_at": now().isoformat(), "report": dict(report), "page": page})


def newest(connection: sa.Connection, *, model: str) -> Kept | None:
    """The newest evaluation of the model of that key, or None."""
    for _, name, told in derived.find(connection, RESULT):
        if told["model"] == model:
            return Kept(name, datetime.fromisoformat(told["made_at"]), told["report"], told["page"])
    return None
