"""How steadily the customer of a call sounds over their calls, with every call compared to this one."""

from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa

from analysis.customers import Stability, stability
from analysis.vectors import unit
from data import customers, recordings
from data.records import Recording, Voice

COMPARED = 500  # calls of other customers that likeness is held against


@dataclass(frozen=True, slots=True, eq=False)
class Customer:
    """One customer's calls in order of time, and how alike they are."""

    name: str
    calls: list[tuple[Recording, Voice]]
    likeness: list[float]  # cosine of each call to the one that was asked about
    steady: Stability


def customer_of(connection: sa.Connection, recording: str, *, model: str, role: str) -> Customer | None:
    """The customer of a recording; None where the metadata names none, or no second call of theirs was read."""
    name = customers.name_in(recordings.find(connection, recording).metadata)
    calls = customers.calls(connection, name, model=model, role=role) if name else []
    here = next((row for row, (found, _) in enumerate(calls) if found.id == recording), None)
    if here is None or len(calls) < 2:
        return None
    elsewhere = customers.others(connection, name, model=model, role=role, most=COMPARED)
    heard = [voice for _, voice in calls] + elsewhere
    embeddings = np.stack([voice.embedding for voice in heard if voice.embedding is not None])
    [steady] = stability(embeddings, [name] * len(calls) + [""] * len(elsewhere))
    vectors = unit(embeddings[: len(calls)])
    return Customer(name, calls, [float(cosine) for cosine in vectors @ vectors[here]], steady)
