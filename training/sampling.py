"""Which utterances a step learns from, and which of the same voice are their speaker reference."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.records import Floats
from training.features import COPIES, Material

Index = NDArray[np.intp]
MOST = 20  # references
NONE = 0.15  # share of windows that have none, as a short file has
CLEAN_SHARE = 0.35  # of windows that are learnt from as recorded; the others are altered copies
SKEW = 0.7  # of the Dirichlet draw: a call's other windows are seldom balanced


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """The utterances that may be learnt from, and how often each is drawn."""

    material: Material
    members: Index  # numbers of utterances
    chance: NDArray[np.float64]  # (len(members),) sums to 1

    @classmethod
    def of(cls, material: Material, members: Index) -> "Pool":
        """Weigh corpora by the root of how many speakers they have and, within each, emotions alike.

        What is to be learnt are voices: a hundred sentences more of the same one teach less than another voice.
        """
        weight = np.zeros(len(members))
        for corpus in np.unique(material.corpora[members]):
            mine = material.corpora[members] == corpus
            voices = len(np.unique(material.speakers[members][mine]))
            emotions, place, count = np.unique(
                material.emotions[members][mine], return_inverse=True, return_counts=True
            )
            weight[mine] = np.sqrt(voices) / len(emotions) / count[place]
        return cls(material, members, weight / weight.sum())

    def draw(self, count: int, chance: np.random.Generator) -> Index:
        """Numbers of utterances, each drawn on its own."""
        return chance.choice(self.members, count, p=self.chance)

    def voices(self, count: int, each: int, chance: np.random.Generator) -> tuple[Index, Index]:
        """``each`` utterances, emotions alike, of every one of ``count`` speakers: their numbers and their speakers."""
        speakers, place = np.unique(self.material.speakers[self.members], return_inverse=True)
        weight = np.bincount(place, self.chance)
        drawn = chance.choice(len(speakers), count, p=weight / weight.sum(), replace=len(speakers) < count)
        numbers = [self._spread(self.members[place == one], each, chance) for one in drawn]
        return np.concatenate(numbers), np.repeat(np.arange(count), each)

    def references(self, numbers: Index, chance: np.random.Generator) -> tuple[Index, Index]:
        """For each utterance 20 others of its speaker (B, 20) and how many of them count (B,), 0 to 20."""
        count = np.exp(chance.uniform(0, np.log(MOST + 1), len(numbers))).astype(np.intp)
        count[chance.random(len(numbers)) < NONE] = 0
        speakers, emotions = self.material.speakers, self.material.emotions
        drawn = np.zeros((len(numbers), MOST), dtype=np.intp)
        for speaker in np.unique(speakers[numbers]):
            others = self.members[speakers[self.members] == speaker]
            for row in np.flatnonzero(speakers[numbers] == speaker):
                drawn[row] = chance.choice(others, MOST, p=skewed(emotions[others], chance))
        return drawn, count

    def _spread(self, numbers: Index, count: int, chance: np.random.Generator) -> Index:
        emotions = self.material.emotions[numbers]
        by_emotion = [numbers[emotions == one] for one in np.unique(emotions)]
        turns = [by_emotion[one] for _ in range(count) for one in chance.permutation(len(by_emotion))][:count]
        return np.array([chance.choice(one) for one in turns])


def skewed(emotions: NDArray[np.int64], chance: np.random.Generator) -> NDArray[np.float64] | None:
    """Chances of windows with these emotions to be a reference: half of the time even, half with random favourites."""
    if chance.random() < 0.5:
        return None
    names, place, count = np.unique(emotions, return_inverse=True, return_counts=True)
    favour = chance.dirichlet(np.full(len(names), SKEW)) + 0.02
    weight = (favour / count)[place]
    return weight / weight.sum()


def copies(count: int, chance: np.random.Generator) -> Index:
    """Which copy each of ``count`` windows is taken from: as recorded or altered."""
    return np.where(chance.random(count) < CLEAN_SHARE, 0, chance.integers(1, COPIES, count))


def possible(material: Material, members: Index, labels: int) -> NDArray[np.bool_]:
    """(corpora, L) whether a corpus has an emotion at all: what it lacks it cannot teach, so it is left out there."""
    table = np.zeros((len(material.corpus_names), labels), dtype=bool)
    table[material.corpora[members], material.emotions[members]] = True
    return table


def standardisation(functionals: Floats) -> tuple[Floats, Floats]:
    """Mean and deviation of each functional over copies and utterances (C, N, F)."""
    mean = functionals.mean(axis=(0, 1))
    return mean.astype(np.float32), (functionals.std(axis=(0, 1)) + 1e-3).astype(np.float32)
