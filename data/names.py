"""What a file's name tells about a call: ``call012_AGENT_dee_DT_2026-03-02T14-35-30.wav``.

The pattern is the one contact-centre exports use: fields of words joined by ``_``, where ``AGENT`` is followed by the
agent, ``GUID`` or ``CUSTOMER`` or ``QUEUE`` by theirs, and ``DT`` by the time with ``-`` for ``:``.
"""

import re
from datetime import datetime
from itertools import pairwise
from pathlib import PurePosixPath

FIELDS = ("AGENT", "CUSTOMER", "QUEUE", "GUID")
_TIME = re.compile(r"(?<!\d)(\d{4})-?(\d\d)-?(\d\d)[T_ -](\d\d)[-:.]?(\d\d)(?:[-:.]?(\d\d))?(?!\d)")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
LONGEST = 200  # characters of a name that are kept


def clean_name(raw: str) -> str:
    """The last part of a path that a browser or an archive sent, without control and direction characters.

    It is a label only; nothing ever opens it. An empty one becomes ``unnamed``.
    """
    name = _UNSEEN.sub("", raw.replace("\\", "/").rstrip("/")).rsplit("/", maxsplit=1)[-1].strip()
    if len(name) > LONGEST:
        name = name[: LONGEST - 20] + "…" + name[-19:]
    return name or "unnamed"


def read_name(name: str) -> dict[str, str]:
    """Fields found in a file's name by lower-case field; ``started_at`` as ISO text. Empty when there are none."""
    stem = PurePosixPath(name).stem
    parts = stem.split("_")
    found = {key.lower(): value for key, value in pairwise(parts) if key in FIELDS and value not in FIELDS}
    if when := read_time(stem):
        found["started_at"] = when.isoformat()
    return found


def read_time(text: str) -> datetime | None:
    """The first date with a time of day in a text, or None if there is none or it is no real date."""
    for match in _TIME.finditer(text):
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
        try:
            return datetime(year, month, day, hour, minute, second)
        except ValueError:
            continue
    return None
