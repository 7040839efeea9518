"""Turns of the scripted day in which no speech is heard: each channel brought to one level, and as it comes.

``python -m benchmarks.run hearing`` writes the figures into the results. Without the scripted calls beside the project
there is nothing to count.
"""

import csv
from collections.abc import Iterable

from benchmarks.decode import DAY
from benchmarks.figures import Figure, figure
from data.records import AGENT, CUSTOMER, Floats
from inference import vad
from inference.decode import decode
from inference.silero import load_silero

ROLES = (AGENT, CUSTOMER)  # of the channels, left first
SOFTER = 50  # times, as on a line whose level is set too low


def measure() -> list[Figure]:
    """Missed turns of the calls as they are, and of the same played softer."""
    if not DAY.is_dir():
        return []
    with (DAY / "turns.csv").open(newline="") as table:
        rows = list(csv.DictReader(table))
    names = sorted({row["file"] for row in rows})
    sounds = {name: decode(DAY / name, name=name)[0].samples for name in names}
    figures = []
    for said, height in ((f"of {len(rows)} turns, missed", 1.0), (f"  and {SOFTER} times softer", 1 / SOFTER)):
        levelled = plain = 0
        for name in names:
            channels = [channel * height for channel in sounds[name]]
            turns = [row for row in rows if row["file"] == name]
            levelled += missed(turns, vad.speech(channels))
            plain += missed(turns, as_it_comes(channels))
        figures.append(figure(said, levelled, "turns", plain))
    return figures


def as_it_comes(channels: list[Floats]) -> list[Floats]:
    """Speech in channels that are not brought to one level, by the same rules."""
    heard = load_silero().probabilities(channels)
    return [vad._stretches(each, len(channel)) for each, channel in zip(heard, channels, strict=True)]


def missed(turns: Iterable[dict[str, str]], found: list[Floats]) -> int:
    """How many turns hold none of the speech that was found in their role's channel."""
    return sum(not overlaps(found[ROLES.index(row["role"])], float(row["start"]), float(row["end"])) for row in turns)


def overlaps(stretches: Floats, start: float, end: float) -> bool:
    """Whether some stretch (N, 2) lies within these seconds, if only in part."""
    return bool(((stretches[:, 0] < end) & (stretches[:, 1] > start)).any())
