"""Figures on voices and corpora that a model has not learnt, and the calibration that follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from analysis.calibration import COLDEST, best_temperature, loss
from data.records import Floats
from training import folds
from training.features import Material
from training.heldout import ALONE, CONDITIONS, KNOWN, Said, hear
from training.neighbours import Votes, joined, vote
from training.nets import Recipe, trained
from training.sampling import Index

Heard = tuple[Index, dict[str, Said]]  # numbers of utterances, and what was said of them by condition
SHARES = (0.2, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0)  # of the window nets' logits beside the frame nets'


@dataclass(frozen=True, slots=True)
class Calibration:
    """How the two kinds of nets are added, and what the sum is divided by."""

    window_share: float
    alone: float  # temperature of a window without a reference
    known: float  # temperature that it nears with more and more references

    def logits(self, said: Said) -> Floats:
        """Calibrated logits (N, L)."""
        temperature = self.alone + (self.known - self.alone) * said.share
        return ((said.frames + self.window_share * said.whole) / temperature).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Heldout:
    """Calibrated logits of N utterances by models that learnt none of their speakers."""

    numbers: Index  # (N,) of the material's utterances
    logits: dict[str, Floats]  # by condition, (N, L)
    votes: dict[str, Votes]  # by condition, of the nearest embeddings; where they were asked for


def learners(material: Material, *, recipe: Recipe) -> list[tuple[Index, Recipe]]:
    """What each model that is shipped or measured learns from, and how much: everybody, the folds, all corpora but one.

    It is in the order of the work they make, most of it first.
    """
    fold = folds.by_speaker(material)
    sets = [(np.arange(len(fold)), recipe), *((np.flatnonzero(fold != number), recipe) for number in np.unique(fold))]
    if len(material.corpus_names) > 1:
        sets += [others(material, number, recipe=recipe) for number in range(len(material.corpus_names))]
    return sets


def others(material: Material, corpus: int, *, recipe: Recipe) -> tuple[Index, Recipe]:
    """All utterances of other corpora, and the recipe for so many speakers."""
    learnt = np.flatnonzero(material.corpora != corpus)
    return learnt, recipe.for_amount(len(np.unique(material.speakers[learnt])) / len(np.unique(material.speakers)))


def cross_validated(material: Material, *, recipe: Recipe, cache: Path) -> tuple[Heldout, Calibration]:
    """Folds of unseen speakers. Each fold is calibrated on the others, the shipped model on all of them."""
    fold = folds.by_speaker(material)
    heard: list[Heard] = []
    votes: list[dict[str, Votes]] = []
    for number in np.unique(fold):
        unseen = np.flatnonzero(fold == number)
        net = trained(material, np.flatnonzero(fold != number), recipe=recipe, cache=cache)
        heard.append((unseen, hear(net, material, unseen)))
        everyone = hear(net, material, np.arange(len(fold)), conditions=(ALONE, KNOWN))
        votes.append({name: vote(material, one.embedding, unseen) for name, one in everyone.items()})
    fits = [calibrate(material, [*heard[:place], *heard[place + 1 :]]) for place in range(len(heard))]
    pairs = list(zip(fits, heard, strict=True))
    held = Heldout(
        numbers=np.concatenate([unseen for unseen, _ in heard]),
        logits={name: np.concatenate([fit.logits(said[name]) for fit, (_, said) in pairs]) for name in CONDITIONS},
        votes={name: joined([one[name] for one in votes]) for name in (ALONE, KNOWN)},
    )
    return held, calibrate(material, heard)


def across(material: Material, corpus: int, calibration: Calibration, *, recipe: Recipe, cache: Path) -> Heldout:
    """One corpus read by a model that learnt the others only. The calibration is the shipped model's."""
    learnt, amount = others(material, corpus, recipe=recipe)
    net = trained(material, learnt, recipe=amount, cache=cache)
    numbers = np.flatnonzero(material.corpora == corpus)
    said = hear(net, material, numbers)
    return Heldout(numbers, {name: calibration.logits(one) for name, one in said.items()}, {})


def calibrate(material: Material, heard: Sequence[Heard]) -> Calibration:
    """The share and temperatures under which the truth of held-out utterances is likeliest, over all conditions.

    Every utterance counts alike; where corpora did, the largest and hardest of them was read too surely. Temperatures
    are fitted with and without a reference; in between they go with the share of the reference that is taken out.
    """
    names = {has: [name for name, (_, count) in CONDITIONS.items() if bool(count) is has] for has in (False, True)}
    alone, known = (_joined([said[name] for name in names[has] for _, said in heard]) for has in (False, True))
    emotions = material.emotions[np.concatenate([numbers for numbers, _ in heard])]
    truth = np.tile(emotions, len(names[True]))
    return min((_fit(alone, known, truth, share) for share in SHARES), key=lambda fit: fit[0])[1]


def _fit(alone: Said, known: Said, truth: Index, share: float) -> tuple[float, Calibration]:
    """The loss and the calibration with one share of the window nets."""
    temperatures, lost = [], 0.0
    for said in (alone, known):
        logits = said.frames + share * said.whole
        temperatures.append(best_temperature(logits, truth))
        lost += loss(logits / temperatures[-1], truth)
    reach = float(known.share.mean())
    limit = temperatures[0] + (temperatures[1] - temperatures[0]) / reach if reach > 0 else temperatures[0]
    return lost, Calibration(share, temperatures[0], max(COLDEST, limit))


def _joined(parts: Sequence[Said]) -> Said:
    """What was said in several folds and conditions, one after another."""
    return Said(*(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Said)))
