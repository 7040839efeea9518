"""Points of a map coloured by a word, such as a queue: the most frequent have a colour each, the rest share one."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from dashboard.charts.look import GROUPS, REST
from dashboard.components.scatter import Groups
from dashboard.texts import text
from data.captions import Caption

COLUMN = "column:"  # before the name of a column of the metadata table, as a colouring


def is_column(colouring: str) -> bool:
    """Whether points are coloured by a column that the metadata of their calls has."""
    return colouring.startswith(COLUMN)


def groups_by_column(captions: Iterable[Caption], colouring: str, *, theme: str) -> Groups:
    """Points (P captions) by what their calls have in that column."""
    name = colouring.removeprefix(COLUMN)
    return groups_by_word([caption.metadata.get(name, "") for caption in captions], theme=theme)


def groups_by_word(words: Sequence[str], *, theme: str) -> Groups:
    """(P,) words as groups in order of name: up to as many as there are colours, then the others, then the unknown."""
    counts = Counter(word for word in words if word)
    kept = sorted(word for word, _ in counts.most_common(len(GROUPS)))
    numbers = {word: number for number, word in enumerate(kept)}
    others, unknown = len(kept), len(kept) + 1
    which = np.array([numbers.get(word, others) if word else unknown for word in words], np.int32)
    names = [*kept, text("map.rest"), text("map.unset")]
    return Groups(which, names, [*GROUPS[: len(kept)], REST[theme], REST[theme]])
