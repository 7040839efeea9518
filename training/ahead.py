"""Features and nets worked out side by side in several processes, each for itself, into the cache that the run reads.

Every one of them has its own seed and one thread, so the weights do not depend on how many processes there were.
"""

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from inference.one_thread import one_thread
from training import features, nets, validation
from training.corpus import Utterance
from training.nets import Recipe
from training.sampling import Index


@dataclass(frozen=True, slots=True)
class Lessons:
    """What one set of weights is made from."""

    utterances: Sequence[Utterance]
    recipe: Recipe


def prepare(folder: Path, lessons: Sequence[Lessons], *, cache: Path, processes: int) -> None:
    """Fill the cache with all copies' features and with the nets of all models that are shipped or measured."""
    spawn = multiprocessing.get_context("spawn")  # torch's threads do not survive a fork
    with ProcessPoolExecutor(processes, mp_context=spawn) as pool:
        copies = [(one.utterances, copy) for one in lessons for copy in range(features.COPIES)]
        list(pool.map(partial(_listen, folder, cache), copies))  # the list waits; the first error ends the run
        learners = [(one.utterances, learner) for one in lessons for learner in _learners(folder, one, cache)]
        list(pool.map(partial(_learn, folder, cache), learners))


def _learners(folder: Path, lessons: Lessons, cache: Path) -> list[tuple[Index, Recipe]]:
    material = features.material(folder, lessons.utterances, cache=cache)
    return validation.learners(material, recipe=lessons.recipe)


def _listen(folder: Path, cache: Path, asked: tuple[Sequence[Utterance], int]) -> None:
    utterances, copy = asked
    with one_thread():
        features.keep(folder, utterances, copy, cache=cache)


def _learn(folder: Path, cache: Path, asked: tuple[Sequence[Utterance], tuple[Index, Recipe]]) -> None:
    utterances, (members, recipe) = asked
    with one_thread():
        nets.trained(features.material(folder, utterances, cache=cache), members, recipe=recipe, cache=cache)
