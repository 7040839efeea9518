"""Folds that never split a speaker, so that every figure is about voices the model has not learnt."""

import numpy as np
from numpy.typing import NDArray

from training.features import Material

FOLDS = 4


def by_speaker(material: Material, *, folds: int = FOLDS) -> NDArray[np.intp]:
    """The fold (N,) of every utterance: each corpus's speakers are dealt out in turn, in an order fixed by chance."""
    fold = np.zeros(len(material.speakers), dtype=np.intp)
    chance = np.random.default_rng(0)
    for corpus in range(len(material.corpus_names)):
        speakers = np.unique(material.speakers[material.corpora == corpus])
        for turn, speaker in enumerate(chance.permutation(speakers)):
            fold[material.speakers == speaker] = turn % folds
    if fold.max() == 0:  # every corpus is one speaker: then the corpora's speakers are dealt out together
        fold = material.speakers % folds
    return fold
