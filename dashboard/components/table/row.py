"""Columns and rows of our own table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``kind`` is text, wrap, muted, number, double, emotion, bar, strip, notes, verdict or play."""

    key: str
    label: str
    kind: str = "text"
    sortable: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of a recording that a row's button plays, in seconds."""

    recording: str
    start: float
    end: float

    @property
    def plain(self) -> dict[str, Any]:
        """As the script wants it. The address is the decoded copy: seeking in it is exact to the sample."""
        return {"url": f"/api/recordings/{self.recording}/processed_audio.wav", "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column key, and what its button plays."""

    id: str
    cells: Mapping[str, Any]
    clip: Clip | None = None
    marked: bool = False
    at: float | None = None  # second at which its call opens
    verdict: str = ""  # what somebody said of it: the value of one of the table's verdicts
    highlight: Clip | None = None  # what a playlist plays of it, where that is not its clip

    @property
    def plain(self) -> dict[str, Any]:
        """As the script wants it."""
        clip = self.clip.plain if self.clip else None
        highlight = self.highlight.plain if self.highlight else clip
        told = {"id": self.id, "cells": dict(self.cells), "clip": clip, "highlight": highlight, "marked": self.marked}
        return told | {"at": self.at, "verdict": self.verdict}
