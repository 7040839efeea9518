"""``python -m training.train --data FOLDER``: from labelled utterances to weights and the model card, in one run.

What is worked out is kept in a cache folder, so that a run that was stopped goes on where it ended.
"""

import argparse
import os
import sys
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from inference.compact import WEIGHTS, CompactModel
from inference.contract import RATE
from inference.one_thread import one_thread
from training import ahead, card, corpus, day, features, figures, nets, validation, weights
from training.corpus import CorpusError, Utterance
from training.features import Material
from training.heldout import hear
from training.validation import Calibration, Heldout

ROOT = Path(__file__).resolve().parent.parent
REVISION = "4"
OPEN = "CC0 1.0"
OWN = "the terms of the recordings it was trained on"


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is asked for."""

    data: Path
    out: Path
    cache: Path
    recipe: nets.Recipe
    day: Path | None
    known: dict[str, dict[str, str]]  # corpora.toml
    processes: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, measure and write; exit status 1 with one sentence where the folder cannot be trained on."""
    chosen = _parser().parse_args(arguments)
    with (Path(__file__).parent / "corpora.toml").open("rb") as table:
        known = tomllib.load(table)
    recipe = nets.QUICK if chosen.quick else nets.Recipe()
    calls = chosen.day or chosen.data.parent / "day"
    order = Order(
        data=chosen.data,
        out=chosen.out,
        cache=chosen.cache,
        recipe=recipe,
        day=calls if (calls / day.TURNS).is_file() else None,
        known=known,
        processes=chosen.processes,
    )
    try:
        with one_thread():  # sums are then always added in the same order
            chapters = run(order)
    except CorpusError as error:
        print(f"training: {error}", file=sys.stderr)
        return 1
    card.write(chosen.card, chapters, known=known)
    _say(f"wrote {len(chapters)} sets of weights to {chosen.out} and the card to {chosen.card}")
    return 0


def run(order: Order) -> list[card.Chapter]:
    """``compact`` from everything and, where some corpora are CC0 and others are not, ``compact-cc0`` from those."""
    utterances = corpus.load(order.data)
    licences = {one.corpus: order.known.get(one.corpus, {}).get("licence", OWN) for one in utterances}
    free = [one for one in utterances if licences[one.corpus] == OPEN]
    smaller = replace(order, recipe=order.recipe.for_amount(_voices(free) / _voices(utterances)))
    both = 0 < len(free) < len(utterances)
    if order.processes > 1:  # one process works out the same when it is first asked for
        lessons = [ahead.Lessons(utterances, order.recipe), *([ahead.Lessons(free, smaller.recipe)] if both else [])]
        _say(f"features and nets, in {order.processes} processes")
        ahead.prepare(order.data, lessons, cache=order.cache, processes=order.processes)
    everything = features.material(order.data, utterances, cache=order.cache)
    strictest = max(licences.values(), key=lambda licence: (licence == OWN, "NC" in licence))
    chapters = [_chapter(order, "compact", strictest, utterances, everything)]
    if both:
        material = features.material(order.data, free, cache=order.cache)
        chapters.append(_chapter(smaller, "compact-cc0", OPEN, free, material, elsewhere=everything))
    return chapters


def _voices(utterances: Sequence[Utterance]) -> int:
    return len({one.speaker for one in utterances})


def _chapter(
    order: Order,
    name: str,
    licence: str,
    utterances: Sequence[Utterance],
    material: Material,
    *,
    elsewhere: Material | None = None,
) -> card.Chapter:
    """Validate, train on everything, save and measure one set of weights."""
    _say(f"{name}: {len(utterances)} utterances, cross-validation")
    held, calibration = validation.cross_validated(material, recipe=order.recipe, cache=order.cache)
    _say(f"{name}: training on all of them, {calibration}")
    net = nets.trained(material, np.arange(len(utterances)), recipe=order.recipe, cache=order.cache)
    trained_on = ", ".join(material.corpus_names)
    facts = weights.Facts(name, REVISION, licence, material.emotion_names, trained_on)
    path = order.out / f"{name}.safetensors"
    weights.save(net, path, facts=facts, calibration=calibration)
    model = CompactModel.from_file(path)
    if elsewhere is None:
        across = _across(material, calibration, order)
    else:
        across = _elsewhere(net, material, elsewhere, calibration)
    return card.Chapter(
        model=model.card,
        licence=licence,
        megabytes=path.stat().st_size / 1e6,
        utterances=utterances,
        recipe=order.recipe,
        calibration=calibration,
        corpora={one: figures.of_corpus(material, held, number) for number, one in enumerate(material.corpus_names)},
        pooled=figures.pooled(material, held),
        across=across,
        day=day.read(order.day, model) if order.day else None,
        times_real_time=times_real_time(model),
    )


def _across(material: Material, calibration: Calibration, order: Order) -> dict[str, figures.CorpusFigures]:
    """Every corpus by a model of the others, where there are others."""
    told = {}
    for number, name in enumerate(material.corpus_names if len(material.corpus_names) > 1 else ()):
        _say(f"{name} by a model of the other corpora")
        held = validation.across(material, number, calibration, recipe=order.recipe, cache=order.cache)
        told[name] = figures.of_corpus(material, held, number)
    return told


def _elsewhere(
    net: nets.CompactNet, material: Material, elsewhere: Material, calibration: Calibration
) -> dict[str, figures.CorpusFigures]:
    """The corpora that a finished network did not learn, as far as it has their emotions."""
    told = {}
    for number, name in enumerate(elsewhere.corpus_names):
        if name not in material.corpus_names:
            numbers = np.flatnonzero(elsewhere.corpora == number)
            said = hear(net, elsewhere, numbers)
            held = Heldout(numbers, {key: calibration.logits(one) for key, one in said.items()}, {})
            told[name] = figures.of_corpus(elsewhere, held, number, labels=material.emotion_names)
    return told


def times_real_time(model: CompactModel, *, windows: int = 20) -> float:
    """How much faster than time one core reads windows of 3 s; the best of three tries."""
    noise = np.random.default_rng(0).standard_normal((windows, 3 * RATE)).astype(np.float32) / 10
    seconds = []
    for _ in range(3):
        started = time.process_time()
        model.read([list(noise)])
        seconds.append(time.process_time() - started)
    return 3 * windows / min(seconds)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="training.train", description="train the compact model on labelled utterances"
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with labels.csv: file, emotion, speaker, …")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="folder for the weights (default: the shipped ones)")
    parser.add_argument("--card", type=Path, default=ROOT / "docs" / "compact.md", help="the model card to write")
    parser.add_argument("--cache", type=Path, default=ROOT / "var" / "training", help="folder for what can be reused")
    parser.add_argument("--day", type=Path, help="calls with turns.csv to measure on (default: `day` beside the data)")
    parser.add_argument(
        "--processes", type=int, default=os.cpu_count() or 1, help="how many work side by side (default: all cores)"
    )
    parser.add_argument("--quick", action="store_true", help="a few steps only, to try the command out")
    return parser


if __name__ == "__main__":
    sys.exit(main())
