"""What a file's name tells about a call: ``call012_AGENT_dee_DT_2026-03-02T14-35-30.wav``.

The pattern is the one contact-centre exports use: fields of words joined by ``_``, where ``AGENT`` is followed by the
agent, ``GUID`` or ``CUSTOMER`` or ``QUEUE`` by theirs, and ``DT`` by the time with ``-`` for ``:``.
"""

import unicodedata
from itertools import pairwise
from pathlib import PurePosixPath

from data.times import read_time

FIELDS = ("AGENT", "CUSTOMER", "QUEUE", "GUID")
LONGEST = 200  # characters of a name that are kept
LONGEST_TEXT = 2_000  # characters of any other text that are kept
# Control characters, direction and other invisible marks, and the line ends that Unicode has beside ours.
UNSEEN = frozenset(("Cc", "Cf", "Zl", "Zp"))
REPLACEMENT = "\ufffd"  # in place of half a character (a surrogate), which no file, database or page can hold


def clean_name(raw: str) -> str:
    """The last part of a path that a browser or an archive sent, as a label that is safe to show.

    It is a label only; nothing ever opens it. An empty one becomes ``unnamed``.
    """
    last = raw[-20 * LONGEST :].replace("\\", "/").rstrip("/").rsplit("/", maxsplit=1)[-1]
    name = clean_text(last, longest=len(last))
    if len(name) > LONGEST:
        name = name[: LONGEST - 20] + "…" + name[-19:]
    return name if name.strip(".") else "unnamed"


def clean_text(raw: str, *, longest: int = LONGEST_TEXT) -> str:
    """Text of a stranger as one line of at most ``longest`` characters, each of which can be seen and stored.

    Composed (NFC): macOS sends ``u`` and its dots apart, a table has them as one, and both mean the same file.
    """
    spaced = raw[: 4 * longest].translate(str.maketrans("\t\r\n", "   "))
    seen = (character for character in spaced if unicodedata.category(character) not in UNSEEN)
    whole = (REPLACEMENT if unicodedata.category(character) == "Cs" else character for character in seen)
    return unicodedata.normalize("NFC", "".join(whole)).strip()[:longest]


def read_name(name: str) -> dict[str, str]:
    """Fields found in a file's name by lower-case field; ``started_at`` as ISO text. Empty when there are none."""
    stem = PurePosixPath(name).stem
    found = {
        key.lower(): value
        for key, value in pairwise(stem.split("_"))
        if key in FIELDS and value and value not in (*FIELDS, "DT")
    }
    if when := read_time(stem):
        found["started_at"] = when.isoformat()
    return found
