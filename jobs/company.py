"""Doing something to many at once without letting one spoil it for the others."""

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

One = TypeVar("One")
Answer = TypeVar("Answer")
log = logging.getLogger("toneatlas.worker")


def in_company(many: Sequence[One], do: Callable[[Sequence[One]], Sequence[Answer]]) -> list[Answer | Exception]:
    """What ``do`` answers to each of ``many``; where that fails, each by itself, and only what fails then has failed.

    ``do`` is given them all and gives one answer for each, which must not depend on the others.
    """
    if not many:
        return []
    try:
        return list(do(many))
    except Exception as error:  # whatever it is, it concerns one of them: it is handed back in that one's place
        if len(many) == 1:
            return [error]
        log.warning("%d recordings could not be read together; each is read alone", len(many), exc_info=True)
    return [answer for one in many for answer in in_company([one], do)]
