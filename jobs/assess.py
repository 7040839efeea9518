"""The job ``evaluate``: hold what a model has read in the store against a table of what people heard in it."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from data import evaluations, models, recordings, voices
from data.errors import Missing
from data.names import clean_name
from data.records import Job
from data.store import Store
from data.voices import Told
from jobs import labelled
from jobs.errors import NothingToDo
from jobs.evaluate import counted
from jobs.labelled import Labelled
from jobs.report import as_json
from jobs.report_page import as_page


def assess(store: Store, job: Job) -> None:
    """Compare and keep the report. ``NothingToDo`` where no row of the table can be counted."""
    key = str(job.options["model"])
    with store.reading() as read:
        name, text = evaluations.table(read, job.options["table"])
        rows = labelled.parse(text, name=name)
        called = recordings.by_name(read, {clean_name(row.file) for row in rows})

        def hear(file: str, wanted: Sequence[Labelled]) -> Mapping[str, Told]:
            return stored(read, called.get(clean_name(file), ()), model=key)

        report = counted(rows, models.load(read)[key], hear)
    with store.atomic() as write:
        evaluations.save(write, job.options, report=as_json(report), page=as_page(report))


def stored(connection: sa.Connection, called: Sequence[str], *, model: str) -> dict[str, Told]:
    """What a model has read in the one recording of some name, by role. ``NothingToDo`` where that is not one."""
    if len(called) != 1:
        raise NothingToDo("several stored recordings have this name" if called else "no stored recording has this name")
    heard = voices.load(connection, called[0], model=model)
    if not heard:
        raise NothingToDo("this model has not read the recording")
    told = {}
    for voice in heard:
        try:
            told[voice.role] = Told(
                voice, timeline=voices.timeline(connection, called[0], model=model, role=voice.role)
            )
        except Missing:  # not read, and the voice says why
            told[voice.role] = Told(voice)
    return told
