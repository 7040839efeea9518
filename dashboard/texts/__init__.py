"""Everything the dashboard says, in English and 中文: one catalogue, looked up by key.

Each module here holds ``TEXTS``: key → (English, 中文). ``{names}`` inside a text are filled in by ``text``.
"""

import importlib
import pkgutil
import re
from collections.abc import Mapping, Sequence
from functools import cache

import streamlit as st

LANGUAGES = ("en", "zh")
LANGUAGE = "language"  # where the session keeps which one is shown
SENTENCES = ("why", "how")  # what in a reason may be a sentence itself; the rest are names and numbers
MOST_PARTS = 8  # sentences of one reason; a name of a file may hold any number of semicolons


@cache
def catalogue() -> Mapping[str, tuple[str, str]]:
    """All texts by key. Two modules with the same key are a mistake and say so."""
    found: dict[str, tuple[str, str]] = {}
    for module in pkgutil.iter_modules(__path__):
        texts = importlib.import_module(f"{__name__}.{module.name}").TEXTS
        if twice := found.keys() & texts.keys():
            raise KeyError(f"{module.name} repeats the texts {', '.join(sorted(twice))}")
        found |= texts
    return found


def language() -> str:
    """The language of this session's pages: ``en`` or ``zh``."""
    chosen = st.session_state.get(LANGUAGE, LANGUAGES[0])
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def text(key: str, **values: object) -> str:
    """One text in the session's language. ``KeyError`` for a key that is not in the catalogue."""
    return translate(key, language(), **values)


def translate(key: str, into: str, **values: object) -> str:
    """One text in a given language; with a count of 1 the text whose key ends in ``.one``, where there is one."""
    if str(values.get("count")) == "1" and f"{key}.one" in catalogue():
        key = f"{key}.one"
    return catalogue()[key][LANGUAGES.index(into)].format(**values)


def texts(prefix: str) -> dict[str, str]:
    """All texts whose key starts with ``prefix.``, by the rest of the key, unfilled: what a component shows."""
    row = LANGUAGES.index(language())
    start = prefix + "."
    return {key.removeprefix(start): both[row] for key, both in catalogue().items() if key.startswith(start)}


def reason(said: str) -> str:
    """A stored reason in the session's language; what the catalogue does not know of it stays as it is.

    A reason may hold several sentences with ``"; "`` between them, and a sentence another one as its reason.
    """
    return said if language() == LANGUAGES[0] else _joined(said.split("; ", MOST_PARTS))


def _joined(parts: Sequence[str]) -> str:
    """The shortest beginning that is a known sentence, then the rest likewise: some hold a semicolon themselves."""
    for count in range(1, len(parts) + 1):
        told = _reason("; ".join(parts[:count]))
        if told is not None:
            return "；".join([told, _joined(parts[count:])]) if parts[count:] else told
    return "; ".join([parts[0], _joined(parts[1:])]) if parts[1:] else parts[0]


def _reason(sentence: str) -> str | None:
    for key, pattern in _reasons():
        if match := pattern.fullmatch(sentence):
            held = match.groupdict()
            return text(key, **{name: reason(said) if name in SENTENCES else said for name, said in held.items()})
    return None


@cache
def _reasons() -> list[tuple[str, re.Pattern[str]]]:
    """Every reason that the catalogue knows as a pattern, those that leave least open first."""
    found = []
    for key, (english, _) in catalogue().items():
        if key.startswith("reason."):
            pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(english))
            found.append((key, re.compile(pattern, re.DOTALL)))
    return sorted(found, key=lambda one: (one[1].groups, -len(one[1].pattern)))
