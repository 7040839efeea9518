"""Models and workers as cards: what a model is, allows and has read; what a worker is doing."""

from collections.abc import Mapping

from dashboard import formats
from dashboard.components.facts import Card
from dashboard.licences import described
from dashboard.texts import reason, text
from data.speed import Speed
from data.workers import Worker
from inference.catalogue import COMPACT, FILES, Entry


def model_card(entry: Entry, *, here: bool, chosen: bool, read: Mapping[str, int], speeds: Mapping[str, Speed]) -> Card:
    """One entry of the catalogue; ``read`` counts voices by the key of each of its versions, ``speeds`` are theirs."""
    badges = [(text("models.here" if here else "models.absent"), False)]
    facts = [
        (text("models.good_for"), described(entry, "good_for")),
        (text("models.licence"), described(entry, "licence")),
        (text("models.languages"), described(entry, "languages")),
        (text("models.size"), text("models.megabytes", count=formats.count(entry.megabytes))),
    ]
    for key, count in read.items():
        facts.append((text("models.read"), f"{text('models.voices', count=formats.count(count))} · {key}"))
        if key in speeds:
            facts.append((text("models.speed"), pace_of(speeds[key])))
    if not here or entry.kind == COMPACT or not entry.modelscope:
        facts.append((text("models.how"), how_to_get(entry)))
    return Card(entry.title, [*badges, (text("models.chosen"), True)] if chosen else badges, facts)


def pace_of(speed: Speed) -> str:
    """How fast a model has read here, and in which upload."""
    times, minutes = formats.count(speed.times_real_time), formats.count(speed.seconds / 60)
    return text("models.pace", times=times, job=speed.job, minutes=minutes)


def how_to_get(entry: Entry) -> str:
    """One sentence for people who want this model."""
    if entry.kind == COMPACT:
        return text("models.bundled")
    if not entry.modelscope:
        return text("models.placed")
    return text("models.pull", name=entry.name, megabytes=entry.megabytes, files=", ".join(FILES))


def worker_card(worker: Worker) -> Card:
    """A worker: what it has loaded, where, and what it is doing."""
    told = {"models.loaded": worker.model, "models.device": worker.device, "models.doing": reason(worker.note)}
    state = text(f"models.worker_{worker.state}")
    return Card(worker.name, [(state, False)], [(text(label), value or "–") for label, value in told.items()])
