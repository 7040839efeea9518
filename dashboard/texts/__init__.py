"""Everything the dashboard says, in English and 中文: one catalogue, looked up by key.

Each module here holds ``TEXTS``: key → (English, 中文). ``{names}`` inside a text are filled in by ``text``.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

import streamlit as st

LANGUAGES = ("en", "zh")
LANGUAGE = "language"  # where the session keeps which one is shown


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
    """One text in a given language."""
    return catalogue()[key][LANGUAGES.index(into)].format(**values)


def texts(prefix: str) -> dict[str, str]:
    """All texts whose key starts with ``prefix.``, by the rest of the key, unfilled: what a component shows."""
    row = LANGUAGES.index(language())
    start = prefix + "."
    return {key.removeprefix(start): both[row] for key, both in catalogue().items() if key.startswith(start)}


def reason(said: str) -> str:
    """A stored reason in the session's language; one that the catalogue does not know stays as it is."""
    keys = (key for key in catalogue() if key.startswith("reason."))
    known = next((key for key in keys if catalogue()[key][0] == said), None)
    return said if known is None else text(known)
