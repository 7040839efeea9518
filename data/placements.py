"""Other calls placed into a saved map: how that is asked for and found again. Caches, like maps that nobody saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data import derived, listing, saved_maps
from data.derived import Derived
from data.errors import Missing
from data.maps import selection_of, selection_options
from data.records import Selection

KIND = "place"  # of the job


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which calls are placed into which saved map."""

    map: int
    selection: Selection

    def options(self) -> dict[str, Any]:
        """As plain JSON values, for a job; ``from_options`` reads them again."""
        return {"map": self.map, "selection": selection_options(self.selection)}

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> "Wanted":
        """What ``options`` was made from."""
        return cls(int(options["map"]), selection_of(options["selection"]))


def details(connection: sa.Connection, wanted: Wanted) -> dict[str, Any]:
    """What a placement is keyed by: it is out of date when a call enters, leaves or is read again, or the map lost one.

    ``Missing`` if the saved map is gone.
    """
    version = saved_maps.load(connection, wanted.map).version
    return {**wanted.options(), "version": version, "fingerprint": listing.fingerprint(connection, wanted.selection)}


def key_of(connection: sa.Connection, wanted: Wanted) -> str:
    """The key of the placement of exactly these calls, whether there is one or not. ``Missing`` as for ``details``."""
    return derived.key_of(saved_maps.PLACED, details(connection, wanted))


def find(connection: sa.Connection, wanted: Wanted) -> Derived | None:
    """The placement of exactly these calls, or None: then ask for it with a job of kind ``place``."""
    try:
        return derived.load(connection, key_of(connection, wanted))
    except Missing:
        return None
