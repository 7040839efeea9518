"""Work in steps so small that threads, on a machine that is busy, wait for one another longer than they work.

Reading a call with the compact model takes a quarter of the processor's time so, and half of the clock's, even on two
idle cores: the other core is better left to decoding and to the voice detector.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Lock

import torch
from threadpoolctl import ThreadpoolController  # comes with scikit-learn


@contextmanager
def one_thread() -> Iterator[None]:
    """Let torch, in this thread, and numpy, in the whole process, use one thread meanwhile."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    _numpy.enter()
    try:
        yield
    finally:
        _numpy.leave()
        torch.set_num_threads(before)


class _Numpy:
    """numpy's BLAS at one thread while anybody is inside."""

    def __init__(self) -> None:
        self._lock, self._inside = Lock(), 0
        self._libraries = ThreadpoolController()
        self._limit = ExitStack()

    def enter(self) -> None:
        with self._lock:
            if not self._inside:
                self._limit.enter_context(self._libraries.limit(limits=1, user_api="blas"))
            self._inside += 1

    def leave(self) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._limit.close()


_numpy = _Numpy()
