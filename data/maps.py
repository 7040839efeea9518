"""Maps of a selection: how one is asked for, found again, and which recording, role and stretch each point is."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from data import accounts, derived, listing, recordings
from data.accounts import Packed
from data.derived import Derived
from data.errors import Missing
from data.names import clean_text
from data.records import Selection

KIND = "map"
FROZEN = "frozen map"  # what of a map is needed only to place other points into it, kept apart: pages never load it
NOWHERE, SPEAKER, FILE = "", "speaker", "file"  # what is taken out of the vectors first: see analysis.centring
ON_MAP, ON_SPACE = "map", "space"
LONGEST = 80  # characters of a name that somebody gives


@dataclass(frozen=True, slots=True)
class Grouping:
    """How points become groups; ``analysis.clustering.cluster`` says what each number does."""

    on: str = ON_MAP  # or the space of up to 50 dimensions that the map was made from
    min_size: int | None = None  # None: what suits the number of points
    min_samples: int | None = None
    epsilon: float = 0.0


@dataclass(frozen=True, slots=True)
class Request:
    """What a map is made of and with. ``method`` is umap, tsne or pca; ``space`` is embeddings or scores."""

    selection: Selection
    unit: str = listing.RECORDINGS
    method: str = "umap"
    space: str = "embeddings"
    seed: int = 0
    centre: str = NOWHERE
    grouping: Grouping = Grouping()

    def options(self) -> dict[str, Any]:
        """As plain JSON values, for a job; ``from_options`` reads them again."""
        return {**asdict(self), "selection": selection_options(self.selection)}

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> "Request":
        """The request that ``options`` was made from."""
        plain = {name: options[name] for name in ("unit", "method", "space", "seed", "centre")}
        return cls(selection_of(options["selection"]), **plain, grouping=Grouping(**options["grouping"]))


def selection_options(selection: Selection) -> dict[str, Any]:
    """A selection as plain JSON values; ``selection_of`` reads them again."""
    return {name: _plain(value) for name, value in asdict(selection).items()}


def selection_of(options: Mapping[str, Any]) -> Selection:
    """The selection that ``options`` was made from."""
    told: dict[str, Any] = {name: _tupled(value) for name, value in options.items()}
    for name in ("since", "until"):
        told[name] = datetime.fromisoformat(told[name]) if told[name] else None
    return Selection(**told)


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
    frozen: Mapping[str, NDArray[Any]] = field(default_factory=dict)  # analysis.frozen.freeze, less the coordinates
    told: Mapping[str, Any] = field(default_factory=dict)  # further details
    account: Packed | None = None  # what is told of its groups


def save(connection: sa.Connection, drawn: Drawn, *, kind: str = KIND) -> str:
    """Keep a map; its key. ``Missing`` if one of its recordings was erased while it was drawn."""
    ids, which = np.unique(np.array(drawn.points.recordings, dtype=str), return_inverse=True)
    roles, role = np.unique(np.array(drawn.points.roles, dtype=str), return_inverse=True)
    if not recordings.all_there(connection, ids.tolist()):
        raise Missing("a recording was erased while this map was drawn: draw it again")
    whose: dict[str, NDArray[Any]] = {"which": which.astype(np.int32), "role": role.astype(np.int32)}
    arrays = {**drawn.arrays, **whose, "spans": drawn.points.spans}
    key = derived.save(connection, kind, name="", details=drawn.made, arrays=arrays)
    more = {"ids": ids.tolist(), "role_names": roles.tolist(), "notes": list(drawn.notes)}
    derived.annotate(connection, key, {**drawn.made, **drawn.told, **more})
    if drawn.frozen:
        derived.save(connection, FROZEN, name="", details={"map": key}, arrays=drawn.frozen)
    if drawn.account:
        accounts.keep(connection, key, drawn.account)
    return key


def frozen_of(connection: sa.Connection, key: str) -> Mapping[str, NDArray[Any]]:
    """What places other points into the map of that key. ``Missing`` if the map was thrown away."""
    return derived.load(connection, derived.key_of(FROZEN, {"map": key})).arrays


def name_group(connection: sa.Connection, key: str, *, group: int, name: str) -> None:
    """Give a group of the map of that key a name of one's own; an empty one takes it away again."""
    details = derived.details(connection, key)
    derived.annotate(connection, key, {**details, "names": with_name(details.get("names", {}), group, name)})


def with_name(names: Mapping[str, str], group: int, name: str) -> dict[str, str]:
    """Names of groups by their number, one of them changed; an empty one is none."""
    changed = {**names, str(group): clean_text(name).strip()[:LONGEST]}
    return {number: said for number, said in changed.items() if said}


def key_of(connection: sa.Connection, request: Request) -> str:
    """The key of the map made from exactly this, whether there is one or not."""
    return derived.key_of(KIND, details(connection, request))


def find(connection: sa.Connection, request: Request) -> Derived | None:
    """The map made from exactly this, or None: then ask for it with a job of kind ``map``."""
    try:
        return derived.load(connection, key_of(connection, request))
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
