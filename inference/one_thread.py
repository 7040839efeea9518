"""Work in steps so small that threads, on a machine that is busy, wait for one another longer than they work.

Reading a call with the compact model takes a quarter of the processor's time so, and half of the clock's, even on two
idle cores: the other core is better left to decoding and to the voice detector.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from threadpoolctl import ThreadpoolController  # comes with scikit-learn

_libraries = ThreadpoolController()


@contextmanager
def one_thread() -> Iterator[None]:
    """Let torch and numpy use one thread meanwhile.

    In torch, and in the OpenBLAS of numpy's wheels, the number belongs to the calling thread; others keep theirs.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with _libraries.limit(limits=1, user_api="blas"):
            yield
    finally:
        torch.set_num_threads(before)
