"""Whether embeddings of voices never learnt lie among those of the same emotion: the vote of the nearest."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.records import Floats
from training.features import Material
from training.sampling import Index

NEIGHBOURS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """The label (N,) that most of the 10 nearest have; -1 where there are no 10."""

    unseen: Index  # among the other unseen speakers of the same corpus
    everyone: Index  # among all other speakers of all corpora, those that were learnt included


def vote(material: Material, embedding: Floats, unseen: Index) -> Votes:
    """Votes on the ``unseen`` utterances, given the embedding (all, D) of every utterance by one network."""
    everyone = np.arange(len(embedding))
    votes = np.full(len(unseen), -1, dtype=np.intp)
    for corpus in np.unique(material.corpora[unseen]):
        mine = material.corpora[unseen] == corpus
        votes[mine] = nearest(material, embedding, unseen[mine], unseen[mine])
    return Votes(votes, nearest(material, embedding, unseen, everyone))


def joined(votes: Sequence[Votes]) -> Votes:
    """Votes of several folds, one after another."""
    return Votes(np.concatenate([one.unseen for one in votes]), np.concatenate([one.everyone for one in votes]))


def nearest(material: Material, embedding: Floats, asked: Index, others: Index) -> NDArray[np.intp]:
    """The most frequent emotion among the 10 of ``others`` nearest (cosine) to each of ``asked`` by another speaker."""
    unit = embedding / np.maximum(np.linalg.norm(embedding, axis=1, keepdims=True), 1e-9)
    likeness = unit[asked] @ unit[others].T
    likeness[material.speakers[asked][:, None] == material.speakers[others][None]] = -np.inf
    if likeness.shape[1] < NEIGHBOURS:
        return np.full(len(asked), -1, dtype=np.intp)
    found = np.argpartition(-likeness, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS]
    labels = len(material.emotion_names)
    counts = np.stack([np.bincount(material.emotions[others][row], minlength=labels) for row in found])
    enough = np.isfinite(np.take_along_axis(likeness, found, axis=1)).all(axis=1)
    return np.where(enough, counts.argmax(axis=1), -1)
