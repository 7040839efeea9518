"""The vectors that a map's points are: what was heard in them, less what their speaker or file has in common."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.centring import centred
from analysis.vectors import from_scores
from data.captions import Caption
from data.kinds import speaker_of
from data.listing import Points
from data.maps import FILE, NOWHERE, Request
from data.records import Floats
from jobs.errors import Unknown

UNNAMED = "nobody is named as the speaker of any of these calls, so nothing was taken out of their voices"


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """Vectors (P, D) of P points, and what had to be done otherwise than asked, as a sentence."""

    vectors: Floats
    note: str = ""


def space_of(points: Points, request: Request, captions: Mapping[tuple[str, str], Caption]) -> Space:
    """The vectors of a map's points. ``captions`` are needed only where the speaker's voice is taken out."""
    vectors = as_read(points, request)
    if request.centre == NOWHERE:
        return Space(vectors)
    if request.centre == FILE:
        return Space(centred(vectors, points.recordings))
    if request.centre != "speaker":
        raise Unknown(f"there is no {request.centre!r} that could be taken out of the voices of a map")
    speakers = speakers_of(points, captions)
    return Space(centred(vectors, speakers)) if any(speakers) else Space(vectors, UNNAMED)


def as_read(points: Points, request: Request) -> Floats:
    """(P, D) the vectors as a model gave them, nothing taken out."""
    return points.embeddings if request.space == "embeddings" else from_scores(points.scores)


def speakers_of(points: Points, captions: Mapping[tuple[str, str], Caption]) -> list[str]:
    """Who speaks in each of P points, empty where nobody is named."""
    keys = zip(points.recordings, points.roles, strict=True)
    return [speaker_of(captions.get(key), key[1]) for key in keys]


def leading(points: Points) -> dict[str, NDArray[Any]]:
    """What leads in each point: the number of the label (P,) and its score (P,)."""
    return {
        "leading": points.scores.argmax(axis=1).astype(np.int32),
        "confidence": points.scores.max(axis=1).astype(np.float32),
    }
