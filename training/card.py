"""The model card, docs/compact.md: every figure in it comes out of the training run that writes it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from analysis.calibration import Reliability
from analysis.evaluation import Evaluation
from analysis.intervals import Interval
from data.records import Model
from training.corpus import Utterance
from training.day import Day
from training.figures import CorpusFigures
from training.heldout import ALONE, KNOWN, REFERENCES
from training.nets import Recipe
from training.validation import Calibration


@dataclass(frozen=True, slots=True, eq=False)
class Chapter:
    """All that is measured of one set of weights."""

    model: Model
    licence: str
    megabytes: float
    utterances: Sequence[Utterance]
    recipe: Recipe
    calibration: Calibration
    corpora: Mapping[str, CorpusFigures]  # four folds of unseen speakers
    pooled: Mapping[str, Reliability]  # all corpora together
    across: Mapping[str, CorpusFigures]  # each corpus read by a model that learnt none of it
    day: Day | None
    times_real_time: float


def write(path: Path, chapters: Sequence[Chapter], *, known: Mapping[str, Mapping[str, str]]) -> None:
    """Write the card of all sets of weights."""
    lines = list(_opening(chapters))
    for chapter in chapters:
        lines += ["", f"## {chapter.model.name}", "", *_facts(chapter), *_data(chapter, known)]
        lines += [*_speakers(chapter), *_labels(chapter), *_confusions(chapter), *_calibration(chapter)]
        lines += [*_across(chapter, known), *_neighbours(chapter), *_day(chapter)]
    lines += _recipe(chapters[0])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _opening(chapters: Sequence[Chapter]) -> Iterator[str]:
    yield "# The compact model"
    yield ""
    yield "Written by `python -m training.train`; every figure below was measured in that run."
    yield ""
    yield (
        "A small model that reads the emotion *expressed in a voice*, on a processor, with no download. It has learnt "
        "from acted speech of few speakers. It does not know what a person feels, it reads real calls worse than the "
        "figures of acted speech suggest, and nobody should be judged by it. Where emotion2vec+ can be used, use that."
    )
    yield ""
    yield "| weights | licence | trained on | labels |"
    yield "|---|---|---|---|"
    for one in chapters:
        names = ", ".join(sorted({utterance.corpus for utterance in one.utterances}))
        yield f"| `{one.model.name}` | {one.licence} | {names} | {len(one.model.labels)} |"


def _facts(chapter: Chapter) -> Iterator[str]:
    model = chapter.model
    yield (
        f"Revision {model.revision}, {chapter.megabytes:.1f} MB, sha256 `{model.sha256}`. Labels: "
        f"{', '.join(model.labels)}. It has no `other` and no `unknown`. Embeddings of {model.size} numbers, a frame "
        f"every {1000 * model.step:.0f} ms. On one core of the machine that trained it, windows of 3 s were read at "
        f"{chapter.times_real_time:.0f} × real time."
    )


def _data(chapter: Chapter, known: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    yield from ("", "### Data", "", "| corpus | language | speakers | utterances | licence | what it is |")
    yield "|---|---|---|---|---|---|"
    for name in sorted({one.corpus for one in chapter.utterances}):
        mine = [one for one in chapter.utterances if one.corpus == name]
        told = known.get(name, {})
        languages = ", ".join(sorted({one.language for one in mine if one.language})) or "–"
        yield (
            f"| {told.get('title', name)} | {languages} | {len({one.speaker for one in mine})} | {len(mine)} | "
            f"{told.get('licence', 'not known here')} | {told.get('speech', '–')} |"
        )
    yield ""
    yield f"The weights are passed on under {chapter.licence}. {_implied(chapter.licence)}"


def _implied(licence: str) -> str:
    if "NC" in licence:
        return (
            "RAVDESS and nEMO may not be used commercially, and whoever passes on work made from them does so under "
            "the same licence; weights trained on them are treated the same way here, which is the careful reading."
        )
    if licence.startswith("CC0"):
        return "All of its data is in the public domain, so it may be used for anything."
    return "What may be done with them follows from the recordings they were trained on."


def _speakers(chapter: Chapter) -> Iterator[str]:
    yield from ("", "### Speakers it has never heard", "")
    yield (
        "Unweighted average recall in per cent (95 % interval over speakers), four folds that never split a speaker, "
        "choosing among the corpus's own emotions. *Reference*: the model also hears "
        f"{REFERENCES} other windows of the same speaker, drawn at random and unlabelled, as a call's own channel "
        "provides them; a single short file has none. *Telephone*: 300–3400 Hz, 8 kHz, µ-law."
    )
    yield from ("", *_conditions(chapter.corpora))


def _conditions(corpora: Mapping[str, CorpusFigures]) -> Iterator[str]:
    conditions = list(next(iter(corpora.values())).among)
    yield "| corpus | emotions | " + " | ".join(conditions) + f" | {KNOWN}, among all labels |"
    yield "|---" * (len(conditions) + 3) + "|"
    for name, figures in corpora.items():
        emotions = sum(one.count > 0 for one in figures.among[ALONE].per_label)
        values = " | ".join(_percent(figures.among[condition].recall) for condition in conditions)
        yield f"| {name} | {emotions} | {values} | {_percent(figures.free[KNOWN].recall)} |"
    means = [np.mean([100 * one.among[condition].recall.value for one in corpora.values()]) for condition in conditions]
    if len(corpora) > 1:
        yield "| mean | | " + " | ".join(f"{mean:.1f}" for mean in means) + " | |"


def _labels(chapter: Chapter) -> Iterator[str]:
    yield from ("", f"### Recall of each emotion ({KNOWN})", "")
    labels = next(iter(chapter.corpora.values())).among[KNOWN].labels
    yield "| corpus | " + " | ".join(labels) + " |"
    yield "|---" * (len(labels) + 1) + "|"
    for name, figures in chapter.corpora.items():
        shares = (f"{100 * one.recall.value:.0f}" if one.recall else "–" for one in figures.among[KNOWN].per_label)
        yield f"| {name} | " + " | ".join(shares) + " |"


def _confusions(chapter: Chapter) -> Iterator[str]:
    for name, figures in chapter.corpora.items():
        evaluation = figures.among[KNOWN]
        yield from ("", f"Confusions in {name} ({KNOWN}): a row for the truth, a column for what was heard.", "")
        yield "| | " + " | ".join(evaluation.labels) + " |"
        yield "|---" * (len(evaluation.labels) + 1) + "|"
        for label, row in zip(evaluation.labels, evaluation.confusion, strict=True):
            if row.sum():
                yield f"| **{label}** | " + " | ".join(str(count) for count in row) + " |"
        yield from ("", f"Most often mistaken: {_worst(evaluation)}.")


def _worst(evaluation: Evaluation) -> str:
    shares = evaluation.confusion / np.maximum(evaluation.confusion.sum(axis=1, keepdims=True), 1)
    np.fill_diagonal(shares, 0)
    order = np.argsort(-shares, axis=None, kind="stable")[:3]
    pairs = (divmod(int(place), len(evaluation.labels)) for place in order)
    return "; ".join(
        f"{evaluation.labels[truth]} heard as {evaluation.labels[heard]} ({100 * shares[truth, heard]:.0f} %)"
        for truth, heard in pairs
    )


def _calibration(chapter: Chapter) -> Iterator[str]:
    yield from ("", "### Calibration", "")
    yield (
        f"Window nets count {chapter.calibration.window_share:g} of the frame nets; the temperature is "
        f"{chapter.calibration.alone:.2f} for a window alone and nears {chapter.calibration.known:.2f} the more is "
        "known of the speaker. They are stored with the weights. For the figures each fold was calibrated on the "
        "others. Expected calibration error on unseen speakers, choosing among all labels, ten bins; in "
        "brackets the temperature that would have fitted best on top of it:"
    )
    conditions = list(chapter.pooled)
    yield from ("", "| | " + " | ".join(conditions) + " |", "|---" * (len(conditions) + 1) + "|")
    for name, figures in chapter.corpora.items():
        cells = (f"{figures.reliability[one].error:.3f} ({figures.temperature[one]:.2f})" for one in conditions)
        yield f"| {name} | " + " | ".join(cells) + " |"
    yield "| all together | " + " | ".join(f"{chapter.pooled[one].error:.3f}" for one in conditions) + " |"
    yield from (
        "",
        f"The curve of all corpora together ({KNOWN}):",
        "",
        "| score | right | utterances |",
        "|---|---|---|",
    )
    curve = chapter.pooled[KNOWN]
    for confidence, accuracy, count in zip(curve.confidence, curve.accuracy, curve.count, strict=True):
        yield f"| {confidence:.2f} | {accuracy:.2f} | {count} |"


def _across(chapter: Chapter, known: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    if not chapter.across:
        return
    yield from ("", "### Corpora it has never heard", "")
    yield (
        "Each corpus read by a model that learnt nothing of it: other speakers, language, rooms and actors' school at "
        "once. This is nearer to what your own calls will see than the table above."
    )
    yield from ("", *_conditions(chapter.across), "")
    errors = ", ".join(f"{name} {one.reliability[KNOWN].error:.2f}" for name, one in chapter.across.items())
    yield f"Expected calibration error there ({KNOWN}): {errors}. Scores of speech unlike its own are too sure."
    noticed = [known[name]["noticed"] for name in chapter.across if "noticed" in known.get(name, {})]
    if noticed:  # what was chosen with these figures in sight
        yield from ("", *noticed)


def _neighbours(chapter: Chapter) -> Iterator[str]:
    yield from ("", "### Embeddings", "")
    yield (
        "Share of utterances of unseen speakers whose emotion is that of most of their 10 nearest embeddings (cosine) "
        "of *other* speakers: among the unseen ones of the corpus (left out where a fold holds a single one), and "
        "among everybody, learnt speakers included. Beside it the classifier's accuracy on the same utterances."
    )
    yield from ("", "| corpus | condition | unseen others | classifier | everybody else | classifier |")
    yield "|---|---|---|---|---|---|"
    for name, figures in chapter.corpora.items():
        for condition, (unseen, everybody) in figures.near.items():
            cells = " | ".join(
                f"{100 * one.neighbours:.1f} | {100 * one.classifier:.1f}" if one.count else "– | –"
                for one in (unseen, everybody)
            )
            yield f"| {name} | {condition} | {cells} |"


def _day(chapter: Chapter) -> Iterator[str]:
    if chapter.day is None:
        return
    turns, frames, smoothed = chapter.day.turns, chapter.day.frames, chapter.day.smoothed
    free, among = turns.agreement.free, turns.agreement.among
    yield from ("", "### A day of calls", "")
    yield (
        "Sixty scripted two-channel telephone calls made of acted utterances of eight further speakers of the same "
        "corpora, read by the shipped weights as the product reads calls. Nothing was learnt or chosen from them. "
        "The customers' channel:"
    )
    yield ""
    yield f"- balanced accuracy of turns: {_percent(free.recall)} among all labels, "
    yield f"  {_percent(among.recall)} among those that occur; plain accuracy {_percent(free.accuracy)}"
    yield f"- balanced accuracy of single frames in speech inside turns: {100 * frames.recall.value:.1f}; of the curve"
    yield f"  smoothed over a second: {100 * smoothed.recall.value:.1f}; plain: {100 * frames.accuracy.value:.1f} and"
    yield f"  {100 * smoothed.accuracy.value:.1f}"
    yield f"- calibration error of turns: {turns.agreement.reliability.error:.3f}"
    left = _left(turns.unknown, turns.unread)
    yield f"- turns counted: {int(free.confusion.sum())} of {turns.rows}{left}"
    yield from ("", "| emotion | turns | recall |", "|---|---|---|")
    for one in free.per_label:
        if one.recall:
            yield f"| {one.label} | {one.count} | {_percent(one.recall)} |"


def _left(unknown: Counter[str], unread: Counter[str]) -> str:
    parts = [*(f"no label {name}: {count}" for name, count in unknown.items())]
    parts += [f"{reason}: {count}" for reason, count in unread.items()]
    return f" ({'; '.join(parts)})" if parts else ""


def _recipe(chapter: Chapter) -> Iterator[str]:
    recipe = chapter.recipe
    yield from ("", "## How it is made", "")
    yield (
        "A frame net (64 log-mel bands, pitch and voicing every 20 ms; convolutions with squeeze and excitation; "
        "attentive pooling) gives logits and a weight for each frame and, from the pooled mean and deviation, a term "
        f"for the window. {recipe.window_nets} window nets add a term from acoustic functionals (cepstra, spectral "
        "shape, pitch, rhythm, modulation). Pooled vectors and functionals are seen relative to the other windows of "
        "the same voice where there are any."
    )
    yield ""
    yield (
        "Five altered copies of every utterance are learnt from beside it: telephone bands, µ-law, AMR and MP3, noise, "
        "rooms, microphones, speeds; in training also other shares of silence round the voice, tempo, vocal tract, "
        "masks, mixup and label smoothing. "
        f"{recipe.frame_steps} steps of 60 windows of 2.6 s for a frame net (fewer, by the root of their number, "
        f"where there are fewer speakers), {recipe.window_epochs:g} passes for a window net. A corpus is drawn from by "
        "the root of how many speakers it has, its emotions alike."
    )
    yield from ("", "## Where it fails", "")
    yield (
        "Natural speech, children, singing, shouting over noise and languages other than the ones above were never "
        "learnt or measured, and actors exaggerate what people mostly do not. Single frames were never learnt as "
        "units; curves are meant to be looked at smoothed. Without other windows of a speaker a voice that is high, "
        "low or hoarse by nature is easily taken for an emotion: compare the columns with and without reference. The "
        "confusions above show which emotions are mistaken for which. Before trusting it, label some of your own "
        "calls and run `python -m toneatlas evaluate`."
    )


def _percent(interval: Interval) -> str:
    return f"{100 * interval.value:.1f} ({100 * interval.low:.0f}–{100 * interval.high:.0f})"
