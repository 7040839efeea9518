"""What stands beside recordings in a folder: tables, transcripts, texts, pictures. The ending of a name tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Generic, TypeVar

from data.transcripts import is_one, stem

TABLES = (".csv", ".tsv")
# Endings of files that stand beside recordings and are none; whatever else is there is tried, and says why it fails.
TEXTS = (*TABLES, ".txt", ".vtt", ".srt", ".json", ".md", ".html", ".htm", ".xml", ".log", ".ini", ".py", ".npy")
PAPERS = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".jpg", ".jpeg", ".png", ".gif")
BESIDE = frozenset(TEXTS + PAPERS)

AnyPath = TypeVar("AnyPath", bound=PurePath)


@dataclass(frozen=True, slots=True)
class Sorted(Generic[AnyPath]):
    """The files of a folder: recordings (or what claims to be), tables, transcripts called like a recording, the rest.

    Every file that is no recording is beside them, and ``beside`` counts tables and transcripts too.
    """

    recordings: tuple[AnyPath, ...]
    tables: tuple[AnyPath, ...]
    transcripts: tuple[AnyPath, ...]
    beside: int


def is_beside(path: PurePath) -> bool:
    """Whether a file is no recording, by its name."""
    return path.suffix.lower() in BESIDE


def sort_out(files: Iterable[AnyPath]) -> Sorted[AnyPath]:
    """Tell the files of a folder apart, in their order."""
    every = tuple(files)
    recordings = tuple(path for path in every if not is_beside(path))
    rest = [path for path in every if is_beside(path)]
    stems = {stem(path.name) for path in recordings}
    tables = tuple(path for path in rest if path.suffix.lower() in TABLES)
    said = tuple(path for path in rest if is_one(path.name) and stem(path.name) in stems)
    return Sorted(recordings, tables, said, len(rest))
