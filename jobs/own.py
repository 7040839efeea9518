"""The job ``own``: learn a set of labels on stored embeddings, and say what was learned of everything stored.

No audio is touched. A version is in use as soon as it is learned; voices read from then on are measured while they are
read, and those that were there before by the rest of the job.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa

from analysis.errors import NothingHeard, TooFew
from analysis.own import learn
from analysis.own_measure import EXAMPLES, NO, YES, Arrays, arrays_of, measure
from analysis.own_trial import trial
from analysis.regions import embedding_between
from analysis.samples import similarity_to_sample
from data import jobs, labels, own_values, versions, voices, windows
from data.labels import APART, LEAST, SAMPLE, Label, LabelSet, Tally
from data.listing import Points
from data.own_values import HEARD, Value
from data.records import Floats, Job
from data.store import Store
from data.versions import Learned, Version
from data.voices import Told


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """The labelled windows that a model has read: N answers and their embeddings (N, D)."""

    answered: Sequence[Label]
    embeddings: Floats
    left_out: int  # labels of stretches that this model has not read


def work(store: Store, job: Job) -> None:
    """Learn the set that the job names, or take a version that there is; then apply it to everything stored."""
    number, model, known = job.options["label_set"], job.options["model"], job.options.get("version")
    if known is None:
        with store.reading() as read:
            label_set = labels.find(read, number)
            lesson = gather(read, label_set, model=model)
        learned = _sample(lesson) if label_set.kind == SAMPLE else _emotion(label_set, lesson)
        with store.atomic() as write:
            known = versions.save(write, label_set, model=model, learned=learned)
    else:
        with store.atomic() as write:
            versions.use(write, known)
    with store.reading() as read:
        version = versions.find(read, known)
    if apply(store, version, job=job.id):
        with store.atomic() as write:
            _clean(write, version)


def gather(connection: sa.Connection, label_set: LabelSet, *, model: str) -> Lesson:
    """The set's labels with the embeddings of what a model read there."""
    answered, embeddings = [], []
    told = labels.of(connection, label_set.id)
    heard: dict[tuple[str, str], Any] = {}
    for label in told:
        key = (label.recording, label.role)
        if key not in heard:
            heard[key] = voices.readings(connection, label.recording, model=model, role=label.role)
        try:
            embeddings.append(embedding_between(heard[key], label.start, label.end))
        except NothingHeard:
            continue
        answered.append(label)
    stacked = np.stack(embeddings) if embeddings else np.zeros((0, 0), np.float32)
    return Lesson(answered, stacked, len(told) - len(answered))


def apply(store: Store, version: Version, *, job: int) -> bool:
    """Say what a version says of every stored voice; False when it was stopped, or another version took its place."""
    with store.reading() as read:
        arrays = versions.arrays(read, version.id)
        total, done = windows.count(read, model=version.model), 0
    for points in windows.pieces(store, model=version.model):
        values = values_of(arrays, points)
        done += len({recording for recording, _ in values})
        with store.atomic() as write:
            if jobs.find(write, job).state not in jobs.OPEN or not versions.find(write, version.id).in_use:
                return False
            own_values.save(write, version.id, model=version.model, values=values)
            jobs.report(write, job, share=done / max(total, done))
    return True


def hear(connection: sa.Connection, told: Sequence[Told], *, model: str) -> None:
    """Say of voices that were just read what the versions in use say."""
    readings = [reading for part in told for reading in part.readings]
    in_use = versions.in_use(connection, model=model) if readings else []
    if not in_use:
        return
    points = Points(
        recordings=tuple(reading.window.recording for reading in readings),
        roles=tuple(reading.window.role for reading in readings),
        spans=np.array([(reading.window.start, reading.window.end) for reading in readings], np.float64),
        embeddings=np.stack([reading.embedding for reading in readings]),
        scores=np.stack([reading.scores for reading in readings]),
    )
    for version in in_use:
        values = values_of(versions.arrays(connection, version.id), points)
        own_values.save(connection, version.id, model=model, values=values)


def values_of(arrays: Arrays, points: Points) -> dict[tuple[str, str], Value]:
    """What a version says of the voices whose windows these are, by recording and role."""
    keys = list(zip(points.recordings, points.roles, strict=True))
    firsts = [row for row, key in enumerate(keys) if not row or key != keys[row - 1]]
    seconds = points.spans[:, 1] - points.spans[:, 0]
    found = measure(arrays, points.embeddings, seconds=seconds, firsts=firsts, heard=HEARD)
    return {
        keys[first]: Value(
            float(found.values[voice]),
            float(found.shares[voice]),
            float(found.peaks[voice]),
            float(points.spans[found.rows[voice], 0]),
        )
        for voice, first in enumerate(firsts)
    }


def _emotion(label_set: LabelSet, lesson: Lesson) -> Learned:
    """A classifier with its honest figures. ``TooFew`` with a sentence that says what to label."""
    told = Tally.of(lesson.answered)
    if not told.enough:
        raise TooFew(
            f"{label_set.name!r} needs {LEAST} windows that are it and {LEAST} that are not, each in {APART} "
            f"recordings or more; this model has read {told.yes} in {told.yes_recordings} "
            f"and {told.no} in {told.no_recordings}"
        )
    answers = [YES if label.answer else NO for label in lesson.answered]
    found = trial(lesson.embeddings, answers, [label.recording for label in lesson.answered])
    accuracy = [found.accuracy.value, found.accuracy.low, found.accuracy.high]
    figures = {
        "accuracy": accuracy,
        "chance": found.chance,
        "recalls": dict(zip(found.classes, found.recalls.tolist(), strict=True)),
        "curve": [list(point) for point in found.curve],
        "confusion": found.confusion.tolist(),
        "advice": asdict(found.advice),
    }
    return _learned(lesson, arrays_of(learn(lesson.embeddings, answers)), figures)


def _sample(lesson: Lesson) -> Learned:
    """The examples themselves, and how alike they are to each other."""
    if not len(lesson.embeddings):
        raise TooFew("a sample needs at least one example that this model has read")
    own = similarity_to_sample(lesson.embeddings, lesson.embeddings).own
    return _learned(lesson, {EXAMPLES: lesson.embeddings}, {"own": own})


def _learned(lesson: Lesson, arrays: Arrays, figures: Mapping[str, Any]) -> Learned:
    told = Tally.of(lesson.answered)
    sources = sorted({label.recording for label in lesson.answered})
    counts = {"yes": told.yes, "no": told.no, "recordings": len(sources), "left_out": lesson.left_out}
    return Learned(arrays, {**figures, **counts}, sources)


def _clean(connection: sa.Connection, version: Version) -> None:
    """What older versions said goes; of a sample the older versions too, which nobody goes back to."""
    own_values.keep_only(connection, version.id)
    if version.of.kind == SAMPLE:
        for older in versions.of_set(connection, version.of.id, model=version.model):
            if not older.in_use:
                versions.erase(connection, older.id)
