"""Maps of a selection: how one is asked for, found again, and which recording, role and stretch each point is."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from data import derived, listing, recordings
from data.derived import Derived
from data.errors import Missing
from data.records import Selection

KIND = "map"


@dataclass(frozen=True, slots=True)
class Request:
    """What a map is made of and with. ``method`` is umap, tsne or pca; ``space`` is embeddings or scores."""

    selection: Selection
    unit: str = listing.RECORDINGS
    method: str = "umap"
    space: str = "embeddings"
    seed: int = 0

    def options(self) -> dict[str, Any]:
        """As plain JSON values, for a job; ``from_options`` reads them again."""
        return {**asdict(self), "selection": {name: _plain(value) for name, value in asdict(self.selection).items()}}

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> "Request":
        """The request that ``options`` was made from."""
        told: dict[str, Any] = {name: _tupled(value) for name, value in options["selection"].items()}
        for name in ("since", "until"):
            told[name] = datetime.fromisoformat(told[name]) if told[name] else None
        return cls(Selection(**told), **{name: options[name] for name in ("unit", "method", "space", "seed")})


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Which stretch of which recording each of P points is, without the embeddings."""

    recordings: tuple[str, ...]  # P ids
    roles: tuple[str, ...]  # P
    spans: NDArray[np.float64]  # (P, 2) seconds


def fingerprint(connection: sa.Connection, request: Request) -> str:
    """Changes whenever a recording enters, leaves or is read again; cheap enough to ask on every page."""
    return listing.fingerprint(connection, request.selection)


def details(connection: sa.Connection, request: Request) -> dict[str, Any]:
    """What the stored map is keyed by."""
    return {**request.options(), "fingerprint": fingerprint(connection, request)}


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A finished map: ``coordinates`` (P, 2), ``clusters`` (P,) with -1 for noise, and whatever else was worked out."""

    points: listing.Points
    made: Mapping[str, Any]  # ``details`` at the time the points were read
    arrays: Mapping[str, NDArray[Any]]
    notes: tuple[str, ...] = ()  # what had to be done otherwise than asked, as sentences


def save(connection: sa.Connection, drawn: Drawn) -> str:
    """Keep a map; its key. ``Missing`` if one of its recordings was erased while it was drawn."""
    ids, which = np.unique(np.array(drawn.points.recordings, dtype=str), return_inverse=True)
    roles, role = np.unique(np.array(drawn.points.roles, dtype=str), return_inverse=True)
    if not recordings.all_there(connection, ids.tolist()):
        raise Missing("a recording was erased while this map was drawn: draw it again")
    whose: dict[str, NDArray[Any]] = {"which": which.astype(np.int32), "role": role.astype(np.int32)}
    arrays = {**drawn.arrays, **whose, "spans": drawn.points.spans}
    key = derived.save(connection, KIND, name="", details=drawn.made, arrays=arrays)
    more = {"ids": ids.tolist(), "role_names": roles.tolist(), "notes": list(drawn.notes)}
    derived.annotate(connection, key, {**drawn.made, **more})
    return key


def find(connection: sa.Connection, request: Request) -> Derived | None:
    """The map made from exactly this, or None: then ask for it with a job of kind ``map``."""
    try:
        return derived.load(connection, derived.key_of(KIND, details(connection, request)))
    except Missing:
        return None


def places(found: Derived) -> Places:
    """What the points of a stored map are."""
    ids, names = found.details["ids"], found.details["role_names"]
    return Places(
        tuple(ids[index] for index in found.arrays["which"]),
        tuple(names[index] for index in found.arrays["role"]),
        found.arrays["spans"],
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _tupled(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
