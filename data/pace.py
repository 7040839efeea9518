"""How fast a job goes and when it will be over, from what is done so far."""

from collections.abc import Mapping
from datetime import datetime

SHORTEST = 1e-3  # seconds; what was over at once has no speed


def pace(started_at: datetime | None, until: datetime, counts: Mapping[str, float]) -> dict[str, float]:
    """``elapsed`` seconds, ``times_real_time`` and seconds ``left``; nothing before the start, no guess without ground.

    ``counts`` holds the items ``done``, ``failed`` and ``open`` and the ``seconds`` of audio that were read. Duplicates
    took no time, so they say nothing about what is left.
    """
    if started_at is None:
        return {}
    elapsed = max((until - started_at).total_seconds(), SHORTEST)
    told = {"elapsed": elapsed, "times_real_time": counts["seconds"] / elapsed}
    worked = counts["done"] + counts["failed"]
    if worked and counts["open"]:
        told["left"] = elapsed / worked * counts["open"]
    return told
