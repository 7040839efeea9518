"""Work that is done beforehand, in a thread of its own."""

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Thing = TypeVar("Thing")


def ahead(
    source: Generator[Thing, None, None], *, unless: Callable[[Thing], bool] = lambda _: False
) -> Generator[Thing, None, None]:
    """The things of ``source``, the next of which is made while whoever takes them is busy with one.

    ``unless`` says of which things the next is made only afterwards, as when two at once would take too much memory.
    Errors of the source are raised here. To stop early, close the generator: it waits for the thing under way.
    """
    over = object()
    try:
        with ThreadPoolExecutor(1, thread_name_prefix="ahead") as thread:
            coming = thread.submit(next, source, over)
            while (thing := coming.result()) is not over:
                late = unless(thing)
                if not late:
                    coming = thread.submit(next, source, over)
                yield thing
                if late:
                    del thing
                    coming = thread.submit(next, source, over)
    finally:
        source.close()
