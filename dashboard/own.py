"""Own emotions and samples as pages need them: what is in use, how sure it is, what to ask about next."""

import secrets
from dataclasses import replace

import numpy as np

from analysis.asking import ask
from analysis.own_measure import likeness
from analysis.stretches import windows_within
from dashboard import formats, state
from dashboard.texts import text
from data import jobs, labels, own_values, versions, voices, windows
from data.labels import EMOTION, Label, LabelSet
from data.records import Job
from data.versions import Version

BATCH = 10  # windows asked about at a time
POOL = 60  # voices that a batch is drawn from at random, and as many that are least sure
NEWEST = 50  # jobs looked through for a set's own


def used(model: str) -> list[Version]:
    """The versions in use for a model's readings, emotions first."""
    with state.store().reading() as read:
        return versions.in_use(read, model=model)


def said(version: Version) -> str:
    """What is always said beside an own emotion: that it is one, how accurate it is, and by how many labels."""
    told = version.details
    if version.of.kind != EMOTION:
        return text("own.said_sample", count=told["yes"])
    value, low, high = (formats.score(number) for number in told["accuracy"])
    return text("own.said", value=value, low=low, high=high, count=told["yes"] + told["no"])


def job_of(label_set: LabelSet, model: str) -> Job | None:
    """The newest job that learns or applies a set, if it is open or failed."""
    with state.store().reading() as read:
        found = jobs.recent(read, kinds=[versions.KIND], most=NEWEST)
    mine = (job for job in found if (job.options["label_set"], job.options["model"]) == (label_set.id, model))
    newest = next(mine, None)
    return newest if newest is not None and newest.state in (*jobs.OPEN, jobs.FAILED) else None


def ask_for(label_set: LabelSet, model: str, *, version: int | None = None) -> int:
    """The job that learns a set anew, or uses a version that there is."""
    options = versions.options(label_set.id, model=model, version=version)
    with state.store().atomic() as write:
        return jobs.ask(write, versions.KIND, options=options, anew=True)  # one that runs may not know the last answers


def batch(label_set: LabelSet, model: str) -> list[Label]:
    """Windows to ask somebody about: where the version in use is least sure, and at random; none answered before."""
    start = secrets.token_hex(8)
    with state.store().reading() as read:
        known = [version for version in versions.of_set(read, label_set.id, model=model) if version.in_use]
        ids = windows.at_random(read, model=model, roles=state.ROLES, start=start, most=POOL)
        if known:
            unsure = own_values.unsure(read, known[0].id, roles=state.ROLES, most=POOL)
            ids = list(dict.fromkeys([*ids, *(recording for recording, _ in unsure)]))
        points = windows.of(read, ids, model=model)
        answered = {(label.recording, label.role, label.start) for label in labels.of(read, label_set.id)}
        arrays = versions.arrays(read, known[0].id) if known else None
    found = [
        Label(points.recordings[row], points.roles[row], round(float(span[0]), 3), round(float(span[1]), 3))
        for row, span in enumerate(points.spans)
    ]
    open_ = np.array(
        [one.role in state.ROLES and (one.recording, one.role, one.start) not in answered for one in found], np.bool_
    )
    rows = np.flatnonzero(open_)
    scores = likeness(arrays, points.embeddings[rows]) if arrays is not None and len(rows) else None
    speakers = [f"{points.recordings[row]}/{points.roles[row]}" for row in rows]
    return [found[rows[one]] for one in ask(scores, speakers, count=BATCH, seed=int(start, 16) % 2**32)]


def windows_of(recording: str, role: str, *, model: str, span: tuple[float, float]) -> list[Label]:
    """The windows of a voice that a chosen stretch means."""
    with state.store().reading() as read:
        heard = [reading.window for reading in voices.readings(read, recording, model=model, role=role)]
    rows = windows_within([(window.start, window.end) for window in heard], *span)
    return [Label(recording, role, round(heard[row].start, 3), round(heard[row].end, 3)) for row in rows]


def answer(label_set: LabelSet, label: Label, *, yes: bool) -> None:
    """Keep an answer for a window; the same answer given again takes it back."""
    given = replace(label, answer=yes)
    with state.store().atomic() as write:
        same = [one for one in labels.in_recording(write, label.recording).get(label_set.id, ()) if one == given]
        if same:
            labels.withdraw(write, label_set.id, same)
        else:
            labels.put(write, label_set.id, [given])
