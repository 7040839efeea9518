"""A course that somebody draws: for a few emotions, how strongly each is expressed from the start to the end."""

import re
from collections.abc import Mapping, Sequence

from dashboard import palette

STOPS = 6  # moments that are drawn, evenly from start to end
WHOLE = 100  # percent
PART = re.compile(rf"([a-z]{{1,20}}):(\d{{1,3}}(?:-\d{{1,3}}){{{STOPS - 1}}})", re.ASCII)
Sketch = tuple[tuple[str, tuple[int, ...]], ...]  # emotions in drawing order, each with a percentage per stop

RISING: Sketch = (("angry", (0, 0, 10, 40, 70, 80)),)  # what is shown until somebody draws


def sketch_of(levels: Mapping[str, Sequence[int]]) -> Sketch:
    """The sketch with these percentages; emotions that are drawn nowhere are left out."""
    return tuple((name, tuple(levels[name])) for name in palette.NAMES if any(levels.get(name, ())))


def said(sketch: Sketch) -> str:
    """A sketch as an address holds it: ``angry:0-0-10-40-70-80,happy:30-0-0-0-0-0``; ``none`` for an empty one."""
    return ",".join(f"{name}:{'-'.join(map(str, levels))}" for name, levels in sketch) or "none"


def understood(address: str, *, names: Sequence[str]) -> Sketch | None:
    """What an address says; None where it is no sketch of these emotions, or one that no voice can have."""
    if address == "none":
        return ()
    found = [PART.fullmatch(part) for part in address.split(",", len(names))]
    levels = {part[1]: tuple(int(each) for each in part[2].split("-")) for part in found if part}
    if len(levels) < len(found) or not set(levels) <= set(names):
        return None
    return sketch_of(levels) if all(sum(at) <= WHOLE for at in zip(*levels.values(), strict=True)) else None


def levels_of(sketch: Sketch) -> dict[str, list[float]]:
    """Scores 0 … 1 by emotion, as ``analysis.sketch.drawn`` takes them."""
    return {name: [level / WHOLE for level in levels] for name, levels in sketch}
