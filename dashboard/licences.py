"""What is said of a model in the page's language: the catalogue's words, or a stranger's own."""

from pathlib import Path

from dashboard.texts import catalogue, text
from inference.catalogue import Entry, find
from inference.errors import ModelMissing


def described(entry: Entry, part: str) -> str:
    """One of an entry's sentences: ``licence``, ``languages`` or ``good_for``."""
    key = f"model.{entry.name}.{part}"
    return text(key) if key in catalogue() else str(getattr(entry, part))


def licence_of(models_folder: Path, name: str) -> str:
    """The licence of a model that has spoken here, even if it is no longer on this machine."""
    try:
        return described(find(models_folder, name), "licence")
    except ModelMissing:  # its readings stay when a model placed by hand is taken away
        return text("shell.licence_unknown")
