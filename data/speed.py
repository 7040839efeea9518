"""How fast each model has read here: from the newest upload that it read, decoding and all else included."""

from dataclasses import dataclass

import sqlalchemy as sa

from data import jobs, schema
from data.uploads import READ

LOOKED_AT = 50  # newest uploads
LEAST = 60.0  # seconds of sound; of less, a speed says little


@dataclass(frozen=True, slots=True)
class Speed:
    """The pace of one upload: seconds of sound, and seconds of sound in a second."""

    job: int
    seconds: float
    times_real_time: float


def by_model(connection: sa.Connection) -> dict[str, Speed]:
    """The pace of the newest finished upload of each model, by the model's key."""
    found: dict[str, Speed] = {}
    for job in jobs.recent(connection, kinds=[READ], most=LOOKED_AT):
        if job.state in jobs.OPEN or job.progress["seconds"] < LEAST or "times_real_time" not in job.progress:
            continue
        model = _model_of(connection, job.id)
        if model is not None:
            pace = Speed(job.id, job.progress["seconds"], job.progress["times_real_time"])
            found.setdefault(model, pace)
    return found


def _model_of(connection: sa.Connection, job: int) -> str | None:
    """Which model read an upload: the one that read a file of it while it was under way."""
    item, voice, when = schema.item.c, schema.voice.c, schema.job.c
    mine = (item.job == job) & (item.state == jobs.DONE) & (item.seconds > 0)
    content = connection.scalar(sa.select(item.content).where(mine).limit(1))
    span = connection.execute(sa.select(when.started_at, when.finished_at).where(when.id == job)).one()
    then = voice.read_at.between(span.started_at, span.finished_at)
    return connection.scalar(sa.select(voice.model).where((voice.recording == content) & then).limit(1))
