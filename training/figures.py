"""Everything the model card says in numbers, as plain values: one place between measuring and writing."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.calibration import Reliability, best_temperature, reliability
from analysis.evaluation import Evaluation, evaluate
from analysis.scores import softmax
from training.features import Material
from training.validation import Heldout


@dataclass(frozen=True, slots=True)
class Nearness:
    """How often the 10 nearest embeddings are right, and the classifier on the same utterances."""

    count: int
    neighbours: float
    classifier: float


@dataclass(frozen=True, slots=True, eq=False)
class CorpusFigures:
    """One corpus in every condition; keys are those of ``heldout.CONDITIONS``."""

    among: Mapping[str, Evaluation]  # choosing among the corpus's own emotions
    free: Mapping[str, Evaluation]  # choosing among all of the model's
    reliability: Mapping[str, Reliability]  # of the free choice
    temperature: Mapping[str, float]  # that would have fitted best on top of the stored one
    near: Mapping[str, tuple[Nearness, Nearness]]  # among unseen speakers of the corpus, and among everybody


def of_corpus(material: Material, held: Heldout, corpus: int, *, labels: tuple[str, ...] = ()) -> CorpusFigures:
    """Figures of one corpus out of what was held out. ``labels`` are the model's, where they differ from the data's."""
    names = labels or material.emotion_names
    mine = material.corpora[held.numbers] == corpus
    mine &= np.isin(np.array(material.emotion_names)[material.emotions[held.numbers]], names)
    numbers = held.numbers[mine]
    truth = np.array([names.index(material.emotion_names[one]) for one in material.emotions[numbers]])
    speakers = material.speakers[numbers]
    occurring = np.isin(np.arange(len(names)), truth)
    logits = {name: one[mine] for name, one in held.logits.items()}
    among = {name: np.where(occurring, one, -np.inf).argmax(axis=1) for name, one in logits.items()}
    return CorpusFigures(
        among={name: evaluate(truth, one, labels=names, groups=speakers) for name, one in among.items()},
        free={name: evaluate(truth, one.argmax(axis=1), labels=names, groups=speakers) for name, one in logits.items()},
        reliability={name: reliability(softmax(one), truth) for name, one in logits.items()},
        temperature={name: best_temperature(one, truth) for name, one in logits.items()},
        near={
            name: (
                _nearness(votes.unseen[mine], among[name], truth),
                _nearness(votes.everyone[mine], among[name], truth),
            )
            for name, votes in held.votes.items()
        },
    )


def pooled(material: Material, held: Heldout) -> dict[str, Reliability]:
    """Reliability over all corpora together, by condition."""
    truth = material.emotions[held.numbers]
    return {name: reliability(softmax(logits), truth) for name, logits in held.logits.items()}


def _nearness(voted: NDArray[np.integer], heard: NDArray[np.integer], truth: NDArray[np.integer]) -> Nearness:
    there = voted >= 0
    if not there.any():
        return Nearness(0, 0.0, 0.0)
    return Nearness(
        count=int(there.sum()),
        neighbours=float((voted[there] == truth[there]).mean()),
        classifier=float((heard[there] == truth[there]).mean()),
    )
