"""A model as a card: what it is, what its licence allows, how to get it, and what it has read."""

from collections.abc import Mapping

from dashboard import formats
from dashboard.components.facts import Card
from dashboard.licences import described
from dashboard.texts import text
from inference.catalogue import COMPACT, FILES, Entry


def model_card(entry: Entry, *, here: bool, chosen: bool, read: Mapping[str, int]) -> Card:
    """One entry of the catalogue; ``read`` counts voices by the key of each of its versions."""
    badges = [(text("models.here" if here else "models.absent"), False)]
    facts = [
        (text("models.good_for"), described(entry, "good_for")),
        (text("models.licence"), described(entry, "licence")),
        (text("models.languages"), described(entry, "languages")),
        (text("models.size"), text("models.megabytes", count=formats.count(entry.megabytes))),
    ]
    for key, count in read.items():
        facts.append((text("models.read"), f"{text('models.voices', count=formats.count(count))} · {key}"))
    if not here or entry.kind == COMPACT or not entry.modelscope:
        facts.append((text("models.how"), how_to_get(entry)))
    return Card(entry.title, [*badges, (text("models.chosen"), True)] if chosen else badges, facts)


def how_to_get(entry: Entry) -> str:
    """One sentence for people who want this model."""
    if entry.kind == COMPACT:
        return text("models.bundled")
    if not entry.modelscope:
        return text("models.placed")
    return text("models.pull", name=entry.name, megabytes=entry.megabytes, files=", ".join(FILES))
