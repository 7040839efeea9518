"""What is known of each point of a map, kind by kind: what its groups are described by and held against."""

from collections.abc import Sequence

from data.captions import Caption
from data.customers import name_in
from data.maps import Places
from data.records import AGENT

CLEAR = "clear"  # the quality of a voice that has no flag
QUALITY, LINE = "quality", "line"  # a voice's flags: its quality in a group's profile, its line in what explains it
LANGUAGE_COLUMN = "language"  # of a metadata table


def kinds_of(captions: Sequence[Caption], places: Places, *, emotions: Sequence[str]) -> dict[str, Sequence[str]]:
    """P values by kind, empty where unknown; ``emotions`` names the leading one of each of the P points.

    ``file`` is there only where a recording has more than one point: else it would tell every point from every other.
    """
    flags = [" + ".join(caption.flags) or CLEAR for caption in captions]
    kinds: dict[str, Sequence[str]] = {
        "emotion": emotions,
        "queue": [caption.queue for caption in captions],
        "hour": ["" if caption.started_at is None else str(caption.started_at.hour) for caption in captions],
        "role": places.roles,
        QUALITY: flags,
        LINE: flags,
        "agent": [caption.agent for caption in captions],
        "customer": [name_in(caption.metadata) for caption in captions],
        "language": [caption.metadata.get(LANGUAGE_COLUMN, "") for caption in captions],
    }
    if len(set(places.recordings)) < len(places.recordings):
        kinds["file"] = places.recordings
    return kinds


def speaker_of(caption: Caption | None, role: str) -> str:
    """Who speaks: the agent by name, the customer as the metadata names them; empty where nobody is named."""
    if caption is None:
        return ""
    return caption.agent if role == AGENT else name_in(caption.metadata)
